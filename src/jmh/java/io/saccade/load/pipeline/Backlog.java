package io.saccade.load.pipeline;

import io.saccade.load.pipeline.Contender.Place;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The broker's topics: the frames, and one for each drain's maps. */
final class Backlog {

    /** Header with a frame's number. */
    static final String ID = "ce_id";

    /** Largest record that topics of frames and maps take, in bytes. */
    static final int LARGEST_RECORD = 16 << 20;

    private Backlog() {}

    /** Fills the topic of frames, a camera in each partition, taking turns. */
    static void fill(Admin admin, String bootstrapServers, Workload workload) throws Exception {
        create(admin, Place.FRAMES);
        Map<String, Object> settings = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                LARGEST_RECORD);
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            for (int number = 0; number < workload.frames(); number++) {
                int camera = Workload.camera(number);
                ProducerRecord<String, byte[]> record = new ProducerRecord<>(
                        Place.FRAMES,
                        camera,
                        "camera-" + camera,
                        workload.pictures().get(number));
                record.headers().add(ID, Integer.toString(number).getBytes(StandardCharsets.UTF_8));
                producer.send(record, (metadata, failure) -> {
                    if (failure != null) {
                        throw new IllegalStateException("a frame could not be sent", failure);
                    }
                });
            }
        }
    }

    /** Creates a topic whose data go at once when it is deleted, and not before. */
    static void create(Admin admin, String topic) throws Exception {
        NewTopic created = new NewTopic(topic, Workload.CAMERAS, (short) 1)
                .configs(Map.of(
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(LARGEST_RECORD),
                        TopicConfig.RETENTION_BYTES_CONFIG, "-1",
                        TopicConfig.FILE_DELETE_DELAY_MS_CONFIG, "1000"));
        admin.createTopics(List.of(created)).all().get();
    }
}
