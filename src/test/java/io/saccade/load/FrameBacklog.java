package io.saccade.load;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A new topic full of frames. */
public final class FrameBacklog {

    private FrameBacklog() {}

    /** Sends frames of cameras {@code camera-0}, {@code camera-1} … in turns; Kafka chooses their partitions by key. */
    public static void fill(
            BrokerProcess broker, String topic, int partitions, int cameras, LoadFrames frames, long count)
            throws Exception {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "max.request.size", 16 << 20, "acks", "all");
        broker.createTopics(List.of(topic), partitions);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (long i = 0; i < count; i++) {
                byte[] camera = ("camera-" + i % cameras).getBytes(StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>(topic, camera, frames.get(i)));
            }
        }
    }
}
