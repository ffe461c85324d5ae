package io.saccade.encode;

import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_core.CV_8U;
import static org.bytedeco.opencv.global.opencv_core.CV_MAKETYPE;

import io.saccade.frame.Image;
import io.saccade.frame.SampleType;
import io.saccade.opencv.OpenCv;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Writes a frame as a JPEG for people's eyes, scaled down where it is large. Float samples are stretched from the smallest
 * to the largest; of an alpha channel nothing is seen.
 *
 * @param side neither width nor height is larger
 * @param quality 1 … 100
 */
public record SmallJpeg(int side, int quality) {

    private static final double BYTE_MAX = 255;
    private static final int COLOUR = 3;

    public SmallJpeg {
        OpenCv.load();
        if (side < 1 || quality < 1 || quality > 100) {
            throw new IllegalArgumentException(
                    "expected a side of at least 1 and a quality of 1 to 100, got " + side + " and " + quality);
        }
    }

    /** The JPEG file of a grey or red-green-blue image. */
    public byte[] encode(Image image) {
        if (image.channels() != 1 && image.channels() != COLOUR) {
            throw new IllegalArgumentException("expected 1 or 3 channels, got " + image.channels());
        }
        boolean floats = image.type() == SampleType.F32;
        try (Mat pixels = OpenCv.wrap(
                        image.samples(),
                        image.height(),
                        image.width(),
                        CV_MAKETYPE(floats ? CV_32F : CV_8U, image.channels()));
                Mat small = new Mat();
                Mat bytes = new Mat();
                Mat ordered = new Mat();
                BytePointer file = new BytePointer();
                IntPointer settings = new IntPointer(opencv_imgcodecs.IMWRITE_JPEG_QUALITY, quality)) {
            scale(pixels, small);
            if (floats) {
                stretch(small, bytes);
            }
            Mat drawn = floats ? bytes : small;
            if (image.channels() == COLOUR) {
                opencv_imgproc.cvtColor(drawn, ordered, opencv_imgproc.COLOR_RGB2BGR);
                drawn = ordered;
            }
            if (!opencv_imgcodecs.imencode(".jpg", drawn, file, settings)) {
                throw new IllegalStateException(
                        "OpenCV could not write a JPEG of " + drawn.cols() + " × " + drawn.rows());
            }
            byte[] jpeg = new byte[Math.toIntExact(file.limit())];
            file.get(jpeg);
            return jpeg;
        }
    }

    private void scale(Mat pixels, Mat small) {
        double factor = Math.min(1, side / (double) Math.max(pixels.cols(), pixels.rows()));
        try (Size size = new Size(Math.max(1, (int) Math.round(pixels.cols() * factor)), Math.max(1, (int)
                Math.round(pixels.rows() * factor)))) {
            opencv_imgproc.resize(pixels, small, size, 0, 0, opencv_imgproc.INTER_AREA);
        }
    }

    private static void stretch(Mat floats, Mat bytes) {
        try (Mat flat = floats.reshape(1)) {
            Extremes extremes = Extremes.of(flat);
            double range = extremes.max() - extremes.min();
            double scale = range > 0 ? BYTE_MAX / range : 0;
            floats.convertTo(bytes, CV_8U, scale, -extremes.min() * scale);
        }
    }
}
