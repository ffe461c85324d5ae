package io.saccade.onnx;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a model says of one of its inputs or outputs.
 *
 * @param name in the model
 * @param type of the elements as ONNX names it, such as {@code float} or {@code uint8}
 * @param shape one dimension for each axis
 */
public record TensorSignature(String name, String type, List<Dimension> shape) {

    public TensorSignature {
        shape = List.copyOf(shape);
    }

    /** Whether the elements are of that type. */
    public boolean is(ElementType element) {
        return type.equals(element.name().toLowerCase(Locale.ROOT));
    }

    /** As {@code 'image' uint8 [H, W, 3]}. */
    @Override
    public String toString() {
        return "'" + name + "' " + type
                + shape.stream().map(TensorSignature::text).collect(Collectors.joining(", ", " [", "]"));
    }

    private static String text(Dimension dimension) {
        if (dimension instanceof Dimension.Fixed fixed) {
            return Long.toString(fixed.extent());
        }
        String name = dimension instanceof Dimension.Named named ? named.name() : "";
        return name.isEmpty() ? "?" : name;
    }
}
