package io.saccade.camera;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of JPEG files, one after the other, into the files.
 *
 * <p>It walks the marker segments of each (ITU-T T.81, annex B), skipping what a segment holds by its length: an end
 * marker in an embedded thumbnail does not end the frame. Only in entropy-coded data, which has no length, it looks at
 * every byte. Whatever stands between two frames is passed over, so that the text headers of a multipart stream need no
 * reading of their own. A damaged frame is left out, and the search for the next begins in the segment where the damage
 * was seen.
 *
 * <p>Memory is bounded by the largest frame allowed.
 */
final class MjpegSplitter {

    /** Largest frame unless asked otherwise: 32 MiB. */
    static final int DEFAULT_MAX_FRAME = 32 << 20;

    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int TEM = 0x01;

    private final InputStream in;
    private final int maxFrame;
    private final Consumer<String> notes;

    /** Bytes read and not yet given out: {@code data[start … end)}; a frame begins at start once it is found. */
    private byte[] data = new byte[1 << 16];

    private int start;
    private int at;
    private int end;
    private long frames;

    /**
     * Cuts a stream; does not close it.
     *
     * @param maxFrame most bytes of a frame
     * @param notes told in one line about frames that are left out
     */
    MjpegSplitter(InputStream in, int maxFrame, Consumer<String> notes) {
        this.in = in;
        this.maxFrame = maxFrame;
        this.notes = notes;
    }

    /**
     * The next whole JPEG file, or null at the end of the stream.
     *
     * @throws IOException if reading fails or a frame is too large
     */
    byte @Nullable [] next() throws IOException {
        while (findStart()) {
            Walk walk = walk();
            switch (walk) {
                case WHOLE -> {
                    byte[] frame = Arrays.copyOfRange(data, start, at);
                    start = at;
                    frames++;
                    return frame;
                }
                case DAMAGED -> {
                    notes.accept("frame " + (frames + 1) + " is damaged after " + (at - start) + " bytes; left out");
                    start = at;
                }
                case CUT_OFF -> {
                    notes.accept("the stream ends within frame " + (frames + 1) + ", after " + (end - start)
                            + " bytes of it; left out");
                    start = end;
                    return null;
                }
            }
        }
        return null;
    }

    private enum Walk {
        /** The frame is {@code data[start … at)}. */
        WHOLE,
        /** The next frame can begin at {@code at}. */
        DAMAGED,
        /** The stream ended first. */
        CUT_OFF
    }

    /** Moves start to the next start-of-image marker that another marker follows; false at the end of the stream. */
    private boolean findStart() throws IOException {
        at = start;
        while (has(3)) {
            if (octet(at) == 0xFF && octet(at + 1) == SOI && octet(at + 2) == 0xFF) {
                start = at;
                return true;
            }
            at++;
            start = at;
        }
        return false;
    }

    private Walk walk() throws IOException {
        at = start + 2;
        while (has(2)) {
            int segment = at;
            if (octet(at) != 0xFF) {
                return Walk.DAMAGED;
            }
            int marker = octet(at + 1);
            if (marker == 0xFF) {
                at++;
                continue;
            }
            if (marker == SOI || marker == 0) {
                return Walk.DAMAGED;
            }
            at += 2;
            if (marker == EOI) {
                return Walk.WHOLE;
            }
            if (marker == TEM || isRestart(marker)) {
                continue;
            }
            if (!has(2)) {
                return Walk.CUT_OFF;
            }
            int length = octet(at) << 8 | octet(at + 1);
            if (length < 2) {
                return Walk.DAMAGED;
            }
            // After the segment comes entropy-coded data or a marker; anything else betrays a wrong length.
            if (!has(length + (marker == SOS ? 0 : 1))) {
                return Walk.CUT_OFF;
            }
            if (marker != SOS && octet(at + length) != 0xFF) {
                at = segment + 2;
                return Walk.DAMAGED;
            }
            at += length;
            if (marker == SOS && !skipEntropyCoded()) {
                return Walk.CUT_OFF;
            }
        }
        return Walk.CUT_OFF;
    }

    /** Moves to the marker that ends entropy-coded data: not a stuffed zero, restart marker or fill byte. */
    private boolean skipEntropyCoded() throws IOException {
        while (has(2)) {
            if (octet(at) == 0xFF) {
                int next = octet(at + 1);
                if (next != 0 && next != 0xFF && !isRestart(next)) {
                    return true;
                }
            }
            at++;
        }
        return false;
    }

    private static boolean isRestart(int marker) {
        return marker >= 0xD0 && marker <= 0xD7;
    }

    private int octet(int index) {
        return data[index] & 0xFF;
    }

    /** Whether {@code count} bytes follow at {@code at}; reads on as needed. */
    private boolean has(int count) throws IOException {
        while (at + count > end) {
            if (end == data.length) {
                makeRoom();
            }
            int read = in.read(data, end, data.length - end);
            if (read < 0) {
                return false;
            }
            end += read;
        }
        return true;
    }

    private void makeRoom() throws IOException {
        if (start > 0) {
            System.arraycopy(data, start, data, 0, end - start);
            at -= start;
            end -= start;
            start = 0;
        }
        if (end == data.length) {
            if (data.length >= maxFrame) {
                throw new IOException("frame " + (frames + 1) + " has more than " + maxFrame
                        + " bytes; is this a stream of JPEG files?");
            }
            data = Arrays.copyOf(data, (int) Math.min(maxFrame, 2L * data.length));
        }
    }
}
