package io.saccade.camera;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_QUALITY;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_RGB2BGR;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import io.saccade.frame.Image;
import io.saccade.frame.SampleType;
import io.saccade.opencv.OpenCv;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Encodes images as JPEG by OpenCV (libjpeg-turbo). Native memory is given back before a call returns, however it
 * returns.
 *
 * @param quality 1 … 100
 */
public record JpegEncoder(int quality) {

    /** Looks like the original, at a tenth of its size. */
    public static final int DEFAULT_QUALITY = 90;

    public JpegEncoder {
        OpenCv.load();
        if (quality < 1 || quality > 100) {
            throw new IllegalArgumentException("a JPEG quality is 1 to 100, got " + quality);
        }
    }

    /**
     * The JPEG file of an image.
     *
     * @param image {@code [H, W, 3]}, 8-bit red-green-blue, at most 65535 pixels a side
     */
    public byte[] encode(Image image) {
        if (image.channels() != 3 || image.type() != SampleType.U8) {
            throw new IllegalArgumentException(
                    "expected an 8-bit red-green-blue image, got " + image.channels() + " channels of " + image.type());
        }
        try (PointerScope scope = new PointerScope()) {
            BytePointer pixels = new BytePointer(image.samples());
            scope.attach(pixels);
            Mat rgb = new Mat(image.height(), image.width(), CV_8UC3, pixels);
            Mat bgr = new Mat();
            cvtColor(rgb, bgr, COLOR_RGB2BGR);
            BytePointer file = new BytePointer();
            if (!imencode(".jpg", bgr, file, new IntPointer(IMWRITE_JPEG_QUALITY, quality))) {
                throw new IllegalStateException(
                        "OpenCV could not encode a JPEG of " + image.width() + " × " + image.height());
            }
            byte[] bytes = new byte[Math.toIntExact(file.limit())];
            file.get(bytes);
            return bytes;
        }
    }
}
