package io.saccade.kafka;

import io.saccade.kafka.StreamStatus.Stage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the stream going: after any failure back to the last commit with a new producer, after several in a row with a new
 * consumer too, ever more slowly, for as long as it takes. One line is logged when it breaks and one when it goes on.
 */
final class StreamRunner implements Runnable {

    private static final Logger LOG = Logger.getLogger(StreamRunner.class);

    /** Many: a consumer that is given up while the broker is away can't say so, and the group goes on counting on it. */
    private static final int FAILURES_FOR_A_NEW_CONSUMER = 10;

    private static final long FIRST_PAUSE_MS = 100;
    private static final long LONGEST_PAUSE_MS = 3_000;
    private static final Duration CLOSE = Duration.ofSeconds(3);

    private final KafkaTopics topics;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Publisher publisher;
    private final FrameStream.Parts parts;
    private final StreamStatus status;
    private final CountDownLatch stop = new CountDownLatch(1);
    private int failures;
    private long brokenNanos;

    StreamRunner(
            KafkaTopics topics,
            Supplier<Consumer<byte[], byte[]>> consumers,
            Publisher publisher,
            FrameStream.Parts parts) {
        this.topics = topics;
        this.consumers = consumers;
        this.publisher = publisher;
        this.parts = parts;
        this.status = parts.status();
    }

    /** Finishes what is in work and ends. */
    void stop() {
        stop.countDown();
    }

    @Override
    public void run() {
        try {
            topics.await();
            while (!stopping()) {
                withOneConsumer();
            }
        } finally {
            publisher.close();
            if (stopping()) {
                status.enter(Stage.STOPPED);
            }
        }
    }

    private void withOneConsumer() {
        Consumer<byte[], byte[]> consumer = null;
        try {
            consumer = consumers.get();
            FrameStream stream = new FrameStream(consumer, publisher, parts);
            consumer.subscribe(List.of(topics.names().frames()), stream);
            stream(stream);
        } catch (RuntimeException e) {
            broken(e);
        } finally {
            close(consumer);
        }
    }

    /** Returns when told to stop, or when another consumer should try. */
    private void stream(FrameStream stream) {
        boolean sound = false;
        while (!stopping()) {
            try {
                if (!sound) {
                    status.enter(Stage.RECOVERING);
                    publisher.restart();
                    stream.reset();
                    sound = true;
                }
                long commits = status.snapshot().commits();
                stream.step();
                if (failures > 0
                        && (status.snapshot().commits() > commits
                                || !status.snapshot().work())) {
                    goesOn();
                }
            } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
                sound = false;
                broken(e);
                if (failures % FAILURES_FOR_A_NEW_CONSUMER == 0) {
                    return;
                }
            }
        }
        if (sound) {
            finish(stream);
        }
    }

    private void finish(FrameStream stream) {
        try {
            stream.finish();
        } catch (RuntimeException e) {
            LOG.infof("frames in work at the stop will be scored by the next start: %s", cause(e));
        }
    }

    private void broken(Throwable failure) {
        if (stopping()) {
            return;
        }
        status.failed(cause(failure));
        topics.refreshSoon();
        if (failures++ == 0) {
            brokenNanos = System.nanoTime();
            if (failure instanceof FrameStream.RebalancedException) {
                LOG.infof("stream: back to the last commit: %s", cause(failure));
            } else {
                LOG.warnf("stream: broken, back to the last commit: %s", cause(failure));
            }
        }
        LOG.debugf(failure, "stream: failure %d", failures);
        long pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << Math.min(failures - 1, 10));
        try {
            if (stop.await(pause, TimeUnit.MILLISECONDS)) {
                LOG.debug("stopped while waiting to try again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop.countDown();
        }
    }

    private void goesOn() {
        LOG.infof(
                "stream: goes on after %.1f s and %d failure%s",
                (System.nanoTime() - brokenNanos) / 1e9, failures, failures == 1 ? "" : "s");
        failures = 0;
        status.recovered();
    }

    /** The root of a failure in one line. */
    private static String cause(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
        return root.getClass().getSimpleName() + ": " + message;
    }

    private boolean stopping() {
        return stop.getCount() == 0;
    }

    private static void close(@Nullable Consumer<byte[], byte[]> consumer) {
        if (consumer == null) {
            return;
        }
        try {
            consumer.close(CloseOptions.timeout(CLOSE));
        } catch (RuntimeException e) {
            LOG.debugf(e, "closing a consumer");
        }
    }
}
