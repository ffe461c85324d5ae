package io.saccade.load.openloop;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;

/**
 * Reads all output topics from their beginning with {@code read_committed}, in a thread of its own. A record is seen when
 * the poll that brought it returns. It shares the machine with the service, so that it leaves out what costs and is checked
 * here anyway: values are not copied out of the fetch, and the broker's checksums are not computed again.
 */
final class OutputReader implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMillis(100);

    private final KafkaConsumer<byte[], ByteBuffer> consumer;
    private final LoadClock clock;
    private final BiConsumer<Output, Long> outputs;
    private final CompletableFuture<Void> reading;
    private volatile boolean closing;

    /** Begins to read; the topics must be there. {@code outputs} gets each record and the time when it was seen. */
    OutputReader(String bootstrapServers, LoadClock clock, BiConsumer<Output, Long> outputs) {
        this.clock = clock;
        this.outputs = outputs;
        this.consumer = new KafkaConsumer<>(
                settings(bootstrapServers), new ByteArrayDeserializer(), new ByteBufferDeserializer());
        List<TopicPartition> partitions = List.of(Output.MAPS, Output.SUMMARIES, Output.DEAD_LETTERS).stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        partitions.forEach(partition -> consumer.seek(partition, 0));
        this.reading = CompletableFuture.runAsync(this::read, task -> {
            Thread thread = new Thread(task, "output-reader");
            thread.setDaemon(true);
            thread.start();
        });
    }

    /** Fails if reading did. */
    void check() {
        if (reading.isCompletedExceptionally()) {
            reading.join();
        }
    }

    @Override
    public void close() {
        closing = true;
        reading.handle((done, failed) -> done).join();
        consumer.close();
    }

    private void read() {
        while (!closing) {
            var records = consumer.poll(PATIENCE);
            long seen = clock.now();
            for (ConsumerRecord<byte[], ByteBuffer> record : records) {
                outputs.accept(Output.of(record), seen);
            }
        }
    }

    private static Map<String, Object> settings(String bootstrapServers) {
        return Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "none",
                "check.crcs",
                false,
                "max.partition.fetch.bytes",
                2 << 20,
                "fetch.max.bytes",
                8 << 20,
                "receive.buffer.bytes",
                -1,
                "reconnect.backoff.max.ms",
                500);
    }
}
