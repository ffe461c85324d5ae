package io.saccade.encode;

import static org.bytedeco.opencv.global.opencv_core.CV_8U;

import io.saccade.opencv.OpenCv;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * One output channel as a grey picture: 0 is the smallest score of this map, 255 the largest.
 *
 * @param min the score that 0 stands for
 * @param max the score that 255 stands for
 * @param samples {@code height · width} unsigned bytes, row-major
 */
public record HeatPlane(int width, int height, double min, double max, byte[] samples) {

    private static final double BYTE_MAX = 255;

    public HeatPlane {
        if (width < 1 || height < 1 || samples.length != width * height) {
            throw new IllegalArgumentException(
                    "expected " + width + " × " + height + " samples, got " + samples.length);
        }
    }

    /**
     * The plane of a map.
     *
     * @param plane {@code height · width} scores in a direct buffer
     * @param maxWidth it is scaled down to this many columns if the map is wider
     */
    public static HeatPlane of(FloatBuffer plane, int width, int height, int maxWidth) {
        OpenCv.load();
        try (Mat scores = OpenCv.wrap(plane, height, width);
                Mat grey = new Mat()) {
            Extremes extremes = Extremes.of(scores);
            double range = extremes.max() - extremes.min();
            double scale = range > 0 ? BYTE_MAX / range : 0;
            scores.convertTo(grey, CV_8U, scale, -extremes.min() * scale);
            return scaled(grey, maxWidth, extremes.min(), extremes.max());
        }
    }

    /** This plane with at most so many columns. */
    public HeatPlane within(int maxWidth) {
        if (width <= maxWidth) {
            return this;
        }
        try (Mat grey = mat()) {
            return scaled(grey, maxWidth, min, max);
        }
    }

    /** As a matrix of bytes of its own; the caller closes it. */
    Mat mat() {
        Mat grey = new Mat(height, width, CV_8U);
        ByteBuffer pixels = grey.createBuffer();
        pixels.put(samples);
        return grey;
    }

    private static HeatPlane scaled(Mat grey, int maxWidth, double min, double max) {
        if (grey.cols() <= maxWidth) {
            return copyOf(grey, min, max);
        }
        int rows = Math.max(1, Math.round((float) grey.rows() * maxWidth / grey.cols()));
        try (Mat small = new Mat();
                Size size = new Size(maxWidth, rows)) {
            opencv_imgproc.resize(grey, small, size, 0, 0, opencv_imgproc.INTER_AREA);
            return copyOf(small, min, max);
        }
    }

    private static HeatPlane copyOf(Mat grey, double min, double max) {
        byte[] samples = new byte[grey.rows() * grey.cols()];
        ByteBuffer pixels = grey.createBuffer();
        pixels.get(samples);
        return new HeatPlane(grey.cols(), grey.rows(), min, max, samples);
    }
}
