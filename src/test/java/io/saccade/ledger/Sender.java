package io.saccade.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.saccade.ledger.FrameMix.MixedFrame;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Sends the frames of a mix straight to the broker and writes down where each landed. It is idempotent and never gives up,
 * so that what it has written down is what the topic has, whatever happens to the broker.
 */
final class Sender implements AutoCloseable {

    private final KafkaProducer<byte[], byte[]> producer;
    private final FrameMix mix;
    private final List<SentFrame> sent = new ArrayList<>();
    private final AtomicLongArray ends = new AtomicLongArray(FrameMix.PARTITIONS);
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private volatile long next;

    Sender(String bootstrapServers, FrameMix mix) {
        this.producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "acks",
                        "all",
                        "enable.idempotence",
                        true,
                        "delivery.timeout.ms",
                        Integer.MAX_VALUE,
                        "max.block.ms",
                        TimeUnit.MINUTES.toMillis(10),
                        "max.request.size",
                        16 << 20,
                        "compression.type",
                        "lz4",
                        "reconnect.backoff.max.ms",
                        500),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.mix = mix;
    }

    /** Sends the next frames, spread evenly over a time. Acknowledgements may come later. */
    void send(int frames, Duration over) {
        long start = System.nanoTime();
        for (int i = 0; i < frames; i++) {
            Pause.until(start + over.toNanos() * i / frames);
            send(next);
            next++;
        }
    }

    /** Frames handed over so far. */
    long count() {
        return next;
    }

    /** The end of each partition as far as it was acknowledged. */
    long end(int partition) {
        return ends.get(partition);
    }

    /** Everything sent, once the broker has acknowledged all of it; fails if that takes too long. */
    List<SentFrame> settle(Duration patience) {
        Awaitility.await("acknowledgements").atMost(patience).until(() -> failure.get() != null || isAcknowledged());
        Exception failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("the sender could not write down where a frame landed", failed);
        }
        synchronized (sent) {
            return List.copyOf(sent);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }

    private boolean isAcknowledged() {
        synchronized (sent) {
            return sent.size() == next;
        }
    }

    private void send(long index) {
        MixedFrame frame = mix.at(index);
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                FrameTopics.FRAMES, frame.partition(), frame.camera().getBytes(UTF_8), frame.value());
        frame.headers().forEach((name, value) -> record.headers().add(name, value));
        String sha256 = sha256(frame.value() == null ? new byte[0] : frame.value());
        producer.send(record, (metadata, failed) -> {
            if (failed != null || !metadata.hasOffset()) {
                failure.compareAndSet(null, failed == null ? new IllegalStateException("no offset") : failed);
            } else {
                writeDown(metadata, frame, index, sha256);
            }
        });
    }

    private void writeDown(RecordMetadata metadata, MixedFrame frame, long index, String sha256) {
        Position at = new Position(metadata.partition(), metadata.offset());
        synchronized (sent) {
            sent.add(new SentFrame(at, frame.camera(), index, sha256, frame.expected()));
        }
        ends.accumulateAndGet(at.partition(), at.offset() + 1, Math::max);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) { // every Java platform has it
            throw new IllegalStateException(impossible);
        }
    }
}
