package io.saccade.camera;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends frames to the {@code frames} topic: idempotent, acknowledged by all in-sync replicas, in order for each camera,
 * with a bounded buffer that makes a fast source wait. Threads may share one.
 *
 * <p>Always {@code sent = acknowledged + failed + unacknowledged}.
 */
public final class FramePublisher implements AutoCloseable {

    /** Time in which a broker must answer at first. */
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private static final Duration CLOSE = Duration.ofSeconds(10);
    private static final int BUFFER_BYTES = 64 << 20;

    /** Brokers set the real limit of a record; this one only bounds the buffer's share of one. */
    private static final int LARGEST_REQUEST = 32 << 20;

    private final Producer<byte[], byte[]> producer;
    private final FrameRecords records;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final AtomicReference<@Nullable Exception> fatal = new AtomicReference<>();

    private FramePublisher(Producer<byte[], byte[]> producer, FrameRecords records) {
        this.producer = producer;
        this.records = records;
    }

    /**
     * Connects to a broker and finds the topic.
     *
     * @param bootstrapServers {@code host:port}, several with commas
     * @param settings further settings of Kafka's clients, such as security; they win
     * @throws IOException if no broker answers within ten seconds or it has no such topic; the message is one line
     */
    public static FramePublisher connect(String bootstrapServers, String topic, Map<String, Object> settings)
            throws IOException, InterruptedException {
        requireBroker(bootstrapServers, settings);
        Map<String, Object> all = new HashMap<>(Map.of(
                ProducerConfig.CLIENT_ID_CONFIG,
                "saccade-ingest",
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "none",
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                (long) BUFFER_BYTES,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                LARGEST_REQUEST,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                10_000L,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                10_000,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                30_000));
        all.putAll(settings);
        Producer<byte[], byte[]> producer =
                new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
        try {
            producer.partitionsFor(topic);
        } catch (KafkaException e) {
            producer.close(Duration.ZERO);
            throw new IOException(
                    "the topic '" + topic + "' at " + bootstrapServers + " can't be used: " + reason(e), e);
        }
        String run = UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        return new FramePublisher(producer, new FrameRecords(topic, run));
    }

    /**
     * Sends a frame; waits while the buffer is full. A failure, now or later, is counted and kept for {@link #failure}.
     *
     * @param sequence number of the frame in the camera's run, from 0
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public void publish(String camera, long sequence, EncodedFrame frame) throws InterruptedException {
        sent.incrementAndGet();
        bytes.addAndGet(frame.bytes().length);
        try {
            // The callback tells all that the future would.
            Future<?> unused = producer.send(
                    records.record(camera, sequence, frame, Instant.now()),
                    (metadata, exception) -> settled(exception));
        } catch (InterruptException e) {
            failed(e);
            throw new InterruptedException();
        } catch (KafkaException | IllegalStateException e) {
            failed(e);
        }
    }

    /** Waits until every frame sent is acknowledged or has failed. */
    public void flush() {
        producer.flush();
    }

    public long sent() {
        return sent.get();
    }

    public long acknowledged() {
        return acknowledged.get();
    }

    public long failed() {
        return failed.get();
    }

    public long unacknowledged() {
        return sent.get() - acknowledged.get() - failed.get();
    }

    /** Bytes of the frames sent. */
    public long bytes() {
        return bytes.get();
    }

    /** Why the first frame that failed did, in one line. */
    public Optional<String> failure() {
        return Optional.ofNullable(failure.get()).map(FramePublisher::reason);
    }

    /** Whether a frame failed for a reason that the next one will share; only a frame's size is its own. */
    public boolean broken() {
        return fatal.get() != null;
    }

    /** Waits up to ten seconds for what is unacknowledged. */
    @Override
    public void close() {
        producer.close(CLOSE);
    }

    private void settled(@Nullable Exception exception) {
        if (exception == null) {
            acknowledged.incrementAndGet();
        } else {
            failed(exception);
        }
    }

    private void failed(Exception exception) {
        failed.incrementAndGet();
        failure.compareAndSet(null, exception);
        if (!(exception instanceof RecordTooLargeException)) {
            fatal.compareAndSet(null, exception);
        }
    }

    /** Tells an unreachable broker from a missing topic, which the producer's own time-out does not. */
    private static void requireBroker(String bootstrapServers, Map<String, Object> settings)
            throws IOException, InterruptedException {
        Map<String, Object> all = new HashMap<>(settings);
        all.put(CommonClientConfigs.CLIENT_ID_CONFIG, "saccade-ingest-check");
        all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        try (Admin admin = Admin.create(all)) {
            try {
                admin.describeCluster().clusterId().get(CONNECT.toMillis(), TimeUnit.MILLISECONDS);
            } finally {
                admin.close(Duration.ZERO);
            }
        } catch (TimeoutException e) {
            throw new IOException(
                    "no Kafka broker answers at " + bootstrapServers + " within " + CONNECT.toSeconds() + " s", e);
        } catch (ExecutionException | KafkaException e) {
            throw new IOException("the Kafka broker at " + bootstrapServers + " can't be used: " + reason(e), e);
        }
    }

    private static String reason(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof UnknownTopicOrPartitionException) {
            return "it does not exist, and the broker does not create topics by itself";
        }
        if (cause instanceof org.apache.kafka.common.errors.TimeoutException) {
            return "the broker did not answer in time (" + cause.getMessage() + ")";
        }
        String message = cause.getMessage();
        return message == null
                ? cause.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }
}
