package io.saccade.ops;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.saccade.kafka.StreamStatus;
import io.saccade.kafka.StreamStatus.Stage;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** How far the stream is behind, and how often it committed and had to go back. */
@Startup
@Singleton
final class StreamMetrics {

    private static final double MS_PER_SECOND = 1e3;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final List<Stage> STAGES =
            List.of(Stage.POLLING, Stage.SCORING, Stage.SENDING, Stage.COMMITTING, Stage.RECOVERING);

    StreamMetrics(MeterRegistry registry, StreamStatus status) {
        Clock clock = Clock.systemUTC();
        Gauge.builder("saccade.lag.records", status, s -> s.snapshot().lagRecords())
                .description("Frames of this instance's partitions that are not committed")
                .register(registry);
        Gauge.builder("saccade.lag.seconds", status, s -> lagSeconds(s.snapshot(), clock.millis()))
                .description("Age of the oldest frame that is polled and not committed; 0 when there is none")
                .register(registry);
        for (Stage stage : STAGES) {
            FunctionCounter.builder("saccade.stream.seconds", status, s -> seconds(s.timeIn(stage)))
                    .tag("stage", stage.name().toLowerCase(Locale.ROOT))
                    .description("Time of the stream's thread: waiting for frames, for the lanes, sending, committing")
                    .register(registry);
        }
        Gauge.builder(
                        "saccade.group.stalled.seconds",
                        status,
                        s -> seconds(s.snapshot().group().time()))
                .description(
                        "Time since anyone in the group committed anything of the partition that has stood still for"
                                + " longest with frames waiting; 0 when there is none")
                .register(registry);
        FunctionCounter.builder("saccade.commits", status, s -> s.snapshot().commits())
                .description("Commits of records together with their positions")
                .register(registry);
        FunctionCounter.builder("saccade.aborts", status, s -> s.snapshot().aborts())
                .description("Failures after which the stream went back to its last commit")
                .register(registry);
    }

    private static double seconds(Duration time) {
        return time.toNanos() / NANOS_PER_SECOND;
    }

    private static double lagSeconds(StreamStatus.Snapshot now, long nowMs) {
        return now.oldestPendingMs() == 0 ? 0 : Math.max(0, nowMs - now.oldestPendingMs()) / MS_PER_SECOND;
    }
}
