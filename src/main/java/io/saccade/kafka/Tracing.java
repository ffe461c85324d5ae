package io.saccade.kafka;

import io.saccade.scoring.Outcome;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Makes spans of what comes of frames, at the edge, so that nothing behind it knows of them. */
interface Tracing {

    /** Makes none: what comes of a frame carries the frame's own trace context. */
    Tracing OFF = (frame, outcome, begun, records) -> Attempt.UNSEEN;

    /**
     * Begins the spans of a frame whose records are about to be sent, and lets the records carry their context.
     *
     * @param begun when the frame was put to work
     * @param records what is sent of it; their headers are changed
     */
    Attempt begin(
            ConsumerRecord<byte[], byte[]> frame,
            Outcome outcome,
            Instant begun,
            List<ProducerRecord<byte[], byte[]>> records);

    /** The spans of one attempt at a frame. They are exported once one of these is called, and not otherwise. */
    interface Attempt {

        /** Nobody looks. */
        Attempt UNSEEN = committed -> {};

        /** Ends the spans: what was sent is committed, or it is not and the frame is scored again. */
        void end(boolean committed);
    }
}
