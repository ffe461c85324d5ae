package io.saccade.gan;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import io.saccade.gan.net.Volume;
import io.saccade.opencv.OpenCv;
import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Draws samples as pictures side by side. Samples of one or three channels are pictures; of any other, and plain vectors, the
 * numbers are drawn in rows. Black is 0 or less, white the largest number of them all.
 */
public final class SampleGrid {

    private static final int LEAST_SIDE = 64;
    private static final int RGB = 3;
    private static final double WHITE = 255;

    private SampleGrid() {}

    /**
     * A PNG.
     *
     * @param samples at least one, each of {@code volume.size()} numbers
     */
    public static byte[] png(float[][] samples, Volume volume) {
        OpenCv.load();
        boolean picture = !volume.isFlat() && (volume.channels() == 1 || volume.channels() == RGB);
        Volume shape = picture ? volume : new Volume(1, volume.size(), 1);
        int columns = picture ? (int) Math.ceil(Math.sqrt(samples.length)) : 1;
        int rows = (samples.length + columns - 1) / columns;
        int zoom = picture ? Math.max(1, LEAST_SIDE / Math.max(shape.height(), shape.width())) : 8;
        int height = rows * shape.height() * zoom;
        int width = columns * shape.width() * zoom;
        ByteBuffer pixels = ByteBuffer.allocateDirect(Math.multiplyExact(height * width, shape.channels()));
        double scale = WHITE / largest(samples);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int sample = y / (shape.height() * zoom) * columns + x / (shape.width() * zoom);
                int row = y / zoom % shape.height();
                int column = x / zoom % shape.width();
                for (int c = 0; c < shape.channels(); c++) {
                    int at = (row * shape.width() + column) * shape.channels() + c;
                    double grey = sample < samples.length ? samples[sample][at] * scale : 0;
                    int bgr = shape.channels() - 1 - c;
                    pixels.put((y * width + x) * shape.channels() + bgr, (byte)
                            Math.round(Math.max(0, Math.min(WHITE, grey))));
                }
            }
        }
        try (Mat mat = OpenCv.wrap(pixels, height, width, shape.channels() == 1 ? CV_8UC1 : CV_8UC3);
                BytePointer png = new BytePointer()) {
            if (!opencv_imgcodecs.imencode(".png", mat, png)) {
                throw new IllegalStateException("OpenCV could not write a PNG of " + width + " × " + height);
            }
            byte[] bytes = new byte[(int) png.limit()];
            png.get(bytes);
            return bytes;
        }
    }

    private static double largest(float[][] samples) {
        double largest = 0;
        for (float[] sample : samples) {
            for (float number : sample) {
                largest = Math.max(largest, number);
            }
        }
        return largest == 0 ? 1 : largest;
    }
}
