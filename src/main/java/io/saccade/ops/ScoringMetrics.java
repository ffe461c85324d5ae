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
import io.saccade.scoring.ModelSwitch;
import io.saccade.scoring.Outcome;
import io.saccade.scoring.Scoring;
import io.saccade.scoring.ScoringListener;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Counts frames that are done with, and times stages. For each camera the equation holds:
 * {@code saccade_frames_received_total} = {@code saccade_frames_scored_total} + the sum of
 * {@code saccade_frames_rejected_total} over its reasons + {@code saccade_frames_superseded_total}. A frame counts when it is
 * committed, once, however often a failure made it be scored.
 */
@Startup
@Singleton
final class ScoringMetrics implements ScoringListener, ModelSwitch.Listener {

    private static final double NANOS_PER_MS = 1e6;

    private final MeterRegistry registry;
    private final CameraTags cameras = new CameraTags();
    private final Counter swapped;
    private final Counter refused;
    private final Map<Tier, Counter> tiers = new EnumMap<>(Tier.class);
    private final Timer queued;
    private final Timer decode;
    private final Timer attention;
    private final Timer encode;

    private Meter model;

    ScoringMetrics(MeterRegistry registry, ModelSwitch models) {
        this.registry = registry;
        swapped = swaps("done");
        refused = swaps("refused");
        for (Tier tier : Tier.values()) {
            tiers.put(
                    tier,
                    Counter.builder("saccade.attention.tier")
                            .description("Frames by the way in which the operator scored them")
                            .tag("tier", tier.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
        queued = stage(registry, "queued");
        decode = stage(registry, "decode");
        attention = stage(registry, "attention");
        encode = stage(registry, "encode");
        Gauge.builder(
                        "saccade.cuda.fallback",
                        models,
                        m -> m.current().model().runtime().lacksItsGpu() ? 1 : 0)
                .description("1 where a build for CUDA scores on the processor because there is no GPU that it can use")
                .register(registry);
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

    private Counter swaps(String result) {
        return Counter.builder("saccade.model.swaps")
                .description("New model files that were put in force, or refused")
                .tag("result", result)
                .register(registry);
    }

    private Meter info(ModelIdentity model) {
        return Gauge.builder("saccade.model.info", () -> 1)
                .description("1, with the model in force in its labels")
                .tag("model", model.shortDigest())
                .tag("operator", model.operator())
                .tag("provider", model.provider())
                .tag("onnxruntime", model.runtime())
                .register(registry);
    }

    @Override
    public void onCommitted(List<Outcome> outcomes) {
        for (Outcome outcome : outcomes) {
            String camera = cameras.of(outcome.frame().camera());
            frames("received", "Frames that are done with", camera)
                    .register(registry)
                    .increment();
            outcome.fold(
                            scored -> count(scored, camera),
                            rejected -> frames("rejected", "Frames that became a dead letter", camera)
                                    .tag("reason", rejected.rejection().reason().wireName())
                                    .register(registry),
                            superseded -> frames("superseded", "Frames that newer ones went before", camera)
                                    .register(registry))
                    .increment();
        }
    }

    private Counter count(Outcome.Scored frame, String camera) {
        StageTimes times = frame.summary().times();
        record(queued, times.queued());
        record(decode, times.decode());
        record(attention, times.attention());
        record(encode, times.encode());
        FrameTrace trace = frame.trace();
        if (trace != null) {
            Objects.requireNonNull(tiers.get(trace.tier())).increment();
        }
        return frames("scored", "Frames that became a score map", camera).register(registry);
    }

    private static Counter.Builder frames(String fate, String description, String camera) {
        return Counter.builder("saccade.frames." + fate)
                .description(description)
                .tag("camera", camera);
    }

    private static void record(Timer timer, double milliseconds) {
        timer.record(Duration.ofNanos((long) (milliseconds * NANOS_PER_MS)));
    }

    private static Timer stage(MeterRegistry registry, String stage) {
        return Timer.builder("saccade.stage")
                .description("Time that a scored frame took: queued from its record's timestamp, then in each step")
                .tag("stage", stage)
                .register(registry);
    }
}
