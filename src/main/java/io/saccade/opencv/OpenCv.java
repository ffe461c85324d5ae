package io.saccade.opencv;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Loads OpenCV and wraps direct buffers as its matrices.
 *
 * <p>OpenCV runs on the calling thread only: the lanes that score frames are the parallelism. Every native object is
 * closed by whoever opened it, so JavaCPP's own bookkeeping (a reference queue and a limit on the memory of the whole
 * process, ONNX Runtime's included) is switched off.
 */
public final class OpenCv {

    static {
        System.setProperty("org.bytedeco.javacpp.nopointergc", "true");
        System.setProperty("org.bytedeco.javacpp.maxphysicalbytes", "0");
        System.setProperty("org.bytedeco.javacpp.maxbytes", "0");
        Loader.load(opencv_imgcodecs.class);
        opencv_core.setNumThreads(1);
    }

    private OpenCv() {}

    /** Loads the native library, once; an {@link UnsatisfiedLinkError} names what is missing. */
    @SuppressWarnings("EmptyMethod") // calling it runs the static initialiser
    public static void load() {}

    /**
     * A matrix over a direct buffer's memory, from position 0; nothing is copied. The matrix keeps the buffer
     * reachable, the caller closes the matrix.
     *
     * @param type OpenCV's type, such as {@code CV_8UC3}
     */
    public static Mat wrap(ByteBuffer direct, int rows, int columns, int type) {
        return new Mat(rows, columns, type, new BytePointer(direct));
    }

    /** A float32 matrix over a plane of a direct buffer; nothing is copied. The caller closes it. */
    public static Mat wrap(FloatBuffer direct, int rows, int columns) {
        if (!direct.isDirect()) {
            throw new IllegalArgumentException("expected a direct buffer, got " + direct);
        }
        return new Mat(rows, columns, opencv_core.CV_32F, new FloatPointer(direct));
    }
}
