package io.saccade.ops;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.Map;

/** The service in all its roles with everything on that one may look at. */
public final class Observed implements QuarkusTestProfile {

    /** A camera whose frames are all superseded. */
    static final String LATE = "late";

    @Override
    public Map<String, String> getConfigOverrides() {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return Map.ofEntries(
                    Map.entry("saccade.roles", "score,train,serve"),
                    Map.entry("saccade.preview.enabled", "true"),
                    Map.entry("saccade.freshness.cameras.\"" + LATE + "\"", "max-age=1s"),
                    Map.entry("quarkus.otel.sdk.disabled", "false"),
                    Map.entry("quarkus.otel.exporter.otlp.endpoint", "http://127.0.0.1:" + free.getLocalPort()),
                    Map.entry("quarkus.otel.exporter.otlp.protocol", "http/protobuf"),
                    Map.entry("quarkus.otel.bsp.schedule.delay", "100ms"),
                    Map.entry("quarkus.log.file.enabled", "true"),
                    Map.entry("quarkus.log.file.json.enabled", "true"),
                    Map.entry(
                            "quarkus.log.file.path",
                            Files.createTempDirectory("saccade-log-")
                                    .resolve("saccade.log")
                                    .toString()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
