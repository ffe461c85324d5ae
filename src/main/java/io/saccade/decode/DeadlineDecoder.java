package io.saccade.decode;

import io.saccade.frame.Image;
import io.saccade.frame.Payload;
import io.saccade.frame.Reason;
import io.saccade.frame.RejectedException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives every decode a deadline.
 *
 * <p>Native code can't be interrupted. A decode that is late is left behind with its thread and its buffers, which end
 * with it, and the next frame gets fresh ones. So that late decodes can't pile up, every decode takes a slot until it
 * really ends, and the slots are those of the whole process: a frame that finds none waits for one within its own
 * deadline, and then is late too. A slot comes back with every decode that ends, so the stream goes on.
 */
public final class DeadlineDecoder implements ImageDecoder {

    /**
     * Decodes that may be late at a time, besides one for each lane. Each holds the memory of a frame and a core, so few;
     * more than one, so that a bad file now and then delays nobody.
     */
    public static final int MOST_LATE = 4;

    private static final ThreadFactory DAEMON = task -> {
        Thread thread = new Thread(task, "decode");
        thread.setDaemon(true);
        return thread;
    };

    private final Supplier<? extends ImageDecoder> decoders;
    private final Duration deadline;
    private final Semaphore slots;
    private ImageDecoder decoder;
    private ExecutorService thread;

    /**
     * Decodes with decoders from {@code decoders}, each for at most {@code deadline} a frame.
     *
     * @param slots those of all decoders of the process, from {@link #slots}
     */
    public DeadlineDecoder(Supplier<? extends ImageDecoder> decoders, Duration deadline, Semaphore slots) {
        this.decoders = decoders;
        this.deadline = deadline;
        this.slots = slots;
        this.decoder = decoders.get();
        this.thread = Executors.newSingleThreadExecutor(DAEMON);
    }

    /** Slots for a process of that many lanes, given to who waited longest. */
    public static Semaphore slots(int lanes) {
        return new Semaphore(lanes + MOST_LATE, true);
    }

    @Override
    public Image decode(Payload payload) throws RejectedException {
        Countdown left = new Countdown(deadline);
        try {
            while (!slots.tryAcquire(left.slice(), TimeUnit.NANOSECONDS)) {
                if (left.isOver()) {
                    throw late("decoding did not begin within ", "too many earlier frames are still being decoded");
                }
            }
            return await(start(payload), left);
        } catch (TimeoutException e) {
            abandon();
            throw late("decoding took longer than ", "saccade.decode.timeout");
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            abandon();
            throw new IllegalStateException("interrupted while decoding", e);
        }
    }

    private static Image await(Future<Image> image, Countdown left)
            throws ExecutionException, InterruptedException, TimeoutException {
        while (true) {
            try {
                return image.get(left.slice(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                if (left.isOver()) {
                    throw e;
                }
            }
        }
    }

    private Future<Image> start(Payload payload) {
        ImageDecoder mine = decoder;
        try {
            return thread.submit(() -> {
                try {
                    return mine.decode(payload);
                } finally {
                    slots.release();
                }
            });
        } catch (RuntimeException | Error e) { // no thread was to be had, so nothing will run
            slots.release();
            throw e;
        }
    }

    private RejectedException late(String what, String why) {
        return new RejectedException(Reason.DECODE_TIMEOUT, what + deadline.toMillis() + " ms (" + why + ")");
    }

    private static RejectedException rethrown(@Nullable Throwable failure) {
        if (failure instanceof RejectedException rejected) {
            return rejected;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        throw new IllegalStateException("decoding failed: " + failure, failure);
    }

    private void abandon() {
        close();
        thread = Executors.newSingleThreadExecutor(DAEMON);
        decoder = decoders.get();
    }

    /** Lets a decode in work end and closes its decoder then. */
    @Override
    public void close() {
        thread.execute(decoder::close);
        thread.shutdown();
    }
}
