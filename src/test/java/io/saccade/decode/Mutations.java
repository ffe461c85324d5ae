package io.saccade.decode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.saccade.Pictures;
import io.saccade.frame.Payload;
import io.saccade.frame.RawLayout;
import io.saccade.tensor.DType;
import io.saccade.tensor.Safetensors;
import io.saccade.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;

/**
 * Files of every kind that frames come in, each broken in one way or three. The same seed and index give the same file.
 *
 * <p>Some ways know no format (cuts, flips, splices), some take a PNG or JPEG apart and put it together wrongly, with or
 * without right checksums, so that the damage gets past the first checks.
 */
public final class Mutations {

    private static final int PNG_SIGNATURE = 8;
    private static final int[] ODD_NUMBERS = {
        0,
        1,
        2,
        3,
        7,
        8,
        9,
        255,
        256,
        4000,
        8000,
        16384,
        32767,
        32768,
        65500,
        65535,
        1 << 20,
        1 << 30,
        -1,
        -2,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE
    };
    private static final String[] CHUNKS = {
        "acTL", "fcTL", "fdAT", "tRNS", "PLTE", "iCCP", "eXIf", "tEXt", "zTXt", "iTXt", "gAMA", "cHRM", "sRGB", "sBIT",
        "bKGD", "hIST", "sPLT", "pHYs", "tIME", "cICP", "IDAT", "IEND", "IHDR", "CgBI", "XXXX"
    };
    private static final String[] TENSOR_HEADERS = {
        "{\"image\":{\"dtype\":\"U8\",\"shape\":[%d,%d,3],\"data_offsets\":[0,%d]}}",
        "{\"image\":{\"dtype\":\"F16\",\"shape\":[%d,%d,%d],\"data_offsets\":[0,6]}}",
        "{\"image\":{\"dtype\":\"F32\",\"shape\":[%d,%d],\"data_offsets\":[%d,12]}}",
        "{\"image\":{\"dtype\":\"F64\",\"shape\":[%d,%d,%d,4611686018427387904],\"data_offsets\":[0,0]}}",
        "{\"image\":{\"dtype\":\"U8\",\"shape\":[%d],\"data_offsets\":[%d,%d]},\"image\":{}}",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[0,3]},\"image\":{\"dtype\":\"U8\",\"shape\":[1,1,3],\"data_offsets\":[%d,%d]}}",
        "{\"image\":{\"dtype\":\"U8\",\"shape\":[1,1,1e%d],\"data_offsets\":[1e%d,1e%d]}}",
        "{\"__metadata__\":[%d],\"image\":[%d,{\"shape\":null}]}",
        "{\"image\":null}",
        "[]",
        "{",
    };

    private final long seed;
    private final List<Payload> valid = new ArrayList<>();

    /** Files from a seed. */
    public Mutations(long seed) {
        this.seed = seed;
        jpegs().forEach(file -> valid.add(Payload.of(file)));
        pngs().forEach(file -> valid.add(Payload.of(file)));
        for (DType type : List.of(DType.U8, DType.F16, DType.F32)) {
            Tensor tensor = new Tensor("image", type, List.of(4, 5, 3), ByteBuffer.allocate(60 * type.bytes()));
            valid.add(Payload.of(new Safetensors(Map.of("camera", "gate"), List.of(tensor)).toBytes()));
        }
        valid.add(new Payload(new byte[60], "application/octet-stream", new RawLayout(5, 4, 3, "u8")));
        valid.add(new Payload(new byte[240], "application/octet-stream", new RawLayout(5, 4, 3, "f32")));
    }

    /** The files before anything is broken. */
    public List<Payload> valid() {
        return Collections.unmodifiableList(valid);
    }

    /** The file of that index. */
    public Payload get(long index) {
        Random random = new Random(seed * 1_000_003 + index);
        Payload base = one(valid, random);
        byte[] file = base.bytes();
        for (int times = random.nextInt(3) == 0 ? 3 : 1; times > 0; times--) {
            file = file.length < 16 ? random(16, random) : mutate(file, random);
        }
        if (base.layout() != null) {
            return new Payload(file, base.contentType(), random.nextBoolean() ? layout(random) : base.layout());
        }
        return random.nextInt(20) == 0 ? new Payload(file, "image/png", null) : Payload.of(file);
    }

    private byte[] mutate(byte[] file, Random random) {
        return switch (random.nextInt(10)) {
            case 0 -> Arrays.copyOf(file, random.nextInt(file.length + 1));
            case 1 -> flipped(file, random);
            case 2 -> odd(file, random);
            case 3 -> splice(file, one(valid, random).bytes(), random);
            case 4 -> repeated(file, random);
            default -> structured(file, random);
        };
    }

    private byte[] structured(byte[] file, Random random) {
        if (file[0] == (byte) 0x89) {
            return brokenPng(file, random);
        }
        if (file[0] == (byte) 0xFF) {
            return brokenJpeg(file, random);
        }
        return brokenTensors(file, random);
    }

    private static byte[] flipped(byte[] file, Random random) {
        byte[] copy = file.clone();
        for (int flips = file.length == 0 ? 0 : 1 + random.nextInt(16); flips > 0; flips--) {
            copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return copy;
    }

    private static byte[] odd(byte[] file, Random random) {
        byte[] copy = file.clone();
        int number = ODD_NUMBERS[random.nextInt(ODD_NUMBERS.length)];
        ByteBuffer.wrap(copy).putInt(random.nextInt(Math.min(copy.length - 3, 400)), number);
        return copy;
    }

    private static byte[] splice(byte[] head, byte[] tail, Random random) {
        int from = random.nextInt(tail.length);
        int to = random.nextBoolean() ? Math.min(from, head.length) : random.nextInt(head.length);
        return join(Arrays.copyOf(head, to), Arrays.copyOfRange(tail, from, tail.length));
    }

    private static byte[] repeated(byte[] file, Random random) {
        int from = random.nextInt(file.length);
        int to = from + random.nextInt(file.length - from);
        byte[] section = random.nextBoolean() ? Arrays.copyOfRange(file, from, to) : random(to - from, random);
        return join(Arrays.copyOf(file, random.nextBoolean() ? to : from), section, rest(file, to));
    }

    /** Chunks swapped, doubled, dropped, invented or changed; checksums made right again, mostly. */
    private static byte[] brokenPng(byte[] file, Random random) {
        List<byte[]> chunks = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(file);
        for (int at = PNG_SIGNATURE; at + 12 <= file.length; ) {
            int length = bytes.getInt(at);
            if (length < 0 || length > file.length - at - 12) {
                break;
            }
            chunks.add(Arrays.copyOfRange(file, at + 4, at + 8 + length));
            at += 12 + length;
        }
        if (chunks.isEmpty()) {
            return flipped(file, random);
        }
        if (random.nextInt(3) == 0) {
            byte[] name = one(List.of(CHUNKS), random).getBytes(ISO_8859_1);
            chunks.add(random.nextInt(chunks.size() + 1), join(name, chunkData(random)));
        } else {
            rearrange(chunks, random);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(file, 0, PNG_SIGNATURE);
        for (byte[] chunk : chunks) {
            CRC32 crc = new CRC32();
            crc.update(chunk);
            int wrong = random.nextInt(50) == 0 ? 1 : 0;
            out.writeBytes(ByteBuffer.allocate(4).putInt(chunk.length - 4).array());
            out.writeBytes(chunk);
            out.writeBytes(
                    ByteBuffer.allocate(4).putInt((int) crc.getValue() ^ wrong).array());
        }
        return out.toByteArray();
    }

    private static byte[] chunkData(Random random) {
        if (random.nextBoolean()) { // a frame of an animation, maybe one that fits
            return ByteBuffer.allocate(26)
                    .putInt(random.nextInt(3))
                    .putInt(1 + random.nextInt(24))
                    .putInt(1 + random.nextInt(16))
                    .putInt(random.nextInt(4))
                    .array();
        }
        return random(random.nextInt(10) == 0 ? 100_000 : random.nextInt(64), random);
    }

    /** Segments swapped, doubled, dropped, invented or changed. */
    private static byte[] brokenJpeg(byte[] file, Random random) {
        List<byte[]> segments = new ArrayList<>();
        int at = 2;
        while (at + 4 <= file.length && file[at] == (byte) 0xFF && file[at + 1] != (byte) 0xDA) {
            int end = at + 2 + (file[at + 2] & 0xFF) * 256 + (file[at + 3] & 0xFF);
            if (end > file.length) {
                break;
            }
            segments.add(Arrays.copyOfRange(file, at, end));
            at = end;
        }
        segments.add(rest(file, at));
        if (random.nextInt(3) == 0) {
            byte[] data = random(random.nextInt(10) == 0 ? 60_000 : random.nextInt(64), random);
            byte[] head = {
                (byte) 0xFF,
                (byte) (0xC0 + random.nextInt(64)),
                (byte) ((data.length + 2) >> 8),
                (byte) (data.length + 2)
            };
            segments.add(random.nextInt(segments.size() + 1), join(head, data));
        } else {
            rearrange(segments, random);
        }
        segments.add(0, Arrays.copyOf(file, 2));
        return join(segments.toArray(byte[][]::new));
    }

    private static void rearrange(List<byte[]> pieces, Random random) {
        int piece = random.nextInt(pieces.size());
        switch (random.nextInt(5)) {
            case 0 -> Collections.swap(pieces, piece, random.nextInt(pieces.size()));
            case 1 -> pieces.add(random.nextInt(pieces.size() + 1), pieces.get(piece));
            case 2 -> pieces.remove(piece);
            case 3 -> pieces.set(piece, tail(pieces.get(piece), flipped(pieces.get(piece), random)));
            default ->
                pieces.set(
                        piece,
                        pieces.get(piece).length < 8
                                ? new byte[4]
                                : tail(pieces.get(piece), odd(pieces.get(piece), random)));
        }
    }

    /** The changed piece with its old first four bytes, its name. */
    private static byte[] tail(byte[] piece, byte[] changed) {
        return piece.length < 4 ? changed : join(Arrays.copyOf(piece, 4), Arrays.copyOfRange(changed, 4, piece.length));
    }

    /** A header that lies, a length that lies, or headers of a shape nobody expects. */
    private static byte[] brokenTensors(byte[] file, Random random) {
        byte[] header =
                switch (random.nextInt(12)) {
                    case 0 -> ("{\"image\":" + "[".repeat(5000)).getBytes(UTF_8);
                    case 1 -> ("{\"" + "x".repeat(20_000) + "\":1" + "0".repeat(2000) + "}").getBytes(UTF_8);
                    default ->
                        one(List.of(TENSOR_HEADERS), random)
                                .replace("%d", "" + ODD_NUMBERS[random.nextInt(ODD_NUMBERS.length)])
                                .getBytes(UTF_8);
                };
        long length = random.nextInt(10) == 0 ? ODD_NUMBERS[random.nextInt(ODD_NUMBERS.length)] : header.length;
        byte[] prefix = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .array();
        return join(prefix, header, random(random.nextInt(64), random));
    }

    private static RawLayout layout(Random random) {
        String[] types = {"u8", "f16", "f32", "f64", "", "U8"};
        return new RawLayout(
                ODD_NUMBERS[random.nextInt(ODD_NUMBERS.length)],
                ODD_NUMBERS[random.nextInt(ODD_NUMBERS.length)],
                ODD_NUMBERS[random.nextInt(ODD_NUMBERS.length)],
                types[random.nextInt(types.length)]);
    }

    private static List<byte[]> jpegs() {
        BufferedImage colour = Pictures.picture(40, 24, BufferedImage.TYPE_INT_RGB);
        BufferedImage grey = Pictures.picture(17, 9, BufferedImage.TYPE_BYTE_GRAY);
        byte[] baseline = Pictures.encode(colour, "jpeg", false);
        byte[] exif = join(new byte[] {(byte) 0xFF, (byte) 0xE1, 0, 34}, "Exif\0\0II*\0\b\0\0\0".getBytes(ISO_8859_1));
        return List.of(
                baseline,
                Pictures.encode(colour, "jpeg", true),
                Pictures.encode(grey, "jpeg", false),
                Pictures.encode(grey, "jpeg", true),
                Pictures.encode(Pictures.noise(64, 64, 1), "jpeg", false),
                cmykJpeg(),
                HostileFiles.progressiveJpeg(64, 48, 43),
                join(Arrays.copyOf(baseline, 2), exif, new byte[18], rest(baseline, 2)));
    }

    private static byte[] cmykJpeg() {
        byte[] samples = random(4 * 32 * 16, new Random(1));
        Raster raster = Raster.createInterleavedRaster(
                new DataBufferByte(samples, samples.length), 32, 16, 128, 4, new int[] {0, 1, 2, 3}, null);
        return Pictures.encode(raster, "jpeg");
    }

    private static List<byte[]> pngs() {
        List<byte[]> files = new ArrayList<>();
        for (int type : new int[] {
            BufferedImage.TYPE_INT_RGB,
            BufferedImage.TYPE_INT_ARGB,
            BufferedImage.TYPE_BYTE_GRAY,
            BufferedImage.TYPE_BYTE_INDEXED,
            BufferedImage.TYPE_BYTE_BINARY,
            BufferedImage.TYPE_USHORT_GRAY
        }) {
            for (boolean interlaced : new boolean[] {false, true}) {
                files.add(Pictures.encode(Pictures.picture(24, 16, type), "png", interlaced));
            }
        }
        files.add(HostileFiles.blackPng(24, 16, 16, true));
        files.add(HostileFiles.animatedPng(24, 16));
        return files;
    }

    private static byte[] random(int length, Random random) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] rest(byte[] file, int from) {
        return Arrays.copyOfRange(file, Math.min(from, file.length), file.length);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static <T> T one(List<T> all, Random random) {
        return all.get(random.nextInt(all.size()));
    }
}
