package io.saccade.kafka.replay;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A record that settles a frame. */
record Output(Kind kind, ConsumerRecord<byte[], byte[]> record) {

    /** How it settles it. */
    enum Kind {
        MAP,
        LETTER,
        SUPERSEDED
    }

    @Override
    public String toString() {
        return record.topic() + "/" + record.partition() + "/" + record.offset();
    }
}
