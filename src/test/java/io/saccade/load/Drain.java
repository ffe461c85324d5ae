package io.saccade.load;

import io.saccade.broker.EmbeddedKafka;
import io.saccade.broker.Logs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Puts synthetic frames into a topic, then lets the packaged service drain it while its resident memory is watched.
 * Every input offset must come out once, in a summary or a dead letter.
 *
 * <p>Arguments: the service's jar and the number of frames. The last line is {@code drain: key=value …}; the exit code is
 * 0 only if all frames are accounted for.
 */
public final class Drain {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private Drain() {}

    /** Runs it. */
    public static void main(String[] args) throws Exception {
        Logs.onlyErrors();
        System.exit(run(Path.of(args[0]), args.length > 1 ? Integer.parseInt(args[1]) : 10_000) ? 0 : 1);
    }

    private static boolean run(Path jar, int frames) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            Backlog.fill(kafka.bootstrapServers(), frames);
            try (ServiceProcess service = ServiceProcess.start(jar, kafka.bootstrapServers(), Map.of());
                    Account account = new Account(kafka.bootstrapServers(), "score-summaries", "frames-dead-letter")) {
                return drain(account, service, frames);
            }
        }
    }

    private static boolean drain(Account account, ServiceProcess service, int frames) throws Exception {
        Quarters resident = new Quarters();
        long nextLine = 0;
        while (account.accounted() < frames && account.silence().compareTo(PATIENCE) < 0) {
            account.read(Duration.ofMillis(200));
            resident.add(service.residentKib());
            if (System.nanoTime() > nextLine) {
                nextLine = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
                System.out.printf(
                        Locale.ROOT,
                        "drain: %d of %d frames, %.0f MiB resident%n",
                        account.accounted(),
                        frames,
                        resident.lastMib());
            }
        }
        System.out.printf(
                Locale.ROOT,
                "drain: frames=%d scored=%d rejected=%d lost=%d doubled=%d frames-per-second=%.1f"
                        + " resident-mib-second-quarter=%.0f resident-mib-last-quarter=%.0f%n",
                frames,
                account.scored(),
                account.rejected(),
                frames - account.accounted(),
                account.doubled(),
                account.framesPerSecond(),
                resident.mib(1),
                resident.mib(3));
        return account.accounted() == frames && account.doubled() == 0;
    }
}
