package io.saccade.kafka;

import org.apache.kafka.clients.producer.ProducerRecord;

/** Takes the records of a batch, then settles the batch as a whole. */
interface Publisher {

    /** Sends a record; it may still fail until the batch is settled. */
    void send(ProducerRecord<byte[], byte[]> record);

    /**
     * Returns when the broker has every record that was sent since the last call.
     *
     * @throws PublishException if one was not delivered; the batch must then be read again
     */
    void settle();

    /** A record was not delivered. */
    final class PublishException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PublishException(String message, @org.jspecify.annotations.Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
