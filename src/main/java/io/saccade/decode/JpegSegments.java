package io.saccade.decode;

import io.saccade.frame.Reason;
import io.saccade.frame.RejectedException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the segments of a JPEG (ITU-T T.81, annex B) from its start to its end-of-image marker and keeps those that make
 * up the picture.
 *
 * <p>It reads as strictly as libjpeg or more so: a frame header that only one of the two sees would get round the limit
 * of pixels. A stream cut short has no end marker; libjpeg fills the rest with grey and says nothing, which would give a
 * score map of a picture that no camera took. In entropy-coded data 0xFF is always stuffed, so that FF D9 can only be the
 * marker itself.
 */
final class JpegSegments {

    /** Usual progressive files have 10 scans. Each takes the decoder through all blocks, however few bytes it has. */
    static final int MAX_SCANS = 64;

    private static final int BLOCK = 8;
    private static final int MAX_SAMPLING = 4;
    private static final int SOF0 = 0xC0;
    private static final int SOF2 = 0xC2;
    private static final int SOF15 = 0xCF;
    private static final int DHT = 0xC4;
    private static final int JPG = 0xC8;
    private static final int DAC = 0xCC;
    private static final int RST0 = 0xD0;
    private static final int RST7 = 0xD7;
    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int APP0 = 0xE0;
    private static final int APP14 = 0xEE;
    private static final int APP15 = 0xEF;
    private static final int COM = 0xFE;
    private static final int TEM = 0x01;

    private final byte[] bytes;
    private final PixelLimit limit;
    private final ByteBuffer kept;
    private @Nullable ImageHeader header;
    private long blocks;
    private int scans;
    private int at;

    private JpegSegments(byte[] bytes, PixelLimit limit) {
        this.bytes = bytes;
        this.limit = limit;
        this.kept = ByteBuffer.allocate(bytes.length);
    }

    /**
     * Reads the file.
     *
     * @throws RejectedException {@code undecodable} if it is broken, cut short, neither baseline nor progressive, or of
     *     more than {@value #MAX_SCANS} scans; {@code too-many-pixels}
     */
    static CompressedImage read(byte[] bytes, PixelLimit limit) throws RejectedException {
        return new JpegSegments(bytes, limit).read();
    }

    private CompressedImage read() throws RejectedException {
        at = 2;
        putMarker(SOI);
        for (int marker = nextMarker(); marker != EOI; marker = nextMarker()) {
            if (marker != TEM && !isRestart(marker)) {
                readSegment(marker);
            }
        }
        putMarker(EOI);
        if (header == null || scans == 0) {
            throw broken("it ends before its picture");
        }
        return new CompressedImage(header, kept.flip(), blocks / Byte.SIZE); // a block takes a bit or more
    }

    private void readSegment(int marker) throws RejectedException {
        if (marker == SOI || marker == 0) {
            throw broken("marker " + Integer.toHexString(marker) + " before byte " + at);
        }
        int length = u16(at);
        if (length < 2) {
            throw broken("segment of length " + length + " at byte " + at);
        }
        u8(at + length - 1);
        if (isFrameHeader(marker)) {
            readFrameHeader(marker, length);
        }
        if (isNeeded(marker)) {
            putMarker(marker);
            kept.put(bytes, at, length);
        }
        at += length;
        if (marker == SOS) {
            readScan();
        }
    }

    private void readFrameHeader(int marker, int length) throws RejectedException {
        if (marker > SOF2) {
            throw broken("coding process " + (marker - SOF0) + ", expected baseline or progressive Huffman coding");
        }
        if (header != null) {
            throw broken("two frame headers");
        }
        ImageHeader read = new ImageHeader(u16(at + 5), u16(at + 3), u8(at + 7), u8(at + 2));
        if (read.width() == 0
                || read.height() == 0
                || read.bits() != 8
                || read.channels() < 1
                || read.channels() > 4
                || length != 8 + 3 * read.channels()) {
            throw broken(read.width() + " × " + read.height() + " pixels of " + read.channels() + " × " + read.bits()
                    + " bits; expected 8 bits, 1 to 4 components and a size");
        }
        limit.check(read.width(), read.height());
        int[] horizontal = new int[read.channels()];
        int[] vertical = new int[read.channels()];
        for (int component = 0; component < read.channels(); component++) {
            horizontal[component] = sampling(component, 4);
            vertical[component] = sampling(component, 0);
        }
        blocks = blocks(read, horizontal, vertical);
        header = read;
    }

    /** How many blocks of 8 × 8 samples the components have, each at its own sampling. */
    private static long blocks(ImageHeader frame, int[] horizontal, int[] vertical) {
        int mostHorizontal = Arrays.stream(horizontal).max().orElseThrow();
        int mostVertical = Arrays.stream(vertical).max().orElseThrow();
        long blocks = 0;
        for (int component = 0; component < frame.channels(); component++) {
            blocks += ceil((long) frame.width() * horizontal[component], (long) BLOCK * mostHorizontal)
                    * ceil((long) frame.height() * vertical[component], (long) BLOCK * mostVertical);
        }
        return blocks;
    }

    private static long ceil(long dividend, long divisor) {
        return (dividend + divisor - 1) / divisor;
    }

    private int sampling(int component, int shift) throws RejectedException {
        int factor = u8(at + 9 + 3 * component) >> shift & 0xF;
        if (factor < 1 || factor > MAX_SAMPLING) {
            throw broken("sampling factor " + factor + ", expected 1 to " + MAX_SAMPLING);
        }
        return factor;
    }

    /** Goes over the entropy-coded data up to the next marker. */
    private void readScan() throws RejectedException {
        if (header == null) {
            throw broken("no frame header before the first scan");
        }
        scans++;
        if (scans > MAX_SCANS) {
            throw broken("more than " + MAX_SCANS + " scans");
        }
        int end = at;
        while (end + 1 < bytes.length && (bytes[end] != (byte) 0xFF || isData(bytes[end + 1] & 0xFF))) {
            end++;
        }
        if (end + 1 >= bytes.length) {
            throw broken("it is cut short: no end-of-image marker");
        }
        kept.put(bytes, at, end - at);
        at = end;
    }

    /** What may follow 0xFF in entropy-coded data: a stuffed zero, a restart, or another 0xFF that fills. */
    private static boolean isData(int next) {
        return next == 0 || next == 0xFF || isRestart(next);
    }

    private static boolean isRestart(int marker) {
        return marker >= RST0 && marker <= RST7;
    }

    private static boolean isFrameHeader(int marker) {
        return marker >= SOF0 && marker <= SOF15 && marker != DHT && marker != JPG && marker != DAC;
    }

    /** All but comments and application data; APP0 and APP14 tell the colour space. */
    private static boolean isNeeded(int marker) {
        boolean application = marker >= APP0 && marker <= APP15;
        return application ? marker == APP0 || marker == APP14 : marker != COM;
    }

    private int nextMarker() throws RejectedException {
        if (u8(at) != 0xFF) {
            throw broken("expected a marker at byte " + at);
        }
        while (u8(at) == 0xFF) {
            at++;
        }
        return u8(at++);
    }

    private void putMarker(int marker) {
        kept.put((byte) 0xFF).put((byte) marker);
    }

    private int u16(int index) throws RejectedException {
        return u8(index) << 8 | u8(index + 1);
    }

    private int u8(int index) throws RejectedException {
        if (index >= bytes.length) {
            throw broken("it is cut short after " + bytes.length + " bytes, within its header");
        }
        return bytes[index] & 0xFF;
    }

    private static RejectedException broken(String how) {
        return new RejectedException(Reason.UNDECODABLE, "broken JPEG: " + how);
    }
}
