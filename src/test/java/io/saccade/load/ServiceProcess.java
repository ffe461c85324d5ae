package io.saccade.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged service in a process of its own, with a heap of 512 MiB. */
public final class ServiceProcess implements AutoCloseable {

    /** Most that its heap takes. */
    static final long HEAP_BYTES = 512L << 20;

    private static final long STOP_SECONDS = 20;

    private final Process process;

    private ServiceProcess(Process process) {
        this.process = process;
    }

    /** Starts it; {@code settings} are environment variables. */
    public static ServiceProcess start(Path jar, String bootstrapServers, Map<String, String> settings)
            throws IOException {
        return new ServiceProcess(
                command(jar, bootstrapServers, settings).inheritIO().start());
    }

    /** The same without what it prints. */
    public static ServiceProcess startQuietly(Path jar, String bootstrapServers, Map<String, String> settings)
            throws IOException {
        return new ServiceProcess(command(jar, bootstrapServers, settings)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** How it is started, for who watches the process by other means. */
    public static ProcessBuilder command(Path jar, String bootstrapServers, Map<String, String> settings) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(java, "-Xmx" + HEAP_BYTES, "-jar", jar.toString(), "serve");
        builder.environment().put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
        builder.environment().put("QUARKUS_HTTP_PORT", "0");
        builder.environment().put("QUARKUS_MANAGEMENT_PORT", "0");
        builder.environment().putAll(settings);
        return builder;
    }

    /** Resident memory in KiB; 0 once it has ended. */
    public long residentKib() throws IOException {
        Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", String.valueOf(process.pid())).start();
        String answer = new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return answer.isEmpty() ? 0 : Long.parseLong(answer);
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** Time that it has had on cores. */
    public Duration cpuTime() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** SIGKILL; returns when it is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Whether it has not ended. */
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
