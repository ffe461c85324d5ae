package io.saccade.load;

import io.saccade.broker.EmbeddedKafka;
import io.saccade.broker.Logs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * Whether the service's memory is bounded by its settings: it drains a backlog while its resident memory, its buffers off the
 * heap and, once near the end, what is alive on its heap are compared with what an idle service has and what frames may
 * add to that.
 *
 * <p>Argument: the number of frames. The last line is {@code bench memory: key=value …}; the exit code is 0 only if each
 * frame came out once and all bounds were kept.
 */
public final class MemoryBench {

    private static final Path JAR = Path.of("target", "saccade.jar");
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration SLICE = Duration.ofMillis(200);
    private static final double LIVE_HEAP_AT = 0.9;
    private static final double MIB = 1 << 20;

    private static final int BATCH_RECORDS = 16;
    private static final int BATCH_BYTES = 16 << 20;
    private static final int LANES = Runtime.getRuntime().availableProcessors();
    private static final long PIXELS = 640 * 480;

    /** No JPEG of the backlog is larger than its samples. */
    private static final MemoryBound FRAMES = new MemoryBound(BATCH_RECORDS, BATCH_BYTES, LANES, PIXELS * 3, PIXELS, 1);

    /** The defaults, from which the bound is computed. */
    private static final Map<String, String> SETTINGS = Map.of(
            "SACCADE_BATCH_MAX_RECORDS", Integer.toString(BATCH_RECORDS),
            "SACCADE_BATCH_MAX_BYTES", Integer.toString(BATCH_BYTES),
            "SACCADE_LANES", Integer.toString(LANES));

    private MemoryBench() {}

    /** A service before its first frame, bytes. */
    private record Idle(long resident, JvmMemory jvm) {}

    /** The largest numbers of a drain, bytes, and those of the whole process over time. */
    private static final class Seen {
        private final Quarters resident = new Quarters();
        private long direct;
        private long otherCommitted;
        private long liveHeap;

        void add(JvmMemory jvm) {
            direct = Math.max(direct, jvm.direct());
            otherCommitted = Math.max(otherCommitted, jvm.otherCommitted());
        }
    }

    /** Runs it. */
    public static void main(String[] args) throws Exception {
        Logs.onlyErrors();
        int frames = args.length > 0 ? Integer.parseInt(args[0]) : 10_000;
        Idle idle = idle();
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            Backlog.fill(kafka.bootstrapServers(), frames);
            try (ServiceMemory service = ServiceMemory.start(JAR, kafka.bootstrapServers(), SETTINGS);
                    Account account = new Account(kafka.bootstrapServers(), "score-summaries", "frames-dead-letter")) {
                Seen seen = drain(service, account, frames);
                System.exit(report(idle, seen, account, frames) ? 0 : 1);
            }
        }
    }

    private static Idle idle() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            Backlog.create(kafka.bootstrapServers());
            try (ServiceMemory service = ServiceMemory.start(JAR, kafka.bootstrapServers(), SETTINGS)) {
                service.awaitReady();
                JvmMemory jvm = service.jvmAfterCollection();
                return new Idle(service.residentBytes(), jvm);
            }
        }
    }

    private static Seen drain(ServiceMemory service, Account account, int frames) throws Exception {
        Seen seen = new Seen();
        service.awaitReady();
        while (account.accounted() < frames && account.silence().compareTo(PATIENCE) < 0) {
            account.read(SLICE);
            seen.resident.add(service.residentBytes() >> 10);
            seen.add(service.jvm());
            if (seen.liveHeap == 0 && account.accounted() > LIVE_HEAP_AT * frames) {
                seen.liveHeap = service.jvmAfterCollection().heapUsed();
            }
        }
        return seen;
    }

    private static boolean report(Idle idle, Seen seen, Account account, int frames) {
        double liveHeapBound = (idle.jvm().heapUsed() + FRAMES.heapBytes()) / MIB;
        double directBound = (idle.jvm().direct() + FRAMES.directBytes()) / MIB;
        double outside = (idle.resident()
                        - idle.jvm().heapCommitted()
                        + seen.otherCommitted
                        - idle.jvm().otherCommitted())
                / MIB;
        double bound = ServiceProcess.HEAP_BYTES / MIB + outside + FRAMES.directBytes() / MIB;
        double peak = seen.resident.peakMib();
        line("alive on the heap", idle.jvm().heapUsed(), FRAMES.heapBytes(), seen.liveHeap);
        line("direct buffers", idle.jvm().direct(), FRAMES.directBytes(), seen.direct);
        System.out.printf(
                Locale.ROOT,
                "%-18s idle %4.0f MiB; heap limit, direct buffers and the JVM's own areas %4.0f MiB, seen at most %4.0f MiB%n",
                "resident",
                idle.resident() / MIB,
                bound,
                peak);
        System.out.printf(
                Locale.ROOT,
                "bench memory: last-quarter-to-second-quarter=%.3f peak-mib=%.0f bound-mib=%.0f live-heap-mib=%.0f"
                        + " live-heap-bound-mib=%.0f direct-mib=%.0f direct-bound-mib=%.0f frames=%d lost=%d doubled=%d"
                        + " frames-per-second=%.1f%n",
                seen.resident.mib(3) / seen.resident.mib(1),
                peak,
                bound,
                seen.liveHeap / MIB,
                liveHeapBound,
                seen.direct / MIB,
                directBound,
                frames,
                frames - account.accounted(),
                account.doubled(),
                account.framesPerSecond());
        return account.accounted() == frames
                && account.doubled() == 0
                && peak <= bound
                && seen.liveHeap / MIB <= liveHeapBound
                && seen.direct / MIB <= directBound;
    }

    private static void line(String what, long idle, long frames, long seen) {
        System.out.printf(
                Locale.ROOT,
                "%-18s idle %4.0f MiB, and for frames at most %4.0f MiB more; seen at most %4.0f MiB%n",
                what,
                idle / MIB,
                frames / MIB,
                seen / MIB);
    }
}
