package io.saccade.http.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quarkus.elytron.security.common.BcryptUtil;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.credential.PasswordCredential;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.UsernamePasswordAuthenticationRequest;
import io.saccade.config.SaccadeConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class PasswordIdentityTest {

    private static final AuthenticationRequestContext AT_ONCE = new AuthenticationRequestContext() {
        @Override
        public Uni<SecurityIdentity> runBlocking(Supplier<SecurityIdentity> work) {
            return Uni.createFrom().item(work);
        }
    };

    private final PasswordIdentity identities = new PasswordIdentity(new SmallRyeConfigBuilder()
            .withConverter(Duration.class, 200, new DurationConverter())
            .withMapping(SaccadeConfig.class)
            .withSources(new PropertiesConfigSource(
                    Map.of("saccade.access", "basic", "saccade.access.password", BcryptUtil.bcryptHash("sesame", 4)),
                    "test",
                    500))
            .build()
            .getConfigMapping(SaccadeConfig.class));

    @Test
    void theUserOfThePasswordIsAnAdministrator() {
        SecurityIdentity identity = identity("sesame");

        assertThat(identity.getPrincipal().getName()).isEqualTo("admin");
        assertThat(identity.getRoles()).containsExactly("admin");
        assertThat(identity.getCredentials()).isEmpty();
    }

    @Test
    void afterManyWrongPasswordsFewAreLookedAtAndAKnownOneIsNotHeldUp() {
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> identity("wrong")).isInstanceOf(AuthenticationFailedException.class);
        }

        assertThatThrownBy(() -> identity("sesame")).isInstanceOf(AuthenticationFailedException.class);
        await().atMost(Duration.ofSeconds(20))
                .ignoreException(AuthenticationFailedException.class)
                .until(() -> identity("sesame").hasRole("admin"));
        for (int i = 0; i < 30; i++) {
            assertThat(identity("sesame").hasRole("admin")).isTrue();
        }
    }

    private SecurityIdentity identity(String password) {
        return identities
                .authenticate(
                        new UsernamePasswordAuthenticationRequest(
                                "admin", new PasswordCredential(password.toCharArray())),
                        AT_ONCE)
                .await()
                .indefinitely();
    }
}
