package io.saccade.load.openloop;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.saccade.frame.Payload;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends frames when they are due and never waits for what came before. When it is late itself, a frame's {@code ce_time} is
 * still the time at which it was due, and it tells by how much it was late.
 *
 * <p>It is idempotent and does not give up, so that what was acknowledged is what the topic has.
 */
final class FrameSender implements AutoCloseable {

    static final String FRAMES = "frames";

    private static final long BUFFER_BYTES = 512L << 20;
    private static final Duration A_MOMENT = Duration.ofMillis(1);

    private final KafkaProducer<byte[], byte[]> producer;
    private final PictureSet pictures;
    private final int partitions;
    private final LoadClock clock;
    private final SentFrames sent;
    private final PhaseLatencies lateness = new PhaseLatencies();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    /** A sender of these pictures; a camera's frames go to partition camera mod {@code partitions}. */
    FrameSender(String bootstrapServers, PictureSet pictures, int partitions, LoadClock clock, SentFrames sent) {
        this.producer =
                new KafkaProducer<>(settings(bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer());
        this.pictures = pictures;
        this.partitions = partitions;
        this.clock = clock;
        this.sent = sent;
    }

    /** Sends all frames of a schedule that begins now, and returns at its end; the time when it began. */
    long send(Schedule schedule) {
        long began = clock.now();
        for (Schedule.Due due : schedule.frames()) {
            long dueNanos = began + due.nanos();
            clock.awaitUntil(dueNanos);
            send(due, dueNanos);
        }
        clock.awaitUntil(began + schedule.time().toNanos());
        return began;
    }

    /**
     * Keeps as many frames between sending and reading for a while, so that the service always has full batches and the
     * backlog is never longer. These are due when they are sent: a closed loop says what the throughput is, not the latency.
     */
    void saturate(String phase, int cameras, int inFlight, LongSupplier done, Duration time) {
        long end = clock.now() + time.toNanos();
        for (int i = 0; clock.now() < end; i++) {
            while (sent.count() - done.getAsLong() >= inFlight && clock.now() < end) {
                clock.awaitUntil(clock.now() + A_MOMENT.toNanos());
            }
            send(new Schedule.Due(0, i % cameras, phase), clock.now());
        }
    }

    /** By how much it was late itself in a phase. */
    Latency lateness(String phase) {
        return lateness.of(phase);
    }

    /** Fails if a frame could not be sent. */
    void check() {
        Exception failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("a frame could not be sent", failed);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }

    private void send(Schedule.Due due, long dueNanos) {
        SentFrame frame = sent.add(due, pictures.pictureOf(sent.count()), dueNanos);
        Payload payload = pictures.get(frame.picture());
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                FRAMES, due.camera() % partitions, ("camera-" + due.camera()).getBytes(UTF_8), payload.bytes());
        Codec.headers(payload).forEach(record.headers()::add);
        record.headers().add("ce_time", clock.rfc3339(dueNanos).getBytes(UTF_8));
        record.headers()
                .add(
                        "ce_sequence",
                        String.format(Locale.ROOT, "%010d", frame.index()).getBytes(UTF_8));
        lateness.record(due.phase(), clock.now() - dueNanos);
        producer.send(record, (metadata, failed) -> {
            if (failed == null) {
                sent.acknowledge(frame, new Position(metadata.partition(), metadata.offset()));
            } else {
                failure.compareAndSet(null, failed);
            }
        });
    }

    /** What it knows of the topic it keeps while the broker is away: else a send would wait for it. */
    private static Map<String, Object> settings(String bootstrapServers) {
        return Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "metadata.recovery.strategy",
                "none",
                "enable.idempotence",
                true,
                "linger.ms",
                0,
                "delivery.timeout.ms",
                Integer.MAX_VALUE,
                "max.block.ms",
                TimeUnit.MINUTES.toMillis(10),
                "max.request.size",
                16 << 20,
                "buffer.memory",
                BUFFER_BYTES,
                "reconnect.backoff.max.ms",
                500);
    }
}
