package io.saccade.decode;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.saccade.frame.Reason;
import io.saccade.frame.RejectedException;
import java.nio.ByteBuffer;

/** Reads the IHDR chunk of a PNG (ISO/IEC 15948) and checks that the chunks reach an IEND. */
final class PngHeader {

    private static final int SIGNATURE = 8;
    private static final int CHUNK_OVERHEAD = 12;
    private static final int IHDR_LENGTH = 13;
    private static final int IHDR = name("IHDR");
    private static final int IEND = name("IEND");
    private static final int TRNS = name("tRNS");

    private PngHeader() {}

    /**
     * Reads the header. A palette counts as colour, transparency of any kind as an alpha channel.
     *
     * @throws RejectedException {@code undecodable} if the file is broken or cut short
     */
    static ImageHeader read(byte[] bytes) throws RejectedException {
        ByteBuffer file = ByteBuffer.wrap(bytes);
        if (bytes.length < SIGNATURE + CHUNK_OVERHEAD + IHDR_LENGTH || file.getInt(SIGNATURE + 4) != IHDR) {
            throw broken("no IHDR chunk");
        }
        int width = file.getInt(SIGNATURE + 8);
        int height = file.getInt(SIGNATURE + 12);
        int bits = file.get(SIGNATURE + 16);
        int colourType = file.get(SIGNATURE + 17);
        if (width < 1 || height < 1) {
            throw broken("size " + Integer.toUnsignedString(width) + " × " + Integer.toUnsignedString(height));
        }
        boolean transparent = hasTransparency(file);
        int channels =
                switch (colourType) {
                    case 0 -> transparent ? 2 : 1;
                    case 2, 3 -> transparent ? 4 : 3;
                    case 4 -> 2;
                    case 6 -> 4;
                    default -> throw broken("colour type " + colourType);
                };
        return new ImageHeader(width, height, channels, bits);
    }

    private static boolean hasTransparency(ByteBuffer file) throws RejectedException {
        boolean transparent = false;
        long at = SIGNATURE;
        while (at + CHUNK_OVERHEAD <= file.limit()) {
            int type = file.getInt((int) at + 4);
            if (type == IEND) {
                return transparent;
            }
            transparent |= type == TRNS;
            at += CHUNK_OVERHEAD + Integer.toUnsignedLong(file.getInt((int) at));
        }
        throw broken("it is cut short: no IEND chunk");
    }

    private static int name(String chunk) {
        return ByteBuffer.wrap(chunk.getBytes(US_ASCII)).getInt();
    }

    private static RejectedException broken(String how) {
        return new RejectedException(Reason.UNDECODABLE, "broken PNG: " + how);
    }
}
