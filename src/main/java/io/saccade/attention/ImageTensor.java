package io.saccade.attention;

import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_core.CV_8U;
import static org.bytedeco.opencv.global.opencv_core.CV_MAKETYPE;
import static org.bytedeco.opencv.global.opencv_core.extractChannel;

import io.saccade.frame.Image;
import io.saccade.frame.SampleType;
import io.saccade.onnx.ElementType;
import io.saccade.opencv.DirectBuffer;
import io.saccade.opencv.OpenCv;
import java.nio.ByteBuffer;
import org.bytedeco.opencv.opencv_core.Mat;

/** Lays an image out as a model takes it; the memory is reused from frame to frame. */
final class ImageTensor {

    private final ImageInput input;
    private final DirectBuffer widened = new DirectBuffer();
    private final DirectBuffer planes = new DirectBuffer();

    ImageTensor(ImageInput input) {
        OpenCv.load();
        this.input = input;
    }

    /** The samples in the model's type and order: the image's own buffer where they are so already, else a copy. */
    ByteBuffer of(Image image) {
        boolean widen = input.type() == ElementType.FLOAT && image.type() == SampleType.U8;
        Image typed = widen ? widen(image) : image;
        return input.planar() && image.channels() > 1 ? planes(typed) : typed.samples();
    }

    private Image widen(Image image) {
        ByteBuffer floats = widened.ofSize(
                Math.toIntExact(Image.bytes(image.width(), image.height(), image.channels(), SampleType.F32)));
        int columns = image.width() * image.channels();
        try (Mat from = OpenCv.wrap(image.samples(), image.height(), columns, CV_8U);
                Mat to = OpenCv.wrap(floats, image.height(), columns, CV_32F)) {
            from.convertTo(to, CV_32F);
        }
        return new Image(image.width(), image.height(), image.channels(), SampleType.F32, floats);
    }

    private ByteBuffer planes(Image image) {
        ByteBuffer all = planes.ofSize(image.samples().limit());
        int planeBytes = image.samples().limit() / image.channels();
        int type = image.type() == SampleType.U8 ? CV_8U : CV_32F;
        try (Mat from =
                OpenCv.wrap(image.samples(), image.height(), image.width(), CV_MAKETYPE(type, image.channels()))) {
            for (int c = 0; c < image.channels(); c++) {
                ByteBuffer plane = all.slice(c * planeBytes, planeBytes);
                try (Mat to = OpenCv.wrap(plane, image.height(), image.width(), type)) {
                    extractChannel(from, to, c);
                }
            }
        }
        return all;
    }
}
