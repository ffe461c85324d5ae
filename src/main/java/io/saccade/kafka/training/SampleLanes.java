package io.saccade.kafka.training;

import io.saccade.frame.Payload;
import io.saccade.frame.Reason;
import io.saccade.frame.RejectedException;
import io.saccade.frame.Rejection;
import io.saccade.gan.SampleReader;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Reads the samples of several records at a time: decoding is most of a trainer's work and depends on no other record. */
final class SampleLanes implements AutoCloseable {

    private final BlockingQueue<SampleReader> idle;
    private final ExecutorService threads;

    /**
     * What is in a record.
     *
     * @param samples in order; empty if it was rejected
     * @param rejection why there are none; empty if there are
     */
    record Samples(List<float[]> samples, Optional<Rejection> rejection) {}

    SampleLanes(int count, Supplier<? extends SampleReader> readers) {
        idle = new ArrayBlockingQueue<>(count);
        for (int i = 0; i < count; i++) {
            idle.add(readers.get());
        }
        threads = Executors.newFixedThreadPool(count, task -> {
            Thread thread = new Thread(task, "samples");
            thread.setDaemon(true);
            return thread;
        });
    }

    Future<Samples> submit(Payload payload) {
        return threads.submit(() -> {
            SampleReader reader = idle.take();
            try {
                return new Samples(reader.read(payload), Optional.empty());
            } catch (RejectedException e) {
                return new Samples(List.of(), Optional.of(e.rejection()));
            } catch (RuntimeException e) { // whatever it is, the next record has no part in it
                return new Samples(List.of(), Optional.of(new Rejection(Reason.SCORING_FAILED, String.valueOf(e))));
            } finally {
                idle.add(reader);
            }
        });
    }

    static Samples await(Future<Samples> samples) {
        try {
            return samples.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("reading samples failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading samples", e);
        }
    }

    @Override
    public void close() {
        threads.shutdown();
        idle.forEach(SampleReader::close);
    }
}
