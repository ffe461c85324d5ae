package io.saccade.load;

import io.saccade.process.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;

/** A running service whose memory can be looked into. */
final class ServiceMemory implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int OK = 200;
    private static final long KIB = 1 << 10;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ServiceProcess service;
    private final int management;

    private ServiceMemory(ServiceProcess service, int management) {
        this.service = service;
        this.management = management;
    }

    /** Starts the service; {@code settings} are environment variables. */
    static ServiceMemory start(Path jar, String bootstrapServers, Map<String, String> settings) throws IOException {
        int management = Ports.free();
        Map<String, String> all = new HashMap<>(settings);
        all.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(management));
        return new ServiceMemory(ServiceProcess.startQuietly(jar, bootstrapServers, all), management);
    }

    /**
     * Waits until it is ready.
     *
     * @throws org.awaitility.core.ConditionTimeoutException if it is not within a minute
     * @throws IllegalStateException if it ends
     */
    void awaitReady() {
        Awaitility.await("service").atMost(PATIENCE).until(() -> {
            if (!service.isAlive()) {
                throw new IllegalStateException("the service ended");
            }
            return isReady();
        });
    }

    private boolean isReady() throws InterruptedException {
        try {
            URI ready = URI.create("http://127.0.0.1:" + management + "/q/health/ready");
            return http.send(HttpRequest.newBuilder(ready).build(), BodyHandlers.discarding())
                            .statusCode()
                    == OK;
        } catch (IOException notListening) {
            return false;
        }
    }

    /** What it takes of the machine's memory, in bytes. */
    long residentBytes() throws IOException {
        return service.residentKib() * KIB;
    }

    /** What it says of its memory. */
    JvmMemory jvm() throws IOException, InterruptedException {
        return JvmMemory.of(Metrics.of(management));
    }

    /** The same after a full collection: what is used is alive. */
    JvmMemory jvmAfterCollection() throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process collection = new ProcessBuilder(jcmd, Long.toString(service.pid()), "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (collection.waitFor() != 0) {
            throw new IOException("jcmd could not reach the service");
        }
        return jvm();
    }

    @Override
    public void close() {
        service.close();
    }
}
