package io.saccade.decode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.saccade.frame.Reason;
import io.saccade.frame.RejectedException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;

/**
 * Reads the chunks of a PNG (ISO/IEC 15948) up to its IEND and keeps those that make up the picture.
 *
 * <p>The others are dropped because of what OpenCV does with them: an error within an animation (acTL, fcTL, fdAT) makes
 * it jump into a function that has returned, which crashes the process, and behind an early IEND it takes any chunk
 * length on trust, up to 4 GiB.
 */
final class PngChunks {

    private static final int SIGNATURE = 8;
    private static final int NAME = 4;
    private static final int CHUNK_OVERHEAD = 12;
    private static final int IHDR_LENGTH = 13;
    private static final int ANCILLARY = 0x20;

    /** Deflate makes at most 258 bytes of two bits. */
    private static final int MOST_COMPRESSION = 1032;

    private static final Set<String> NEEDED = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");

    private final ByteBuffer bytes;
    private final PixelLimit limit;
    private final ByteBuffer kept;
    private final Set<String> seen = new HashSet<>();

    private PngChunks(byte[] bytes, PixelLimit limit) {
        this.limit = limit;
        this.bytes = ByteBuffer.wrap(bytes);
        this.kept = ByteBuffer.allocate(bytes.length);
    }

    /**
     * Reads the file. A palette counts as colour, transparency of any kind as an alpha channel.
     *
     * @throws RejectedException {@code undecodable} if the file is broken or cut short; {@code too-many-pixels}
     */
    static CompressedImage read(byte[] bytes, PixelLimit limit) throws RejectedException {
        return new PngChunks(bytes, limit).read();
    }

    private CompressedImage read() throws RejectedException {
        if (bytes.limit() < SIGNATURE + CHUNK_OVERHEAD + IHDR_LENGTH
                || bytes.getInt(SIGNATURE) != IHDR_LENGTH
                || !name(SIGNATURE).equals("IHDR")) {
            throw broken("no IHDR chunk");
        }
        if (width() < 1 || height() < 1) {
            throw broken("size " + Integer.toUnsignedString(width()) + " × " + Integer.toUnsignedString(height()));
        }
        limit.check(width(), height());
        keep(0, SIGNATURE);
        readChunks();
        if (!seen.contains("IDAT")) {
            throw broken("no IDAT chunk");
        }
        ImageHeader header = header();
        long row = ((long) header.width() * header.bits() * samples() + 7) / 8;
        return new CompressedImage(header, kept.flip(), row * header.height() / MOST_COMPRESSION);
    }

    private void readChunks() throws RejectedException {
        int at = SIGNATURE;
        while (at + CHUNK_OVERHEAD <= bytes.limit()) {
            String name = name(at);
            long size = CHUNK_OVERHEAD + Integer.toUnsignedLong(bytes.getInt(at));
            if (size > bytes.limit() - at) {
                break;
            }
            if (isNeeded(name)) {
                keep(at, (int) size);
            }
            if (name.equals("IEND")) {
                return;
            }
            at += (int) size;
        }
        throw broken("it is cut short: no IEND chunk");
    }

    private boolean isNeeded(String name) throws RejectedException {
        if (NEEDED.contains(name)) {
            if (!seen.add(name) && !name.equals("IDAT")) {
                throw broken("two " + name + " chunks");
            }
            return true;
        }
        if ((name.charAt(0) & ANCILLARY) == 0) {
            throw broken("a chunk that no PNG has");
        }
        return false;
    }

    private ImageHeader header() throws RejectedException {
        int bits = bytes.get(SIGNATURE + 16);
        if (bits < 1 || bits > Short.SIZE) {
            throw broken("samples of " + bits + " bits");
        }
        boolean transparent = seen.contains("tRNS");
        int channels =
                switch (colourType()) {
                    case 0 -> transparent ? 2 : 1;
                    case 2, 3 -> transparent ? 4 : 3;
                    case 4 -> 2;
                    case 6 -> 4;
                    default -> throw broken("colour type " + colourType());
                };
        return new ImageHeader(width(), height(), channels, bits);
    }

    private int width() {
        return bytes.getInt(SIGNATURE + 8);
    }

    private int height() {
        return bytes.getInt(SIGNATURE + 12);
    }

    /** Samples in a stored pixel. */
    private int samples() {
        return switch (colourType()) {
            case 2 -> 3;
            case 4 -> 2;
            case 6 -> 4;
            default -> 1;
        };
    }

    private int colourType() {
        return bytes.get(SIGNATURE + 17);
    }

    private void keep(int from, int length) {
        kept.put(bytes.slice(from, length));
    }

    private String name(int chunk) {
        return new String(bytes.array(), chunk + NAME, NAME, ISO_8859_1);
    }

    private static RejectedException broken(String how) {
        return new RejectedException(Reason.UNDECODABLE, "broken PNG: " + how);
    }
}
