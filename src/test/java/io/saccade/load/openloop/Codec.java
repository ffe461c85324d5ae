package io.saccade.load.openloop;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.saccade.Pictures;
import io.saccade.decode.FrameDecoder;
import io.saccade.frame.Image;
import io.saccade.frame.Payload;
import io.saccade.frame.RawLayout;
import io.saccade.frame.RejectedException;
import java.awt.image.BufferedImage;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How frames are encoded on their way to the service. */
enum Codec {
    JPEG("image/jpeg") {
        @Override
        Payload encode(byte[] jpeg) {
            return new Payload(jpeg, contentType, null);
        }
    },

    PNG("image/png") {
        @Override
        Payload encode(byte[] jpeg) {
            try (FrameDecoder decoder = decoder()) {
                return new Payload(Pictures.encode(picture(decode(decoder, jpeg)), "png", false), contentType, null);
            }
        }
    },

    /** Interleaved red-green-blue bytes, no header of their own. */
    RAW("application/octet-stream") {
        @Override
        Payload encode(byte[] jpeg) {
            try (FrameDecoder decoder = decoder()) {
                Image image = decode(decoder, jpeg);
                return new Payload(
                        samples(image), contentType, new RawLayout(image.width(), image.height(), CHANNELS, "u8"));
            }
        }
    };

    private static final int CHANNELS = 3;

    final String contentType;

    Codec(String contentType) {
        this.contentType = contentType;
    }

    /** The picture of a JPEG in this encoding. */
    abstract Payload encode(byte[] jpeg);

    /** What a record of a payload says of it. */
    static Map<String, byte[]> headers(Payload payload) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", String.valueOf(payload.contentType()));
        @Nullable RawLayout layout = payload.layout();
        if (layout != null) {
            headers.put("width", String.valueOf(layout.width()));
            headers.put("height", String.valueOf(layout.height()));
            headers.put("channels", String.valueOf(layout.channels()));
        }
        Map<String, byte[]> bytes = new LinkedHashMap<>();
        headers.forEach((name, value) -> bytes.put(name, value.getBytes(UTF_8)));
        return bytes;
    }

    private static FrameDecoder decoder() {
        return new FrameDecoder(CHANNELS, Long.MAX_VALUE);
    }

    private static Image decode(FrameDecoder decoder, byte[] jpeg) {
        try {
            return decoder.decode(Payload.of(jpeg));
        } catch (RejectedException e) {
            throw new IllegalArgumentException("not a JPEG that the service takes", e);
        }
    }

    private static byte[] samples(Image image) {
        byte[] samples = new byte[image.samples().limit()];
        image.samples().get(0, samples);
        return samples;
    }

    private static BufferedImage picture(Image image) {
        byte[] samples = samples(image);
        BufferedImage picture = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < image.pixels(); i++) {
            int rgb = (samples[3 * i] & 0xff) << 16 | (samples[3 * i + 1] & 0xff) << 8 | samples[3 * i + 2] & 0xff;
            picture.setRGB(i % image.width(), i / image.width(), rgb);
        }
        return picture;
    }
}
