package io.saccade.frame;

/** Where a frame was read: its position in the input topic. */
public record Source(String topic, int partition, long offset) {

    @Override
    public String toString() {
        return topic + "/" + partition + "/" + offset;
    }
}
