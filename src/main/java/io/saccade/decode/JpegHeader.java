package io.saccade.decode;

import io.saccade.frame.Reason;
import io.saccade.frame.RejectedException;

/**
 * Reads the frame header of a JPEG (ITU-T T.81, annex B) and checks that the file has an end.
 *
 * <p>A stream cut short has no end-of-image marker; libjpeg fills the rest with grey and says nothing, which would give
 * a score map of a picture that no camera took. In entropy-coded data 0xFF is always stuffed, so that after the first
 * start of scan FF D9 can only be the marker itself.
 */
final class JpegHeader {

    private static final int SOF0 = 0xC0;
    private static final int SOF15 = 0xCF;
    private static final int DHT = 0xC4;
    private static final int JPG = 0xC8;
    private static final int DAC = 0xCC;
    private static final int RST0 = 0xD0;
    private static final int RST7 = 0xD7;
    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int TEM = 0x01;

    private final byte[] bytes;
    private int at;

    private JpegHeader(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads the header.
     *
     * @throws RejectedException {@code undecodable} if the file is broken or cut short
     */
    static ImageHeader read(byte[] bytes) throws RejectedException {
        return new JpegHeader(bytes).read();
    }

    private ImageHeader read() throws RejectedException {
        at = 2;
        ImageHeader header = null;
        while (true) {
            int marker = nextMarker();
            if (marker == SOI || marker == TEM || (marker >= RST0 && marker <= RST7)) {
                continue;
            }
            if (marker == EOI) {
                throw broken("it ends before its picture");
            }
            int length = u16(at);
            if (length < 2) {
                throw broken("segment of length " + length + " at byte " + at);
            }
            if (isFrameHeader(marker)) {
                header = new ImageHeader(u16(at + 5), u16(at + 3), u8(at + 7), u8(at + 2));
            }
            at += length;
            if (marker == SOS) {
                break;
            }
        }
        if (header == null) {
            throw broken("no frame header before the first scan");
        }
        if (header.width() == 0 || header.height() == 0 || header.bits() != 8 || header.channels() > 4) {
            throw broken(header.width() + " × " + header.height() + " pixels of " + header.channels() + " × "
                    + header.bits() + " bits; expected 8 bits, 1 to 4 components and a size");
        }
        requireEnd();
        return header;
    }

    private void requireEnd() throws RejectedException {
        for (int i = bytes.length - 2; i >= at; i--) {
            if (bytes[i] == (byte) 0xFF && bytes[i + 1] == (byte) EOI) {
                return;
            }
        }
        throw broken("it is cut short: no end-of-image marker");
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

    private static boolean isFrameHeader(int marker) {
        return marker >= SOF0 && marker <= SOF15 && marker != DHT && marker != JPG && marker != DAC;
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
