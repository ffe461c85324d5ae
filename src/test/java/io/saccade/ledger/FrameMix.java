package io.saccade.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.saccade.Pictures;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a run, each a function of the seed and its number: about 88 % valid, the others broken in every way that
 * has a reason of its own, a few sent again as they were.
 */
final class FrameMix {

    /** The class of a frame that gets a score map; every other class is the name of a {@code saccade-reason}. */
    static final String SCORED = "scored";

    static final int CAMERAS = 8;
    static final int PARTITIONS = 3;

    private static final int PERCENT = 100;
    private static final int VALID_PERCENT = 88;
    private static final int REPEATED_PERCENT = 3;
    private static final int LARGE_HEADER_BYTES = 200_000;
    private static final int LARGE_HEADER_ONE_IN = 500;
    private static final List<Size> SIZES =
            List.of(new Size(32, 24), new Size(40, 30), new Size(48, 36), new Size(64, 48));
    private static final Size LARGE = new Size(160, 120);
    private static final int LARGE_ONE_IN = 50;

    private final long seed;

    FrameMix(long seed) {
        this.seed = seed;
    }

    /**
     * One frame.
     *
     * @param value null for a tombstone
     * @param expected {@link #SCORED} or a reason
     * @param pixels what a decoder must get out of {@code value}; null unless valid and in a lossless format
     */
    record MixedFrame(
            String camera,
            int partition,
            Map<String, byte[]> headers,
            byte @Nullable [] value,
            String expected,
            @Nullable Pixels pixels) {}

    /** Samples {@code [height, width, 3]}, red-green-blue. */
    record Pixels(int width, int height, byte[] samples) {}

    private record Size(int width, int height) {}

    private record Content(
            String contentType,
            byte @Nullable [] value,
            String expected,
            @Nullable Pixels pixels) {}

    /** The frame of a number; its camera is {@code index % CAMERAS}. */
    MixedFrame at(long index) {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + index);
        if (index >= CAMERAS && random.nextInt(PERCENT) < REPEATED_PERCENT) {
            return at(index - CAMERAS); // the last frame of the same camera, its id included
        }
        int number = (int) (index % CAMERAS);
        String camera = "camera-" + number;
        Content content = random.nextInt(PERCENT) < VALID_PERCENT
                ? valid(random)
                : invalid(random.nextInt(INVALID_KINDS), random);
        Map<String, byte[]> headers = new LinkedHashMap<>();
        put(headers, "ce_specversion", "1.0");
        put(headers, "ce_id", camera + "-" + index);
        put(headers, "ce_sequence", "%012d".formatted(index));
        if (!content.contentType().isEmpty()) {
            put(headers, "content-type", content.contentType());
        }
        if (content.contentType().equals(RAW) && content.pixels() != null) {
            put(headers, "width", "" + content.pixels().width());
            put(headers, "height", "" + content.pixels().height());
            put(headers, "channels", "3");
        }
        if (content.expected().equals("expired")) {
            put(headers, "ce_expirytime", "2020-01-01T00:00:00Z");
        }
        if (content.expected().equals("undecodable")) { // what it claims must not be taken for ours
            put(headers, "saccade-reason", "forged");
            put(headers, "saccade-source-offset", "0");
        }
        if (random.nextInt(LARGE_HEADER_ONE_IN) == 0) {
            put(headers, "large", "x".repeat(LARGE_HEADER_BYTES));
        }
        return new MixedFrame(
                camera, number % PARTITIONS, headers, content.value(), content.expected(), content.pixels());
    }

    private static void put(Map<String, byte[]> headers, String name, String value) {
        headers.put(name, value.getBytes(UTF_8));
    }

    private static final String JPEG = "image/jpeg";
    private static final String PNG = "image/png";
    private static final String SAFETENSORS = "application/x-safetensors";
    private static final String RAW = "application/octet-stream";
    private static final String SNIFFED = "";

    private static Content valid(SplittableRandom random) {
        BufferedImage scene = scene(random);
        Pixels pixels = pixels(scene);
        int kind = random.nextInt(PERCENT);
        if (kind < 45) {
            return new Content(random.nextBoolean() ? JPEG : SNIFFED, encode(scene, "jpeg"), SCORED, null);
        }
        if (kind < 75) {
            return new Content(random.nextBoolean() ? PNG : SNIFFED, encode(scene, "png"), SCORED, pixels);
        }
        if (kind < 90) {
            return new Content(RAW, pixels.samples(), SCORED, pixels);
        }
        return kind < 95
                ? new Content(SAFETENSORS, safetensors("U8", pixels, 3, pixels.samples()), SCORED, pixels)
                : new Content(SNIFFED, safetensors("F32", pixels, 3, floats(pixels, 0)), SCORED, pixels);
    }

    private static final int INVALID_KINDS = 9;

    private static Content invalid(int kind, SplittableRandom random) {
        BufferedImage scene = scene(random);
        Pixels pixels = pixels(scene);
        return switch (kind) {
            case 0 -> {
                byte[] jpeg = encode(scene, "jpeg");
                yield new Content(JPEG, Arrays.copyOf(jpeg, jpeg.length * 2 / 3), "undecodable", null);
            }
            case 1 -> new Content(SNIFFED, encode(scene, "gif"), "unsupported-format", null);
            case 2 -> new Content(JPEG, new byte[0], "empty", null);
            case 3 -> new Content(SNIFFED, null, "empty", null);
            case 4 -> new Content(SAFETENSORS, safetensors("F32", pixels, 3, floats(pixels, 1)), "not-finite", null);
            case 5 -> new Content(JPEG, encode(scene, "png"), "content-type-mismatch", null);
            case 6 -> new Content(PNG, pngOf(100_000, 100_000), "too-many-pixels", null);
            case 7 -> {
                byte[] two = Arrays.copyOf(pixels.samples(), pixels.width() * pixels.height() * 2);
                yield new Content(SAFETENSORS, safetensors("U8", pixels, 2, two), "channel-mismatch", null);
            }
            default -> new Content(JPEG, encode(scene, "jpeg"), "expired", null);
        };
    }

    /** Smooth shades with a few blocks in other colours, unlike any other scene. */
    private static BufferedImage scene(SplittableRandom random) {
        Size size = random.nextInt(LARGE_ONE_IN) == 0 ? LARGE : SIZES.get(random.nextInt(SIZES.size()));
        BufferedImage image = Pictures.picture(size.width(), size.height(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        for (int i = 0; i < 4; i++) {
            graphics.setColor(new Color(random.nextInt(1 << 24)));
            graphics.fillRect(
                    random.nextInt(size.width()),
                    random.nextInt(size.height()),
                    1 + random.nextInt(size.width() / 3),
                    1 + random.nextInt(size.height() / 3));
        }
        graphics.dispose();
        return image;
    }

    private static Pixels pixels(BufferedImage image) {
        byte[] samples = new byte[image.getWidth() * image.getHeight() * 3];
        int at = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int rgb = image.getRGB(x, y);
                samples[at++] = (byte) (rgb >> 16);
                samples[at++] = (byte) (rgb >> 8);
                samples[at++] = (byte) rgb;
            }
        }
        return new Pixels(image.getWidth(), image.getHeight(), samples);
    }

    private static byte[] encode(BufferedImage image, String format) {
        return Pictures.encode(image, format, false);
    }

    /** The samples as float32, the first few replaced by NaN. */
    private static byte[] floats(Pixels pixels, int notNumbers) {
        ByteBuffer floats =
                ByteBuffer.allocate(pixels.samples().length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < pixels.samples().length; i++) {
            floats.putFloat(i < notNumbers ? Float.NaN : pixels.samples()[i] & 0xff);
        }
        return floats.array();
    }

    private static byte[] safetensors(String dtype, Pixels pixels, int channels, byte[] data) {
        byte[] header = "{\"image\":{\"dtype\":\"%s\",\"shape\":[%d,%d,%d],\"data_offsets\":[0,%d]}}"
                .formatted(dtype, pixels.height(), pixels.width(), channels, data.length)
                .getBytes(UTF_8);
        return ByteBuffer.allocate(Long.BYTES + header.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .put(data)
                .array();
    }

    /** A PNG that claims a size and has no pixels: signature, IHDR, IEND. */
    private static byte[] pngOf(int width, int height) {
        return ByteBuffer.allocate(8 + 25 + 12)
                .putLong(0x89504e470d0a1a0aL)
                .putInt(13)
                .put("IHDR".getBytes(UTF_8))
                .putInt(width)
                .putInt(height)
                .put(new byte[] {8, 2, 0, 0, 0})
                .putInt(0)
                .putInt(0)
                .put("IEND".getBytes(UTF_8))
                .putInt(0xae426082)
                .array();
    }
}
