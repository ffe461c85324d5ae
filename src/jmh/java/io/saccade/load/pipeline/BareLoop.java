package io.saccade.load.pipeline;

import io.saccade.attention.Variant;
import io.saccade.encode.ScoreEncoding;
import io.saccade.frame.Frame;
import io.saccade.frame.Payload;
import io.saccade.frame.Source;
import io.saccade.onnx.ExecutionProvider;
import io.saccade.scoring.ModelSource;
import io.saccade.scoring.Outcome;
import io.saccade.scoring.Outcome.Scored;
import io.saccade.scoring.Scorer;
import io.saccade.scoring.Scoring;
import io.saccade.scoring.ScoringSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** The service's own way of a frame without Kafka: a thread for each core scores pictures from memory. */
final class BareLoop implements AutoCloseable {

    private final Workload workload;
    private final Scoring scoring;
    private final int threads;

    BareLoop(Workload workload, int threads) {
        this.workload = workload;
        this.threads = threads;
        this.scoring = Scoring.open(new ScoringSettings(
                ModelSource.of(Optional.of(workload.parameterFile()), Optional.empty(), ModelSource.DEFAULT_MAX_BYTES),
                Optional.empty(),
                Variant.PER_PIXEL,
                ExecutionProvider.CPU,
                threads,
                ScoringSettings.DEFAULT_MAX_PIXELS,
                Duration.ofSeconds(10),
                ScoreEncoding.F16,
                1,
                -1));
    }

    /** Scores until it is enough. */
    Pace run(Watch watch) throws Exception {
        AtomicLong begun = new AtomicLong();
        AtomicLong done = new AtomicLong();
        AtomicBoolean enough = new AtomicBoolean();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            for (int i = 0; i < threads; i++) {
                Future<?> unused = pool.submit(() -> {
                    try (Scorer scorer = scoring.newScorer()) {
                        while (!enough.get()) {
                            scored(scorer, begun.getAndIncrement());
                            done.incrementAndGet();
                        }
                    }
                });
            }
            return watch.pace(new Watch.Work() {
                @Override
                public long done() {
                    return done.get();
                }

                @Override
                public Duration cpu() {
                    return Watch.cpu(ProcessHandle.current());
                }
            });
        } finally {
            enough.set(true);
            pool.shutdown();
            pool.awaitTermination(1, TimeUnit.MINUTES);
        }
    }

    /** The score map of a picture, safetensors. */
    byte[] map(long number) {
        try (Scorer scorer = scoring.newScorer()) {
            return scored(scorer, number).scoreMap();
        }
    }

    private Scored scored(Scorer scorer, long number) {
        Instant now = Instant.now();
        Outcome outcome = scorer.score(new Frame(
                "camera-" + Workload.camera(number),
                Long.toString(number),
                null,
                now,
                now,
                null,
                Payload.of(workload.pictures().get(number)),
                null,
                new Source("memory", Workload.camera(number), number)));
        if (outcome instanceof Scored scored) {
            return scored;
        }
        throw new IllegalStateException("frame " + number + " came to " + outcome);
    }

    @Override
    public void close() {
        scoring.close();
    }
}
