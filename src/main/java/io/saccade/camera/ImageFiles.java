package io.saccade.camera;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_GRAYSCALE;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2RGB;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2RGBA;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import io.saccade.frame.Image;
import io.saccade.frame.SampleType;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;

/** Decodes trusted picture files by OpenCV: no limits and no deadline. */
public final class ImageFiles {

    private ImageFiles() {}

    /** A {@link FrameDecoder}. */
    public static Image decode(EncodedFrame frame, int channels) throws IOException {
        if (channels != 1 && channels != 3 && channels != 4) {
            throw new IllegalArgumentException("expected 1, 3 or 4 channels, got " + channels);
        }
        if (frame.bytes().length == 0) {
            throw new IOException(frame.name() + " is empty");
        }
        try (PointerScope scope = new PointerScope()) {
            BytePointer file = new BytePointer(frame.bytes());
            scope.attach(file);
            Mat encoded = new Mat(1, frame.bytes().length, CV_8UC1, file);
            Mat pixels = imdecode(encoded, channels == 1 ? IMREAD_GRAYSCALE : IMREAD_COLOR);
            if (pixels == null || pixels.empty()) {
                throw new IOException(frame.name() + " is not a picture that can be decoded");
            }
            if (channels != 1) {
                cvtColor(pixels, pixels, channels == 3 ? COLOR_BGR2RGB : COLOR_BGR2RGBA);
            }
            Image image = Image.allocate(pixels.cols(), pixels.rows(), channels, SampleType.U8);
            ByteBuffer decoded = pixels.createBuffer();
            image.samples().put(0, decoded, 0, image.samples().limit());
            return image;
        }
    }
}
