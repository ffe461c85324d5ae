package io.saccade.decode;

import static org.bytedeco.opencv.global.opencv_core.CV_16F;
import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_core.CV_8U;
import static org.bytedeco.opencv.global.opencv_core.CV_MAKETYPE;
import static org.bytedeco.opencv.global.opencv_core.checkRange;

import io.saccade.frame.Image;
import io.saccade.frame.RawLayout;
import io.saccade.frame.Reason;
import io.saccade.frame.RejectedException;
import io.saccade.frame.SampleType;
import io.saccade.opencv.DirectBuffer;
import io.saccade.opencv.OpenCv;
import io.saccade.tensor.DType;
import io.saccade.tensor.MalformedTensorsException;
import io.saccade.tensor.Safetensors;
import io.saccade.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;

/** Reads frames that are plain numbers: a safetensors file with tensor {@code image} [H, W, iC], or raw bytes. */
final class TensorDecoder {

    private static final int WITH_ALPHA = 4;

    private final int channels;
    private final PixelLimit limit;
    private final DirectBuffer numbers = new DirectBuffer();
    private final DirectBuffer floats = new DirectBuffer();
    private final DirectBuffer converted = new DirectBuffer();

    TensorDecoder(int channels, PixelLimit limit) {
        OpenCv.load();
        this.channels = channels;
        this.limit = limit;
    }

    /** Reads tensor {@code image}. */
    Image decodeSafetensors(byte[] file) throws RejectedException {
        try {
            return decode(Safetensors.read(file).get("image"));
        } catch (MalformedTensorsException e) {
            throw undecodable("broken safetensors: " + e.getMessage());
        }
    }

    /** Reads raw interleaved samples. */
    Image decodeRaw(byte[] samples, RawLayout layout) throws RejectedException {
        DType dtype =
                switch (layout.dtype().toLowerCase(Locale.ROOT)) {
                    case "u8" -> DType.U8;
                    case "f16" -> DType.F16;
                    case "f32" -> DType.F32;
                    default -> throw undecodable("header dtype is '" + layout.dtype() + "', expected u8, f16 or f32");
                };
        List<Integer> shape = List.of(layout.height(), layout.width(), layout.channels());
        requireImage(shape);
        try {
            return decode(new Tensor("image", dtype, shape, ByteBuffer.wrap(samples)));
        } catch (IllegalArgumentException e) {
            throw undecodable("raw " + e.getMessage());
        }
    }

    private Image decode(Tensor tensor) throws RejectedException {
        requireImage(tensor.shape());
        int height = tensor.shape().get(0);
        int width = tensor.shape().get(1);
        int depth = tensor.shape().get(2);
        ByteBuffer copy = numbers.copyOf(tensor.data());
        return switch (tensor.dtype()) {
            case U8 -> toModel(new Image(width, height, depth, SampleType.U8, copy), CV_8U);
            case F32 -> toModel(finite(new Image(width, height, depth, SampleType.F32, copy)), CV_32F);
            case F16 -> toModel(finite(widen(width, height, depth, copy)), CV_32F);
            default -> throw undecodable("tensor 'image' is " + tensor.dtype() + ", expected U8, F16 or F32");
        };
    }

    private void requireImage(List<Integer> shape) throws RejectedException {
        if (shape.size() != 3 || shape.stream().anyMatch(extent -> extent < 1)) {
            throw undecodable("the image has shape " + shape + ", expected [H, W, iC], none of them 0");
        }
        limit.check(shape.get(1), shape.get(0));
    }

    private Image widen(int width, int height, int depth, ByteBuffer halves) {
        Image image = new Image(
                width,
                height,
                depth,
                SampleType.F32,
                floats.ofSize(Math.toIntExact(Image.bytes(width, height, depth, SampleType.F32))));
        try (Mat from = OpenCv.wrap(halves, height, width * depth, CV_16F);
                Mat to = OpenCv.wrap(image.samples(), height, width * depth, CV_32F)) {
            from.convertTo(to, CV_32F);
        }
        return image;
    }

    private static Image finite(Image image) throws RejectedException {
        try (Mat all = OpenCv.wrap(image.samples(), image.height(), image.width() * image.channels(), CV_32F)) {
            if (!checkRange(all)) {
                throw new RejectedException(
                        Reason.NOT_FINITE, "the image has NaN or infinite samples, expected finite numbers");
            }
        }
        return image;
    }

    private Image toModel(Image image, int type) throws RejectedException {
        OptionalInt code = ChannelConversion.code(image.channels(), channels);
        if (code.isEmpty()) {
            return image;
        }
        if (channels == WITH_ALPHA && image.type() == SampleType.F32) {
            throw new RejectedException(
                    Reason.CHANNEL_MISMATCH,
                    "the frame has " + image.channels() + " float channels, the model takes 4; what an opaque alpha"
                            + " is in floats is the sender's to say");
        }
        Image result = new Image(
                image.width(),
                image.height(),
                channels,
                image.type(),
                converted.ofSize(Math.toIntExact(Image.bytes(image.width(), image.height(), channels, image.type()))));
        try (Mat from = OpenCv.wrap(
                        image.samples(), image.height(), image.width(), CV_MAKETYPE(type, image.channels()));
                Mat to = OpenCv.wrap(result.samples(), image.height(), image.width(), CV_MAKETYPE(type, channels))) {
            opencv_imgproc.cvtColor(from, to, code.getAsInt());
        }
        return result;
    }

    private static RejectedException undecodable(String how) {
        return new RejectedException(Reason.UNDECODABLE, how);
    }
}
