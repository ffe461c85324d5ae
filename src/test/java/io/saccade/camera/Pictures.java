package io.saccade.camera;

import io.saccade.camera.scene.SyntheticScene;
import io.saccade.frame.Image;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/** Real JPEG files for tests. */
final class Pictures {

    private static final JpegEncoder ENCODER = new JpegEncoder(80);

    private Pictures() {}

    /** A frame of a small synthetic street. */
    static byte[] jpeg(int number) {
        return ENCODER.encode(new SyntheticScene(number, 0, 64, 48).render(number));
    }

    /** A JPEG that carries another in its EXIF segment, as cameras do with thumbnails. */
    static byte[] withThumbnail(byte[] jpeg, byte[] thumbnail) {
        byte[] exif = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
        int length = 2 + exif.length + thumbnail.length;
        return join(
                new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE1, (byte) (length >> 8), (byte) length},
                exif,
                thumbnail,
                java.util.Arrays.copyOfRange(jpeg, 2, jpeg.length));
    }

    /** A JPEG of several scans with restart markers in them. */
    static byte[] progressive() {
        Image image = new SyntheticScene(3, 0, 64, 48).render(0);
        try (PointerScope scope = new PointerScope()) {
            BytePointer pixels = new BytePointer(image.samples());
            scope.attach(pixels);
            BytePointer file = new BytePointer();
            opencv_imgcodecs.imencode(
                    ".jpg",
                    new Mat(48, 64, opencv_core.CV_8UC3, pixels),
                    file,
                    new IntPointer(
                            opencv_imgcodecs.IMWRITE_JPEG_PROGRESSIVE, 1,
                            opencv_imgcodecs.IMWRITE_JPEG_RST_INTERVAL, 1));
            byte[] bytes = new byte[(int) file.limit()];
            file.get(bytes);
            return bytes;
        }
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
