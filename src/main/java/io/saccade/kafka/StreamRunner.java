package io.saccade.kafka;

import io.saccade.kafka.StreamStatus.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the stream going: after any failure back to the last commit with a new producer, after several in a row with a new
 * consumer too, ever more slowly, for as long as it takes. One line is logged when it breaks and one when it goes on.
 */
public final class StreamRunner implements Runnable {

    /** What is kept going. */
    public interface Stream extends ConsumerRebalanceListener {

        /** Goes back to the last commit, at the start and after any failure. */
        void recover();

        /** Polls once, and works on what came. */
        void step();

        /** Whether it can go on as it is; if not, it is to recover first although nothing failed. */
        default boolean sound() {
            return true;
        }

        /** Finishes what is in work; nothing more is polled. */
        void finish();
    }

    private static final Logger LOG = Logger.getLogger(StreamRunner.class);

    /** Many: a consumer that is given up while the broker is away can't say so, and the group goes on counting on it. */
    private static final int FAILURES_FOR_A_NEW_CONSUMER = 10;

    private static final long FIRST_PAUSE_MS = 100;
    private static final long LONGEST_PAUSE_MS = 3_000;
    private static final Duration CLOSE = Duration.ofSeconds(3);

    private final String name;
    private final KafkaTopics topics;
    private final String input;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Publisher publisher;
    private final Function<Consumer<byte[], byte[]>, ? extends Stream> streams;
    private final StreamStatus status;
    private final Refusals refusals;
    private final CountDownLatch stop = new CountDownLatch(1);
    private int failures;
    private long brokenNanos;
    private String refused = "";

    /**
     * A runner that is yet to run.
     *
     * @param name in the log
     * @param input topic to subscribe to
     * @param consumers opens one after another
     * @param publisher closed at the end; opened by the stream
     * @param streams makes the stream of a consumer
     * @param refusals what the cluster may refuse to it
     */
    public StreamRunner(
            String name,
            KafkaTopics topics,
            String input,
            Supplier<Consumer<byte[], byte[]>> consumers,
            Publisher publisher,
            Function<Consumer<byte[], byte[]>, ? extends Stream> streams,
            StreamStatus status,
            Refusals refusals) {
        this.name = name;
        this.topics = topics;
        this.input = input;
        this.consumers = consumers;
        this.publisher = publisher;
        this.streams = streams;
        this.status = status;
        this.refusals = refusals;
    }

    /** Finishes what is in work and ends. */
    public void stop() {
        stop.countDown();
    }

    @Override
    public void run() {
        MDC.put("stream", name); // a field of every line from this thread
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
            Stream stream = streams.apply(consumer);
            consumer.subscribe(List.of(input), stream);
            stream(stream);
        } catch (RuntimeException e) {
            broken(e);
        } finally {
            close(consumer);
        }
    }

    /** Returns when told to stop, or when another consumer should try. */
    private void stream(Stream stream) {
        boolean sound = false;
        while (!stopping()) {
            try {
                if (!sound) {
                    status.enter(Stage.RECOVERING);
                    stream.recover();
                }
                long commits = status.snapshot().commits();
                stream.step();
                sound = stream.sound();
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

    private void finish(Stream stream) {
        try {
            stream.finish();
        } catch (RuntimeException e) {
            LOG.infof("%s: what was in work at the stop is for the next start: %s", name, cause(e));
        }
    }

    private void broken(Throwable failure) {
        if (stopping()) {
            return;
        }
        Optional<String> refusal = refusals.of(failure);
        if (refusal.isPresent()) {
            status.refused(refusal.get());
        } else {
            status.failed(cause(failure));
        }
        topics.refreshSoon();
        if (failures++ == 0) {
            brokenNanos = System.nanoTime();
            refused = "";
            if (failure instanceof RebalancedException) {
                LOG.infof("%s: back to the last commit: %s", name, cause(failure));
            } else if (refusal.isEmpty()) {
                LOG.warnf("%s: broken, back to the last commit: %s", name, cause(failure));
            }
        }
        refusal.filter(line -> !line.equals(refused)).ifPresent(this::tell);
        LOG.debugf(failure, "%s: failure %d", name, failures);
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

    /** Told once, and again when it is another: permissions are often granted one after the other. */
    private void tell(String refusal) {
        LOG.warnf("%s: %s; trying again", name, refusal);
        refused = refusal;
    }

    private void goesOn() {
        LOG.infof(
                "%s: goes on after %.1f s and %d failure%s",
                name, (System.nanoTime() - brokenNanos) / 1e9, failures, failures == 1 ? "" : "s");
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
