package io.saccade.kafka.live;

import io.saccade.decode.DeadlineDecoder;
import io.saccade.decode.ImageDecoder;
import io.saccade.encode.SmallJpeg;
import io.saccade.frame.Payload;
import io.saccade.frame.RejectedException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Makes pictures for browsers of frames. A scored JPEG or PNG goes as it came, since our own decoder read it before; whatever is
 * larger than {@value #MOST_BYTES} bytes or of another format is drawn anew. Of dead letters nothing goes as it came.
 */
final class FramePictures implements AutoCloseable {

    static final int MOST_BYTES = 1 << 20;
    private static final SmallJpeg PICTURE = new SmallJpeg(1_280, 85);
    private static final SmallJpeg THUMBNAIL = new SmallJpeg(160, 75);
    private static final byte[] JPEG_FIRST = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF};
    private static final byte[] PNG_FIRST = {(byte) 0x89, 'P', 'N', 'G'};
    private static final Logger LOG = Logger.getLogger(FramePictures.class);

    /** Of each {@value #WINDOW_SECONDS} seconds so much is spent on thumbnails at most. */
    private static final long THUMBNAIL_NANOS = Duration.ofSeconds(1).toNanos();

    private static final long WINDOW_SECONDS = 5;

    private final ImageDecoder decoder;
    private long windowNanos = System.nanoTime();
    private long spentNanos;

    /**
     * Pictures by a decoder for red, green and blue.
     *
     * @param decoder one with a deadline; closed with this
     */
    FramePictures(DeadlineDecoder decoder) {
        this.decoder = decoder;
    }

    /** The picture of a frame that was scored. */
    Picture of(Payload payload) {
        byte[] bytes = payload.bytes();
        if (bytes.length <= MOST_BYTES) {
            if (startsWith(bytes, JPEG_FIRST)) {
                return new Picture(bytes, "image/jpeg");
            }
            if (startsWith(bytes, PNG_FIRST)) {
                return new Picture(bytes, "image/png");
            }
        }
        return draw(payload, PICTURE)
                .map(jpeg -> new Picture(jpeg, "image/jpeg"))
                .orElse(Picture.NONE);
    }

    /** A small picture of a frame that was not scored; empty if it can't be read, or too much time went into others. */
    Optional<byte[]> thumbnail(Payload payload) {
        long now = System.nanoTime();
        if (now - windowNanos > Duration.ofSeconds(WINDOW_SECONDS).toNanos()) {
            windowNanos = now;
            spentNanos = 0;
        }
        if (spentNanos > THUMBNAIL_NANOS || payload.bytes().length == 0) {
            return Optional.empty();
        }
        try {
            return draw(new Payload(payload.bytes(), null, payload.layout()), THUMBNAIL);
        } finally {
            spentNanos += System.nanoTime() - now;
        }
    }

    private Optional<byte[]> draw(Payload payload, SmallJpeg jpeg) {
        try {
            return Optional.of(jpeg.encode(decoder.decode(payload)));
        } catch (RejectedException notAPicture) {
            return Optional.empty();
        } catch (RuntimeException e) {
            LOG.debugf(e, "a frame could not be drawn");
            return Optional.empty();
        }
    }

    private static boolean startsWith(byte[] bytes, byte[] first) {
        return bytes.length >= first.length && Arrays.equals(bytes, 0, first.length, first, 0, first.length);
    }

    @Override
    public void close() {
        decoder.close();
    }
}
