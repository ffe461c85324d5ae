package io.saccade.encode;

import static org.bytedeco.opencv.global.opencv_core.CV_16F;
import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_core.CV_8U;

import io.saccade.frame.ScoreMap;
import io.saccade.opencv.DirectBuffer;
import io.saccade.opencv.OpenCv;
import io.saccade.tensor.Safetensors;
import io.saccade.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Writes a score map as safetensors: tensor {@code scores} [oC, ⌈H/p⌉, ⌈W/p⌉], p the pool factor, and with
 * {@link ScoreEncoding#U8} the float32 tensors {@code scale} [oC] and {@code offset} [oC] beside it.
 *
 * <p>The same map and metadata give the same bytes. One encoder serves one thread at a time.
 */
public final class ScoreMapEncoder {

    private static final double U8_STEPS = 255;

    private final ScoreEncoding encoding;
    private final Pooling pooling;
    private final DirectBuffer encoded = new DirectBuffer();

    /** An encoder that averages over square blocks of {@code pool} × {@code pool} scores first. */
    public ScoreMapEncoder(ScoreEncoding encoding, int pool) {
        OpenCv.load();
        this.encoding = encoding;
        this.pooling = new Pooling(pool);
    }

    /** The bytes of the file. */
    public byte[] encode(ScoreMap map, Map<String, String> metadata) {
        ScoreMap pooled = pooling.apply(map);
        int elementBytes = encoding.dtype().bytes();
        int planeBytes = pooled.height() * pooled.width() * elementBytes;
        ByteBuffer bytes = encoded.ofSize(Math.multiplyExact(planeBytes, pooled.channels()));
        float[] scales = new float[pooled.channels()];
        float[] offsets = new float[pooled.channels()];
        for (int channel = 0; channel < pooled.channels(); channel++) {
            ByteBuffer target = bytes.slice(channel * planeBytes, planeBytes);
            try (Mat plane = OpenCv.wrap(pooled.planes().get(channel), pooled.height(), pooled.width())) {
                switch (encoding) {
                    case F32 -> convert(plane, target, CV_32F, 1, 0);
                    case F16 -> convert(plane, target, CV_16F, 1, 0);
                    case U8 -> {
                        Extremes extremes = Extremes.of(plane);
                        offsets[channel] = (float) extremes.min();
                        scales[channel] = (float) ((extremes.max() - extremes.min()) / U8_STEPS);
                        double inverse = scales[channel] > 0 ? 1.0 / scales[channel] : 0;
                        convert(plane, target, CV_8U, inverse, -offsets[channel] * inverse);
                    }
                }
            }
        }
        Tensor scores = new Tensor(
                "scores", encoding.dtype(), List.of(pooled.channels(), pooled.height(), pooled.width()), bytes);
        List<Tensor> tensors = encoding == ScoreEncoding.U8
                ? List.of(
                        scores,
                        Tensor.ofFloats("scale", List.of(scales.length), scales),
                        Tensor.ofFloats("offset", List.of(offsets.length), offsets))
                : List.of(scores);
        return new Safetensors(metadata, tensors).toBytes();
    }

    private static void convert(Mat plane, ByteBuffer target, int type, double scale, double offset) {
        try (Mat output = OpenCv.wrap(target, plane.rows(), plane.cols(), type)) {
            plane.convertTo(output, type, scale, offset);
        }
    }
}
