package io.saccade.encode;

import static org.bytedeco.opencv.global.opencv_core.CV_8U;

import io.saccade.opencv.OpenCv;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Draws one output channel as a PNG: dark is the smallest score of this map, bright the largest.
 *
 * <p>The colour map is Inferno, whose lightness rises evenly, so that it reads the same in grey and to colour-blind
 * eyes.
 */
public final class HeatMap {

    private static final double BYTE_MAX = 255;

    private HeatMap() {}

    /**
     * The PNG of a plane.
     *
     * @param plane {@code height · width} scores in a direct buffer
     * @param maxWidth the picture is scaled down to this many columns if the map is wider
     */
    public static byte[] png(FloatBuffer plane, int width, int height, int maxWidth) {
        OpenCv.load();
        try (Mat scores = OpenCv.wrap(plane, height, width);
                Mat grey = new Mat();
                Mat small = new Mat();
                Mat colour = new Mat();
                BytePointer png = new BytePointer()) {
            Extremes extremes = Extremes.of(scores);
            double range = extremes.max() - extremes.min();
            double scale = range > 0 ? BYTE_MAX / range : 0;
            scores.convertTo(grey, CV_8U, scale, -extremes.min() * scale);
            if (width > maxWidth) {
                int rows = Math.max(1, Math.round((float) height * maxWidth / width));
                try (Size size = new Size(maxWidth, rows)) {
                    opencv_imgproc.resize(grey, small, size, 0, 0, opencv_imgproc.INTER_AREA);
                }
            }
            opencv_imgproc.applyColorMap(width > maxWidth ? small : grey, colour, opencv_imgproc.COLORMAP_INFERNO);
            if (!opencv_imgcodecs.imencode(".png", colour, png)) {
                throw new IllegalStateException("OpenCV could not write a PNG of " + width + " × " + height);
            }
            byte[] bytes = new byte[(int) png.limit()];
            png.get(bytes);
            return bytes;
        }
    }
}
