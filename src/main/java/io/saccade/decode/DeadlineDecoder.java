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
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Gives every decode a deadline.
 *
 * <p>Native code can't be interrupted. A decode that is late is left behind with its thread and its buffers, which end
 * with it, and the next frame gets fresh ones.
 */
public final class DeadlineDecoder implements ImageDecoder {

    private static final ThreadFactory DAEMON = task -> {
        Thread thread = new Thread(task, "decode");
        thread.setDaemon(true);
        return thread;
    };

    private final Supplier<? extends ImageDecoder> decoders;
    private final Duration deadline;
    private ImageDecoder decoder;
    private ExecutorService thread;

    /** Decodes with decoders from {@code decoders}, each for at most {@code deadline} a frame. */
    public DeadlineDecoder(Supplier<? extends ImageDecoder> decoders, Duration deadline) {
        this.decoders = decoders;
        this.deadline = deadline;
        this.decoder = decoders.get();
        this.thread = Executors.newSingleThreadExecutor(DAEMON);
    }

    @Override
    public Image decode(Payload payload) throws RejectedException {
        ImageDecoder mine = decoder;
        Future<Image> image = thread.submit(() -> mine.decode(payload));
        try {
            return image.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            abandon();
            throw new RejectedException(
                    Reason.DECODE_TIMEOUT,
                    "decoding took longer than " + deadline.toMillis() + " ms (saccade.decode.timeout)");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RejectedException rejected) {
                throw rejected;
            }
            throw new IllegalStateException("decoding failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            abandon();
            throw new IllegalStateException("interrupted while decoding", e);
        }
    }

    private void abandon() {
        thread.shutdown();
        thread = Executors.newSingleThreadExecutor(DAEMON);
        decoder = decoders.get();
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
