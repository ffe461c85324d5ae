package io.saccade.broker;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A certificate for 127.0.0.1 and localhost that nobody signed, made by the JDK's {@code keytool}.
 *
 * @param keyStore PKCS#12, with the private key
 * @param password of the key store
 * @param authority the certificate, PEM: what clients are to trust
 */
record BrokerCertificate(Path keyStore, String password, Path authority) {

    private static final String ALIAS = "broker";

    /** Makes one in a folder. */
    static BrokerCertificate in(Path folder) throws IOException, InterruptedException {
        BrokerCertificate made = new BrokerCertificate(
                folder.resolve("broker.p12"), "key-store-password", folder.resolve("ca.crt"));
        made.keytool(
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=broker",
                "-ext",
                "san=ip:127.0.0.1,dns:localhost",
                "-ext",
                "bc:critical=ca:true");
        made.keytool("-exportcert", "-rfc", "-file", made.authority.toString());
        return made;
    }

    private void keytool(String command, String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                command,
                "-alias",
                ALIAS,
                "-keystore",
                keyStore.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                password));
        line.addAll(List.of(arguments));
        Process keytool = new ProcessBuilder(line).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), US_ASCII);
        if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new IOException("keytool: " + said);
        }
    }
}
