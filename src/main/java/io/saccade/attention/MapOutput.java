package io.saccade.attention;

import io.saccade.onnx.Dimension;
import io.saccade.onnx.ElementType;
import io.saccade.onnx.ModelRefusedException;
import io.saccade.onnx.TensorSignature;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The map that a user's own model gives: {@code [oC, H', W']} or {@code [1, oC, H', W']}, of any size.
 *
 * @param signature as the model says it
 * @param channels oC
 */
public record MapOutput(TensorSignature signature, int channels) {

    private static final String EXPECTED =
            "expected a map of float32, [oC, H, W] or [1, oC, H, W] with oC a number of at least 1";

    /** The first output that is a map; what else the model gives is not computed. */
    static MapOutput of(List<TensorSignature> outputs) throws ModelRefusedException {
        return outputs.stream()
                .flatMap(output -> map(output).stream())
                .findFirst()
                .orElseThrow(() -> new ModelRefusedException("gives " + outputs + ", " + EXPECTED));
    }

    private static Optional<MapOutput> map(TensorSignature output) {
        List<Dimension> shape = output.shape();
        boolean batched = shape.size() == 4 && Dimensions.isOne(shape.get(0));
        if (!output.is(ElementType.FLOAT) || !(batched || shape.size() == 3)) {
            return Optional.empty();
        }
        OptionalInt channels = Dimensions.fixed(shape.get(batched ? 1 : 0));
        return channels.orElse(0) < 1 ? Optional.empty() : Optional.of(new MapOutput(output, channels.getAsInt()));
    }

    /** Whether a tensor that came out is such a map. */
    boolean matches(List<Long> shape) {
        int batch = signature.shape().size() - 3;
        return shape.size() == signature.shape().size()
                && (batch == 0 || shape.get(0) == 1)
                && shape.get(batch) == channels
                && shape.get(batch + 1) >= 1
                && shape.get(batch + 2) >= 1;
    }
}
