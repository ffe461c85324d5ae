package io.saccade.ops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import io.saccade.attention.FrameTrace;
import io.saccade.attention.Tier;
import io.saccade.encode.StageTimes;
import io.saccade.frame.ModelIdentity;
import io.saccade.frame.Reason;
import io.saccade.scoring.ModelSwitch;
import io.saccade.scoring.Outcome;
import io.saccade.scoring.Scoring;
import io.saccade.scoring.ScoringListener;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Counts frames and times stages. Between batches the equation holds: {@code saccade_frames_received_total} =
 * {@code saccade_frames_scored_total} + the sum of {@code saccade_frames_rejected_total} over its reasons.
 */
@Startup
@Singleton
final class ScoringMetrics implements ScoringListener, ModelSwitch.Listener {

    private static final double NANOS_PER_MS = 1e6;

    private final MeterRegistry registry;
    private final Counter swapped;
    private final Counter refused;
    private final Counter received;
    private final Counter scored;
    private final Map<Reason, Counter> rejected = new EnumMap<>(Reason.class);
    private final Map<Tier, Counter> tiers = new EnumMap<>(Tier.class);
    private final Timer queued;
    private final Timer decode;
    private final Timer attention;
    private final Timer encode;

    private Meter model;

    ScoringMetrics(MeterRegistry registry, ModelSwitch models) {
        this.registry = registry;
        swapped = registry.counter("saccade.model.swaps", "result", "done");
        refused = registry.counter("saccade.model.swaps", "result", "refused");
        received = registry.counter("saccade.frames.received");
        scored = registry.counter("saccade.frames.scored");
        for (Reason reason : Reason.values()) {
            rejected.put(reason, registry.counter("saccade.frames.rejected", "reason", reason.wireName()));
        }
        for (Tier tier : Tier.values()) {
            tiers.put(
                    tier,
                    registry.counter(
                            "saccade.attention.tier", "tier", tier.name().toLowerCase(Locale.ROOT)));
        }
        queued = stage(registry, "queued");
        decode = stage(registry, "decode");
        attention = stage(registry, "attention");
        encode = stage(registry, "encode");
        model = info(models.current().identity());
        models.listen(this);
    }

    @Override
    public synchronized void onSwapped(Scoring next) {
        swapped.increment();
        registry.remove(model);
        model = info(next.identity());
    }

    @Override
    public void onRefused() {
        refused.increment();
    }

    private Meter info(ModelIdentity model) {
        return Gauge.builder("saccade.model.info", () -> 1)
                .tag("model", model.shortDigest())
                .tag("operator", model.operator())
                .tag("provider", model.provider())
                .tag("onnxruntime", model.runtime())
                .register(registry);
    }

    @Override
    public void onReceived(int frames) {
        received.increment(frames);
    }

    @Override
    public void onOutcome(Outcome outcome) {
        outcome.fold(this::count, this::count).increment();
    }

    private Counter count(Outcome.Scored frame) {
        StageTimes times = frame.summary().times();
        record(queued, times.queued());
        record(decode, times.decode());
        record(attention, times.attention());
        record(encode, times.encode());
        FrameTrace trace = frame.trace();
        if (trace != null) {
            Objects.requireNonNull(tiers.get(trace.tier())).increment();
        }
        return scored;
    }

    private Counter count(Outcome.Rejected frame) {
        return Objects.requireNonNull(rejected.get(frame.rejection().reason()));
    }

    private static void record(Timer timer, double milliseconds) {
        timer.record(Duration.ofNanos((long) (milliseconds * NANOS_PER_MS)));
    }

    private static Timer stage(MeterRegistry registry, String stage) {
        return registry.timer("saccade.stage", "stage", stage);
    }
}
