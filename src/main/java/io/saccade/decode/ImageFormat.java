package io.saccade.decode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.saccade.frame.Payload;
import io.saccade.frame.Reason;
import io.saccade.frame.RejectedException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The formats that frames come in. */
enum ImageFormat {
    JPEG("image/jpeg"),
    PNG("image/png"),
    SAFETENSORS("application/x-safetensors"),
    RAW("application/octet-stream");

    private static final byte[] JPEG_MAGIC = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF};
    private static final byte[] PNG_MAGIC = "\u0089PNG\r\n\u001a\n".getBytes(ISO_8859_1);
    private static final int SAFETENSORS_LENGTH_BYTES = 8;

    private final String mediaType;

    ImageFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    /**
     * The format of a payload: what its sender named if the bytes agree, else what the first bytes tell. Raw bytes have
     * no signature, so they need a layout; {@code application/octet-stream} without one is as good as no content type.
     *
     * @throws RejectedException {@code empty}, {@code unsupported-format} or {@code content-type-mismatch}
     */
    static ImageFormat of(Payload payload) throws RejectedException {
        byte[] bytes = payload.bytes();
        if (bytes.length == 0) {
            throw new RejectedException(Reason.EMPTY, "the frame has no bytes");
        }
        Optional<ImageFormat> sniffed = sniff(bytes);
        Optional<ImageFormat> named = named(payload.contentType());
        if (named.isEmpty() || named.get() == RAW) {
            boolean raw = payload.layout() != null && (named.isPresent() || sniffed.isEmpty());
            return raw ? RAW : sniffed.orElseThrow(ImageFormat::unknown);
        }
        if (!named.equals(sniffed)) {
            throw new RejectedException(
                    Reason.CONTENT_TYPE_MISMATCH,
                    "content-type says " + named.get().mediaType + ", the bytes are "
                            + sniffed.map(format -> format.mediaType).orElse("of no known format"));
        }
        return named.get();
    }

    private static Optional<ImageFormat> named(@Nullable String contentType) throws RejectedException {
        if (contentType == null || contentType.isBlank()) {
            return Optional.empty();
        }
        String essence = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (essence.equals("image/jpg")) {
            return Optional.of(JPEG);
        }
        for (ImageFormat format : values()) {
            if (format.mediaType.equals(essence)) {
                return Optional.of(format);
            }
        }
        throw new RejectedException(
                Reason.UNSUPPORTED_FORMAT,
                "content-type '" + essence + "' is not accepted; expected image/jpeg, image/png, "
                        + "application/x-safetensors or application/octet-stream");
    }

    private static RejectedException unknown() {
        return new RejectedException(
                Reason.UNSUPPORTED_FORMAT,
                "the first bytes are those of no known format; expected JPEG, PNG, safetensors, or raw bytes with the"
                        + " headers width, height and channels as whole numbers");
    }

    private static Optional<ImageFormat> sniff(byte[] bytes) {
        if (startsWith(bytes, JPEG_MAGIC)) {
            return Optional.of(JPEG);
        }
        if (startsWith(bytes, PNG_MAGIC)) {
            return Optional.of(PNG);
        }
        if (bytes.length > SAFETENSORS_LENGTH_BYTES && bytes[SAFETENSORS_LENGTH_BYTES] == '{') {
            long headerLength =
                    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
            if (headerLength >= 2 && headerLength <= bytes.length - SAFETENSORS_LENGTH_BYTES) {
                return Optional.of(SAFETENSORS);
            }
        }
        return Optional.empty();
    }

    private static boolean startsWith(byte[] bytes, byte[] magic) {
        return bytes.length >= magic.length && Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length);
    }
}
