package io.saccade.decode;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Valid files, written by hand, that cost their decoder far more than they cost their sender. */
public final class HostileFiles {

    private static final byte[] PNG_SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final int EOB_RUN = 1 << 14;

    private HostileFiles() {}

    /**
     * A colour progressive JPEG of one flat tone. Each scan after the first names no coefficient, in a few hundred bytes,
     * and takes the decoder through every block of one component.
     */
    public static byte[] progressiveJpeg(int width, int height, int scans) {
        int blocks = (width + 7) / 8 * ((height + 7) / 8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        hex(out, "FFD8 FFDB0043 00");
        for (int i = 0; i < 64; i++) {
            out.write(1);
        }
        hex(out, "FFC2 0011 08");
        u16(out, height);
        u16(out, width);
        hex(out, "03 011100 021100 031100");
        hex(out, "FFC4 0014 00 01000000000000000000000000000000 00"); // DC: one code of one bit, difference 0
        hex(out, "FFC4 0014 10 01000000000000000000000000000000 E0"); // AC: one code of one bit, a run of 2^14 blocks
        hex(out, "FFDA 000C 03 0100 0200 0300 00 00 00");
        out.writeBytes(new byte[(3 * blocks + 7) / 8]);
        int runs = (blocks + EOB_RUN - 1) / EOB_RUN;
        byte[] nothing = new byte[(15 * runs + 7) / 8];
        for (int scan = 1; scan < scans; scan++) {
            int coefficient = 1 + scan / 3 % 63;
            hex(out, "FFDA 0008 01");
            out.write(1 + scan % 3);
            out.write(0);
            out.write(coefficient);
            out.write(coefficient);
            out.write(0);
            out.writeBytes(nothing);
        }
        hex(out, "FFD9");
        return out.toByteArray();
    }

    /** A black PNG, RGB with alpha. Deflate makes a thousandth of it. */
    public static byte[] blackPng(int width, int height, int bits, boolean interlaced) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(PNG_SIGNATURE);
        chunk(out, "IHDR", ihdr(width, height, bits, 6, interlaced));
        chunk(out, "IDAT", deflatedZeros((width * 4L * bits / 8 + 16) * height));
        chunk(out, "IEND", new byte[0]);
        return out.toByteArray();
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
        out.writeBytes(java.util.HexFormat.of().parseHex(digits.replace(" ", "")));
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
