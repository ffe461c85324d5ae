package io.saccade.encode;

import io.saccade.opencv.OpenCv;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Draws one output channel as a PNG: dark is the smallest score of this map, bright the largest.
 *
 * <p>The colour map is Inferno, whose lightness rises evenly, so that it reads the same in grey and to colour-blind
 * eyes.
 */
public final class HeatMap {

    private HeatMap() {}

    /**
     * The PNG of a plane.
     *
     * @param plane {@code height · width} scores in a direct buffer
     * @param maxWidth the picture is scaled down to this many columns if the map is wider
     */
    public static byte[] png(FloatBuffer plane, int width, int height, int maxWidth) {
        return png(HeatPlane.of(plane, width, height, maxWidth));
    }

    /** The PNG of a plane. */
    public static byte[] png(HeatPlane plane) {
        OpenCv.load();
        try (Mat grey = plane.mat();
                Mat colour = new Mat();
                BytePointer png = new BytePointer()) {
            opencv_imgproc.applyColorMap(grey, colour, opencv_imgproc.COLORMAP_INFERNO);
            if (!opencv_imgcodecs.imencode(".png", colour, png)) {
                throw new IllegalStateException(
                        "OpenCV could not write a PNG of " + plane.width() + " × " + plane.height());
            }
            byte[] bytes = new byte[(int) png.limit()];
            png.get(bytes);
            return bytes;
        }
    }
}
