package io.saccade.kafka.live;

/**
 * A file that browsers show.
 *
 * @param type its media type
 */
public record Picture(byte[] bytes, String type) {

    /** No picture. */
    static final Picture NONE = new Picture(new byte[0], "image/jpeg");

    /** Whether there is one. */
    public boolean isThere() {
        return bytes.length > 0;
    }
}
