package io.saccade.encode;

import static org.bytedeco.opencv.global.opencv_core.CV_16F;
import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_core.CV_8U;

import io.saccade.frame.ScoreMap;
import io.saccade.opencv.OpenCv;
import io.saccade.tensor.MalformedTensorsException;
import io.saccade.tensor.Safetensors;
import io.saccade.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;

/** Reads what {@link ScoreMapEncoder} wrote, whatever the encoding, back to float32. */
public final class ScoreMapDecoder {

    private ScoreMapDecoder() {}

    /**
     * The map, in memory of its own.
     *
     * @throws MalformedTensorsException if the bytes are not a score map
     */
    public static ScoreMap decode(byte[] safetensors) throws MalformedTensorsException {
        OpenCv.load();
        Safetensors file = Safetensors.read(safetensors);
        Tensor scores = file.get("scores");
        if (scores.shape().size() != 3) {
            throw new MalformedTensorsException("'scores' has shape " + scores.shape() + ", expected [oC, H, W]");
        }
        int type =
                switch (scores.dtype()) {
                    case F32 -> CV_32F;
                    case F16 -> CV_16F;
                    case U8 -> CV_8U;
                    default ->
                        throw new MalformedTensorsException(
                                "'scores' is " + scores.dtype() + ", expected F16, F32 or U8");
                };
        boolean scaled = type == CV_8U;
        float[] scale = scaled ? file.get("scale").toFloats() : new float[0];
        float[] offset = scaled ? file.get("offset").toFloats() : new float[0];
        int channels = scores.shape().get(0);
        int height = scores.shape().get(1);
        int width = scores.shape().get(2);
        int planeBytes = height * width * scores.dtype().bytes();
        ByteBuffer source = ByteBuffer.allocateDirect(planeBytes * channels);
        source.put(0, scores.data(), 0, planeBytes * channels);
        List<FloatBuffer> planes = new ArrayList<>();
        for (int i = 0; i < channels; i++) {
            ByteBuffer plane = ByteBuffer.allocateDirect(height * width * Float.BYTES);
            try (Mat from = OpenCv.wrap(source.slice(i * planeBytes, planeBytes), height, width, type);
                    Mat to = OpenCv.wrap(plane, height, width, CV_32F)) {
                from.convertTo(to, CV_32F, scaled ? scale[i] : 1, scaled ? offset[i] : 0);
            }
            planes.add(plane.order(ByteOrder.nativeOrder()).asFloatBuffer());
        }
        return new ScoreMap(width, height, planes);
    }
}
