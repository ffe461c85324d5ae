package io.saccade.decode;

import static org.bytedeco.opencv.global.opencv_core.CV_16U;
import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_core.CV_8U;
import static org.bytedeco.opencv.global.opencv_core.CV_MAKETYPE;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_ANYDEPTH;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR_RGB;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_GRAYSCALE;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_UNCHANGED;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;

import io.saccade.frame.Image;
import io.saccade.frame.Reason;
import io.saccade.frame.RejectedException;
import io.saccade.frame.SampleType;
import io.saccade.opencv.DirectBuffer;
import io.saccade.opencv.OpenCv;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Decodes JPEG (libjpeg-turbo) and PNG (libpng) through OpenCV, straight into the memory that ONNX Runtime will read.
 *
 * <p>16-bit PNGs keep their depth as float32: the operator's normalisation takes any scale. EXIF orientation and colour
 * profiles are ignored: a score map lies on the pixels as they are stored.
 */
final class CompressedDecoder {

    private static final int COLOUR = 3;
    private static final int WITH_ALPHA = 4;

    private final int channels;
    private final DirectBuffer encoded = new DirectBuffer();
    private final DirectBuffer decoded = new DirectBuffer();

    CompressedDecoder(int channels) {
        OpenCv.load();
        this.channels = channels;
    }

    /**
     * Decodes a file that was read before.
     *
     * @throws RejectedException {@code channel-mismatch} or {@code undecodable}
     */
    Image decode(CompressedImage image) throws RejectedException {
        ImageHeader header = image.header();
        if (channels != 1 && channels != COLOUR && channels != WITH_ALPHA) {
            throw ChannelConversion.mismatch(header.channels(), channels);
        }
        boolean deep = header.bits() == Short.SIZE;
        SampleType type = deep ? SampleType.F32 : SampleType.U8;
        ByteBuffer pixels =
                decoded.ofSize(Math.toIntExact(Image.bytes(header.width(), header.height(), channels, type)));
        ByteBuffer source = encoded.copyOf(image.file());
        try (Mat input = OpenCv.wrap(source, 1, source.limit(), CV_8U);
                Mat output = OpenCv.wrap(
                        pixels, header.height(), header.width(), CV_MAKETYPE(deep ? CV_32F : CV_8U, channels))) {
            if (channels == WITH_ALPHA) {
                decodeWithAlpha(input, output);
            } else if (deep) {
                decodeDeep(input, output);
            } else {
                decodeInPlace(input, flags(), output);
            }
        } catch (RuntimeException e) { // OpenCV's C++ exceptions come as these
            throw undecodable(String.valueOf(e.getMessage()));
        }
        return new Image(header.width(), header.height(), channels, type, pixels.order(ByteOrder.nativeOrder()));
    }

    /** The usual way: the decoder writes into {@code output}'s memory, which it keeps if size and type agree. */
    private static void decodeInPlace(Mat input, int flags, Mat output) throws RejectedException {
        long memory = output.data().address();
        try (Mat result = imdecode(input, flags, output)) {
            if (result.empty() || output.data().address() != memory) {
                throw undecodable("the decoder gave no picture of the size that the header names");
            }
        }
    }

    private void decodeDeep(Mat input, Mat output) throws RejectedException {
        try (Mat deep = imdecode(input, flags() | IMREAD_ANYDEPTH)) {
            requireSize(deep, output);
            deep.convertTo(output, CV_32F);
        }
    }

    /** Only IMREAD_UNCHANGED keeps alpha, in whatever layout the file has; blue comes first. */
    private static void decodeWithAlpha(Mat input, Mat output) throws RejectedException {
        try (Mat unchanged = imdecode(input, IMREAD_UNCHANGED);
                Mat rgba = new Mat()) {
            requireSize(unchanged, output);
            int code =
                    switch (unchanged.channels()) {
                        case 1 -> opencv_imgproc.COLOR_GRAY2RGBA;
                        case COLOUR -> opencv_imgproc.COLOR_BGR2RGBA;
                        default -> opencv_imgproc.COLOR_BGRA2RGBA;
                    };
            if (unchanged.depth() == CV_16U) {
                opencv_imgproc.cvtColor(unchanged, rgba, code);
                rgba.convertTo(output, CV_32F);
            } else {
                opencv_imgproc.cvtColor(unchanged, output, code);
            }
        }
    }

    private int flags() {
        return (channels == 1 ? IMREAD_GRAYSCALE : IMREAD_COLOR_RGB) | IMREAD_IGNORE_ORIENTATION;
    }

    private static void requireSize(Mat decoded, Mat output) throws RejectedException {
        if (decoded.empty() || decoded.rows() != output.rows() || decoded.cols() != output.cols()) {
            throw undecodable("the decoder gave no picture of the size that the header names");
        }
    }

    private static RejectedException undecodable(String how) {
        return new RejectedException(Reason.UNDECODABLE, "broken image: " + how);
    }
}
