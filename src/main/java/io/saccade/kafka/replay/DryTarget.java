package io.saccade.kafka.replay;

import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** Says what would be sent. */
record DryTarget(Consumer<String> notes) implements RedriveTarget {

    @Override
    public void send(DeadLetter letter, ProducerRecord<byte[], byte[]> frame) {
        notes.accept(letter.position() + " -> " + frame.topic()
                + (frame.partition() == null ? "" : "/" + frame.partition()) + ": camera " + letter.camera() + ", "
                + letter.reason() + ": " + letter.detail());
    }

    @Override
    public void settle(TopicPartition letters, OffsetAndMetadata position) {}

    @Override
    public void close() {}
}
