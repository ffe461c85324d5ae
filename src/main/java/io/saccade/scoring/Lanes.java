package io.saccade.scoring;

import io.saccade.frame.Frame;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Scores several frames at a time, one in each lane, and gives the outcomes in the order of the frames.
 *
 * <p>A frame depends on no other frame, so any core may take any of them, whatever its camera or partition; the order of
 * each camera is kept because outcomes are handed out in order.
 */
public final class Lanes implements AutoCloseable {

    private static final int LONGEST_FRAME_SECONDS = 30;

    private final BlockingQueue<Scorer> idle;
    private final ExecutorService threads;

    /** That many lanes, each with a scorer of its own. */
    public Lanes(int count, Supplier<? extends Scorer> scorers) {
        if (count < 1) {
            throw new IllegalArgumentException("expected at least one lane, got " + count);
        }
        idle = new ArrayBlockingQueue<>(count);
        for (int i = 0; i < count; i++) {
            idle.add(scorers.get());
        }
        threads = Executors.newFixedThreadPool(count, task -> {
            Thread thread = new Thread(task, "lane");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Starts on a frame; the future is done when the frame is. */
    public Future<Outcome> submit(Frame frame) {
        return threads.submit(() -> {
            Scorer scorer = idle.take();
            try {
                return scorer.score(frame);
            } finally {
                idle.add(scorer);
            }
        });
    }

    /** Waits for an outcome. A fault of the service comes out as an {@link IllegalStateException} with its cause. */
    public static Outcome await(Future<Outcome> outcome) {
        try {
            return outcome.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("scoring failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while scoring", e);
        }
    }

    /** Lets frames in work finish, then closes the scorers. */
    @Override
    public void close() {
        finish();
    }

    /** Closes, and tells whether it could: where a frame never ends, what it runs on must stay open. */
    boolean finish() {
        threads.shutdown();
        try {
            boolean finished = threads.awaitTermination(LONGEST_FRAME_SECONDS, TimeUnit.SECONDS);
            if (finished) {
                idle.forEach(Scorer::close);
            }
            return finished;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
