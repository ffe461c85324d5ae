package io.saccade.http.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.UsernamePasswordAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.saccade.config.SaccadeConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Knows users by their passwords. bcrypt is slow on purpose: a right password is remembered for some minutes, as a salted
 * hash, and of wrong ones few are looked at for each client.
 */
@Singleton
final class PasswordIdentity implements IdentityProvider<UsernamePasswordAuthenticationRequest> {

    private static final int TRIES_PER_SECOND = 1;
    private static final int TRIES_AT_ONCE = 10;

    private final Users users;
    private final Set<String> admins;
    private final Allowance tries = new Allowance(TRIES_PER_SECOND, TRIES_AT_ONCE);
    private final byte[] salt = new SecureRandom().generateSeed(32);
    private final Cache<String, SecurityIdentity> known = Caffeine.newBuilder()
            .maximumSize(1000)
            .expireAfterWrite(Duration.ofMinutes(5))
            .build();

    PasswordIdentity(SaccadeConfig config) {
        users = Users.of(config.access());
        admins = config.access().admins();
    }

    @Override
    public Class<UsernamePasswordAuthenticationRequest> getRequestType() {
        return UsernamePasswordAuthenticationRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            UsernamePasswordAuthenticationRequest request, AuthenticationRequestContext context) {
        String name = request.getUsername();
        String password = new String(request.getPassword().getPassword());
        String key = key(name, password);
        SecurityIdentity seen = known.getIfPresent(key);
        if (seen != null) {
            return Uni.createFrom().item(seen);
        }
        RoutingContext http = HttpSecurityUtils.getRoutingContextAttribute(request);
        if (!tries.take(client(http)).isZero()) {
            return Uni.createFrom().failure(new AuthenticationFailedException());
        }
        return context.runBlocking(() -> {
            if (!users.match(name, password)) {
                throw new AuthenticationFailedException();
            }
            SecurityIdentity identity = identity(name);
            known.put(key, identity);
            return identity;
        });
    }

    private SecurityIdentity identity(String name) {
        QuarkusSecurityIdentity.Builder identity =
                QuarkusSecurityIdentity.builder().setPrincipal(new QuarkusPrincipal(name));
        return (admins.contains(name) ? identity.addRole(AccessPolicy.ADMIN) : identity).build();
    }

    private String key(String name, String password) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(salt);
            digest.update((name + '\0').getBytes(UTF_8));
            return HexFormat.of().formatHex(digest.digest(password.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String client(@Nullable RoutingContext http) {
        return http == null ? "" : http.request().remoteAddress().hostAddress();
    }
}
