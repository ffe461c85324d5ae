package io.saccade.decode;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Valid files, written by hand, that cost their decoder far more than they cost their sender. */
public final class HostileFiles {

    private static final byte[] PNG_SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final int EOB_RUN = 1 << 14;
    private static final int LOWEST_BIT = 13;

    private HostileFiles() {}

    /**
     * A colour progressive JPEG of one flat tone. Each scan after the first refines 63 coefficients of every block of a
     * component that are all zero: some hundred bytes that take the decoder through all of them. Up to 43 scans it breaks
     * no rule of the format.
     */
    public static byte[] progressiveJpeg(int width, int height, int scans) {
        int blocks = (width + 7) / 8 * ((height + 7) / 8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        hex(out, "FFD8 FFDB0043 00" + "01".repeat(64) + "FFC2 0011 08");
        u16(out, height);
        u16(out, width);
        hex(out, "03 011100 021100 031100");
        hex(out, "FFC4 0014 00 01000000000000000000000000000000 00"); // DC: one code of one bit, difference 0
        hex(out, "FFC4 0014 10 01000000000000000000000000000000 E0"); // AC: one code of one bit, a run of 2^14 blocks
        hex(out, "FFDA 000C 03 0100 0200 0300 00 00 00");
        out.writeBytes(new byte[(3 * blocks + 7) / 8]);
        int runs = (blocks + EOB_RUN - 1) / EOB_RUN;
        for (int scan = 0; scan < scans - 1; scan++) {
            int low = Math.max(0, LOWEST_BIT - scan / 3);
            int high = scan < 3 ? 0 : low + 1;
            hex(out, "FFDA 0008 01");
            out.writeBytes(new byte[] {(byte) (1 + scan % 3), 0, 1, 63, (byte) (high << 4 | low)});
            out.writeBytes(new byte[(15 * runs + 7) / 8]);
        }
        hex(out, "FFD9");
        return out.toByteArray();
    }

    /** A black PNG, RGB with alpha. Deflate makes a thousandth of it. */
    public static byte[] blackPng(int width, int height, int bits, boolean interlaced) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(PNG_SIGNATURE);
        chunk(out, "IHDR", ihdr(width, height, bits, 6, interlaced));
        int filters = interlaced ? 2 : 1; // a byte for each row of each pass
        chunk(out, "IDAT", deflatedZeros((width * 4L * bits / 8 + filters) * height));
        chunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    /** A black PNG of 8 bits with two frames. */
    public static byte[] animatedPng(int width, int height) {
        byte[] frame = deflatedZeros((width * 4L + 1) * height);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(PNG_SIGNATURE);
        chunk(out, "IHDR", ihdr(width, height, 8, 6, false));
        chunk(out, "acTL", ByteBuffer.allocate(8).putInt(2).putInt(0).array());
        chunk(out, "fcTL", frameControl(0, width, height));
        chunk(out, "IDAT", frame);
        chunk(out, "fcTL", frameControl(1, width, height));
        chunk(
                out,
                "fdAT",
                ByteBuffer.allocate(4 + frame.length).putInt(2).put(frame).array());
        chunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    /** An animation whose frame begins behind its data, with a chunk that libpng refuses: OpenCV 4.13 crashes on it. */
    public static byte[] crashingPng() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(PNG_SIGNATURE);
        chunk(out, "IHDR", ihdr(24, 16, 8, 6, false));
        chunk(out, "acTL", ByteBuffer.allocate(8).putInt(2).putInt(0).array());
        chunk(out, "IDAT", deflatedZeros((24 * 4 + 1) * 16));
        chunk(out, "fcTL", frameControl(0, 24, 16));
        chunk(out, "CgBI", new byte[40]);
        chunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    private static byte[] frameControl(int sequence, int width, int height) {
        return ByteBuffer.allocate(26)
                .putInt(sequence)
                .putInt(width)
                .putInt(height)
                .array();
    }

    /** The data of an IHDR chunk. */
    public static byte[] ihdr(int width, int height, int bits, int colourType, boolean interlaced) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        u32(data, width);
        u32(data, height);
        data.write(bits);
        data.write(colourType);
        data.write(0);
        data.write(0);
        data.write(interlaced ? 1 : 0);
        return data.toByteArray();
    }

    /** Appends a PNG chunk with its length and checksum. */
    public static void chunk(ByteArrayOutputStream out, String type, byte[] data) {
        CRC32 crc = new CRC32();
        crc.update(type.getBytes(US_ASCII));
        crc.update(data);
        u32(out, data.length);
        out.writeBytes(type.getBytes(US_ASCII));
        out.writeBytes(data);
        u32(out, (int) crc.getValue());
    }

    private static byte[] deflatedZeros(long count) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] zeros = new byte[1 << 20];
        try (DeflaterOutputStream deflated = new DeflaterOutputStream(out, deflater, 1 << 16)) {
            for (long left = count; left > 0; left -= zeros.length) {
                deflated.write(zeros, 0, (int) Math.min(zeros.length, left));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            deflater.end();
        }
        return out.toByteArray();
    }

    private static void hex(ByteArrayOutputStream out, String digits) {
        out.writeBytes(HexFormat.of().parseHex(digits.replace(" ", "")));
    }

    private static void u16(ByteArrayOutputStream out, int value) {
        out.write(value >> 8);
        out.write(value);
    }

    private static void u32(ByteArrayOutputStream out, int value) {
        u16(out, value >>> 16);
        u16(out, value);
    }
}
