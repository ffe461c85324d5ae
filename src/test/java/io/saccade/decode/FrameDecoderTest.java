package io.saccade.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import io.saccade.Pictures;
import io.saccade.frame.Image;
import io.saccade.frame.Payload;
import io.saccade.frame.RawLayout;
import io.saccade.frame.Reason;
import io.saccade.frame.RejectedException;
import io.saccade.frame.Rejection;
import io.saccade.frame.SampleType;
import io.saccade.tensor.DType;
import io.saccade.tensor.Safetensors;
import io.saccade.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameDecoderTest {

    private static final int WIDTH = 48;
    private static final int HEIGHT = 32;
    private static final long MAX_PIXELS = 1 << 20;

    private final FrameDecoder rgb = new FrameDecoder(3, MAX_PIXELS);

    @ParameterizedTest
    @CsvSource({"jpeg,false,12", "jpeg,true,12", "png,false,0", "png,true,0"})
    void colourComesAsRedGreenBlue(String format, boolean progressive, int tolerance) throws RejectedException {
        BufferedImage picture = Pictures.picture(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);

        Image image = rgb.decode(Payload.of(Pictures.encode(picture, format, progressive)));

        assertThat(image.width()).isEqualTo(WIDTH);
        assertThat(image.height()).isEqualTo(HEIGHT);
        assertThat(image.channels()).isEqualTo(3);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                int expected = picture.getRGB(x, y);
                assertThat(sample(image, y, x, 0)).isCloseTo(expected >> 16 & 0xFF, within(tolerance));
                assertThat(sample(image, y, x, 1)).isCloseTo(expected >> 8 & 0xFF, within(tolerance));
                assertThat(sample(image, y, x, 2)).isCloseTo(expected & 0xFF, within(tolerance));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "png"})
    void greySpreadsToAllColoursAndColourBecomesLuma(String format) throws RejectedException {
        BufferedImage grey = Pictures.picture(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
        int expected = grey.getRaster().getSample(30, 20, 0);

        Image spread = rgb.decode(Payload.of(Pictures.encode(grey, format, false)));
        assertThat(List.of(sample(spread, 20, 30, 0), sample(spread, 20, 30, 1), sample(spread, 20, 30, 2)))
                .allSatisfy(value -> assertThat(value).isCloseTo(expected, within(3)));

        BufferedImage colour = Pictures.picture(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        int argb = colour.getRGB(30, 20);
        double luma = 0.299 * (argb >> 16 & 0xFF) + 0.587 * (argb >> 8 & 0xFF) + 0.114 * (argb & 0xFF);
        Image one = new FrameDecoder(1, MAX_PIXELS).decode(Payload.of(Pictures.encode(colour, format, false)));
        assertThat(one.channels()).isEqualTo(1);
        assertThat((double) sample(one, 20, 30, 0)).isCloseTo(luma, within(3.0));
    }

    @Test
    void alphaIsDroppedOrKeptOrOpaqueAsTheModelNeeds() throws RejectedException {
        BufferedImage picture = Pictures.picture(WIDTH, HEIGHT, BufferedImage.TYPE_INT_ARGB);
        byte[] png = Pictures.encode(picture, "png", false);

        assertThat(rgb.decode(Payload.of(png)).channels()).isEqualTo(3);

        FrameDecoder rgba = new FrameDecoder(4, MAX_PIXELS);
        Image kept = rgba.decode(Payload.of(png));
        int argb = picture.getRGB(40, 10);
        assertThat(sample(kept, 10, 40, 0)).isEqualTo(argb >> 16 & 0xFF);
        assertThat(sample(kept, 10, 40, 2)).isEqualTo(argb & 0xFF);
        assertThat(sample(kept, 10, 40, 3)).isEqualTo(argb >>> 24);

        Image opaque = rgba.decode(Payload.of(Pictures.jpeg(WIDTH, HEIGHT)));
        assertThat(opaque.channels()).isEqualTo(4);
        assertThat(sample(opaque, 10, 40, 3)).isEqualTo(255);
    }

    @Test
    void sixteenBitPngKeepsItsDepthAsFloats() throws RejectedException {
        BufferedImage deep = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_USHORT_GRAY);
        deep.getRaster().setSample(7, 5, 0, 12345);

        Image image = new FrameDecoder(1, MAX_PIXELS).decode(Payload.of(Pictures.encode(deep, "png", false)));

        assertThat(image.type()).isEqualTo(SampleType.F32);
        assertThat(image.samples().asFloatBuffer().get(5 * WIDTH + 7)).isEqualTo(12345f);
    }

    @Test
    void paletteIsColour() throws RejectedException {
        BufferedImage palette = Pictures.picture(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_INDEXED);

        Image image = rgb.decode(Payload.of(Pictures.encode(palette, "png", false)));

        assertThat(sample(image, 20, 30, 0)).isEqualTo(palette.getRGB(30, 20) >> 16 & 0xFF);
        assertThat(sample(image, 20, 30, 2)).isEqualTo(palette.getRGB(30, 20) & 0xFF);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4})
    void exifRotationIsIgnored(int channels) throws RejectedException {
        byte[] jpeg = Pictures.jpeg(WIDTH, HEIGHT);
        byte[] rotateBy90 = HexFormat.of()
                .parseHex("ffe10022" + "457869660000" + "49492a0008000000" + "0100" + "120103000100000006000000"
                        + "00000000");
        byte[] rotated = new byte[jpeg.length + rotateBy90.length];
        ByteBuffer.wrap(rotated).put(jpeg, 0, 2).put(rotateBy90).put(jpeg, 2, jpeg.length - 2);

        FrameDecoder decoder = new FrameDecoder(channels, MAX_PIXELS);
        byte[] expected = bytes(decoder.decode(Payload.of(jpeg)));

        Image image = decoder.decode(Payload.of(rotated));
        assertThat(image.width()).isEqualTo(WIDTH);
        assertThat(bytes(image)).isEqualTo(expected);
    }

    @Test
    void rawAndSafetensorsFramesAreTheirNumbers() throws RejectedException {
        byte[] samples = new byte[2 * 3 * 3];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) (200 + i);
        }
        Tensor tensor = new Tensor("image", DType.U8, List.of(2, 3, 3), ByteBuffer.wrap(samples));
        byte[] file = new Safetensors(Map.of(), List.of(tensor)).toBytes();

        Image raw = rgb.decode(new Payload(samples, "application/octet-stream", new RawLayout(3, 2, 3, "u8")));
        assertThat(bytes(raw)).isEqualTo(samples);
        Image named = rgb.decode(new Payload(file, "application/x-safetensors", null));
        assertThat(bytes(named)).isEqualTo(samples);
        Image sniffed = rgb.decode(Payload.of(file));
        assertThat(bytes(sniffed)).isEqualTo(samples);
    }

    @Test
    void halfFloatsAreWidened() throws RejectedException {
        ByteBuffer halves = ByteBuffer.allocate(6).order(ByteOrder.LITTLE_ENDIAN);
        halves.putShort((short) 0x3C00)
                .putShort((short) 0xC000)
                .putShort((short) 0x3555)
                .flip();
        Tensor tensor = new Tensor("image", DType.F16, List.of(1, 1, 3), halves);

        Image image = rgb.decode(Payload.of(new Safetensors(Map.of(), List.of(tensor)).toBytes()));

        assertThat(image.samples().asFloatBuffer().get(0)).isEqualTo(1f);
        assertThat(image.samples().asFloatBuffer().get(1)).isEqualTo(-2f);
        assertThat(image.samples().asFloatBuffer().get(2)).isCloseTo(1 / 3f, within(1e-4f));
    }

    @Test
    void anEmptyFrameIsRejected() {
        assertThat(rejection(Payload.of(new byte[0])).reason()).isEqualTo(Reason.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GIF89a.....................", "hello", "{\"json\": true}", "\u0000"})
    void unknownBytesAreAnUnsupportedFormat(String text) {
        assertThat(rejection(Payload.of(text.getBytes())).reason()).isEqualTo(Reason.UNSUPPORTED_FORMAT);
    }

    @Test
    void anUnknownContentTypeIsAnUnsupportedFormat() {
        Rejection rejection = rejection(new Payload(Pictures.jpeg(8, 8), "image/webp", null));
        assertThat(rejection.reason()).isEqualTo(Reason.UNSUPPORTED_FORMAT);
        assertThat(rejection.detail()).contains("image/webp").contains("image/jpeg");
    }

    @Test
    void aContentTypeThatTheBytesContradictIsRejected() {
        Rejection rejection = rejection(new Payload(Pictures.jpeg(8, 8), "image/png", null));
        assertThat(rejection.reason()).isEqualTo(Reason.CONTENT_TYPE_MISMATCH);
        assertThat(rejection.detail()).contains("image/png").contains("image/jpeg");
    }

    @ParameterizedTest
    @ValueSource(strings = {"image/jpeg", "IMAGE/JPEG; q=1", "image/jpg", "application/octet-stream", ""})
    void aContentTypeThatFitsIsTaken(String contentType) throws RejectedException {
        assertThat(rgb.decode(new Payload(Pictures.jpeg(8, 8), contentType, null))
                        .width())
                .isEqualTo(8);
    }

    @Test
    void informativeSizeHeadersDoNotMakeAJpegRaw() throws RejectedException {
        Payload payload = new Payload(Pictures.jpeg(8, 8), null, new RawLayout(1920, 1080, 3, "u8"));
        assertThat(rgb.decode(payload).width()).isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "png"})
    void aFileCutShortAnywhereIsUndecodable(String format) {
        byte[] whole = Pictures.encode(Pictures.picture(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB), format, false);
        for (int length = 9; length < whole.length - 1; length += 7) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThat(rejection(Payload.of(cut)).reason())
                    .as("%s of %d bytes, cut to %d", format, whole.length, length)
                    .isEqualTo(Reason.UNDECODABLE);
        }
    }

    @Test
    void aTooLargeJpegIsRejectedByItsHeaderAlone() {
        byte[] jpeg = Pictures.jpeg(8, 8);
        int frameHeader = indexOf(jpeg, (byte) 0xFF, (byte) 0xC0);
        ByteBuffer.wrap(jpeg).putShort(frameHeader + 5, (short) 65500).putShort(frameHeader + 7, (short) 65500);

        Rejection rejection = rejection(Payload.of(jpeg));

        assertThat(rejection.reason()).isEqualTo(Reason.TOO_MANY_PIXELS);
        assertThat(rejection.detail()).contains("65500").contains("saccade.decode.max-pixels");
    }

    @Test
    void aTooLargePngOrTensorIsRejectedByItsHeaderAlone() {
        byte[] png = Pictures.encode(Pictures.picture(8, 8, BufferedImage.TYPE_INT_RGB), "png", false);
        ByteBuffer.wrap(png).putInt(16, Integer.MAX_VALUE).putInt(20, Integer.MAX_VALUE);
        assertThat(rejection(Payload.of(png)).reason()).isEqualTo(Reason.TOO_MANY_PIXELS);

        Payload raw = new Payload(new byte[3], "application/octet-stream", new RawLayout(1 << 30, 1 << 30, 3, "u8"));
        assertThat(rejection(raw).reason()).isEqualTo(Reason.TOO_MANY_PIXELS);
    }

    @Test
    void rawBytesOfAnotherLengthSayWhatWasExpected() {
        Rejection rejection =
                rejection(new Payload(new byte[17], "application/octet-stream", new RawLayout(3, 2, 3, "u8")));
        assertThat(rejection.reason()).isEqualTo(Reason.UNDECODABLE);
        assertThat(rejection.detail()).contains("18").contains("17");
    }

    @ParameterizedTest
    @CsvSource({"2,3", "5,3", "3,2", "3,5"})
    void channelsThatDoNotConvertAreAMismatch(int frame, int model) {
        byte[] samples = new byte[4 * frame];
        Payload payload = new Payload(samples, "application/octet-stream", new RawLayout(2, 2, frame, "u8"));
        RejectedException thrown = catchThrowableOfType(
                RejectedException.class, () -> new FrameDecoder(model, MAX_PIXELS).decode(payload));
        assertThat(thrown.rejection().reason()).isEqualTo(Reason.CHANNEL_MISMATCH);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void aFloatFrameWithANumberThatIsNotFiniteIsRejected(float bad) {
        Tensor tensor = Tensor.ofFloats("image", List.of(1, 2, 3), new float[] {0, 1, 2, bad, 4, 5});
        byte[] file = new Safetensors(Map.of(), List.of(tensor)).toBytes();
        assertThat(rejection(Payload.of(file)).reason()).isEqualTo(Reason.NOT_FINITE);
    }

    @Test
    void aSafetensorsFileWithoutAnImageSaysWhatItHas() {
        Tensor tensor = Tensor.ofFloats("picture", List.of(1, 1, 3), new float[3]);
        Rejection rejection = rejection(Payload.of(new Safetensors(Map.of(), List.of(tensor)).toBytes()));
        assertThat(rejection.reason()).isEqualTo(Reason.UNDECODABLE);
        assertThat(rejection.detail()).contains("'image'").contains("picture");
    }

    private Rejection rejection(Payload payload) {
        RejectedException thrown = catchThrowableOfType(RejectedException.class, () -> rgb.decode(payload));
        assertThat(thrown).as("rejection of %d bytes", payload.bytes().length).isNotNull();
        return thrown.rejection();
    }

    private static int sample(Image image, int y, int x, int channel) {
        return image.samples().get((y * image.width() + x) * image.channels() + channel) & 0xFF;
    }

    private static byte[] bytes(Image image) {
        byte[] bytes = new byte[image.samples().limit()];
        image.samples().get(0, bytes);
        return bytes;
    }

    private static int indexOf(byte[] bytes, byte first, byte second) {
        for (int i = 0; i + 1 < bytes.length; i++) {
            if (bytes[i] == first && bytes[i + 1] == second) {
                return i;
            }
        }
        throw new AssertionError("not found");
    }
}
