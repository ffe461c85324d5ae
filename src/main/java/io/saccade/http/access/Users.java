package io.saccade.http.access;

import io.quarkus.elytron.security.common.BcryptUtil;
import io.saccade.config.SaccadeConfig.Access;
import io.saccade.scoring.InvalidSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names and bcrypt hashes of passwords. It says nothing of them in its text. */
final class Users {

    private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$\\d\\d\\$[./A-Za-z0-9]{53}");

    private final Map<String, String> hashes;

    private Users(Map<String, String> hashes) {
        this.hashes = hashes;
    }

    /** Those of the settings. */
    static Users of(Access access) {
        return access.usersFile()
                .map(Users::read)
                .orElseGet(() -> new Users(access.password()
                        .map(password -> Map.of(Access.USER, hash(password)))
                        .orElse(Map.of())));
    }

    /** Whether this is the user's password. It takes as long for a user who is not known, held against another's hash. */
    boolean match(String name, String password) {
        String hash = hashes.get(name);
        Optional<String> compared = hashes.values().stream().findFirst().map(any -> hash == null ? any : hash);
        return compared.isPresent() && BcryptUtil.matches(password, compared.get()) && hash != null;
    }

    private static String hash(String password) {
        return BCRYPT.matcher(password).matches() ? password : BcryptUtil.bcryptHash(password);
    }

    /** Lines {@code NAME:HASH}, as {@code htpasswd -B} writes them; empty lines and those with # do not count. */
    private static Users read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new InvalidSettingException("saccade.access.users-file: can't read " + file);
        }
        Map<String, String> hashes = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int colon = line.indexOf(':');
            String hash = line.substring(colon + 1);
            if (colon < 1 || !BCRYPT.matcher(hash).matches()) {
                throw new InvalidSettingException("saccade.access.users-file: line " + (i + 1) + " of " + file
                        + " is not a name, a colon and a bcrypt hash, as htpasswd -B writes it");
            }
            hashes.put(line.substring(0, colon), hash);
        }
        if (hashes.isEmpty()) {
            throw new InvalidSettingException("saccade.access.users-file: there are no users in " + file);
        }
        return new Users(hashes);
    }
}
