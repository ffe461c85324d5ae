package io.saccade.http.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.elytron.security.common.BcryptUtil;
import io.quarkus.runtime.configuration.DurationConverter;
import io.saccade.config.SaccadeConfig;
import io.saccade.scoring.InvalidSettingException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsersTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPasswordIsThatOfTheUserAdminAsItIsOrAsAHash(boolean hashed) {
        Users users = users(Map.of("saccade.access.password", hashed ? BcryptUtil.bcryptHash("sesame", 4) : "sesame"));

        assertThat(users.match("admin", "sesame")).isTrue();
        assertThat(users.match("admin", "Sesame")).isFalse();
        assertThat(users.match("anna", "sesame")).isFalse();
        assertThat(users.toString()).doesNotContain("sesame", "$2");
    }

    @Test
    void aHashIsNoPassword() {
        String hash = BcryptUtil.bcryptHash("sesame", 4);

        assertThat(users(Map.of("saccade.access.password", hash)).match("admin", hash))
                .isFalse();
    }

    @Test
    void aFileHasOneUserInALine() throws IOException {
        String anna = BcryptUtil.bcryptHash("of the gate", 4).replace("$2a$", "$2y$");
        Users users = file("# who looks\n\nanna:" + anna + "\nben:" + BcryptUtil.bcryptHash("b", 4) + "\n");

        assertThat(users.match("anna", "of the gate")).isTrue();
        assertThat(users.match("ben", "b")).isTrue();
        assertThat(users.match("ben", "of the gate")).isFalse();
        assertThat(users.match("# who looks", "")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"anna", "anna:sesame", ":$2y$05$", "anna:$apr1$sesame", "anna:{SHA}sesame="})
    void aLineThatIsNoUserIsToldWithoutWhatItSays(String line) {
        assertThatThrownBy(() -> file("\n" + line + "\n"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("saccade.access.users-file: line 2 of ")
                .hasMessageContaining("htpasswd -B")
                .hasMessageNotContaining("sesame");
    }

    @Test
    void aFileWithoutUsersAndOneThatIsNotThereAreRefused() {
        assertThatThrownBy(() -> file("# nobody\n")).hasMessageContaining("there are no users in");
        assertThatThrownBy(() -> users(Map.of("saccade.access.users-file", "nowhere")))
                .hasMessage("saccade.access.users-file: can't read nowhere");
    }

    private Users file(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("users"), text);
        return users(Map.of("saccade.access.users-file", file.toString()));
    }

    private static Users users(Map<String, String> settings) {
        return Users.of(new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(SaccadeConfig.class)
                .withSources(new PropertiesConfigSource(settings, "test", 500))
                .build()
                .getConfigMapping(SaccadeConfig.class)
                .access());
    }
}
