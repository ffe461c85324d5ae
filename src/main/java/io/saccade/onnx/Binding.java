package io.saccade.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tensors of a session's run: direct buffers that the session reads from and writes to in place.
 *
 * <p>A tensor stays bound from run to run until another is bound under its name. The binding keeps the buffers reachable
 * and frees the tensors around them; the buffers stay the caller's. One thread at a time.
 */
public final class Binding implements AutoCloseable {

    private final Session session;
    private final Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    private final Map<String, OnnxTensor> outputs = new LinkedHashMap<>();

    /** No tensors yet, for runs of {@code session}, which must outlive the binding. */
    public Binding(Session session) {
        this.session = session;
    }

    /**
     * Binds an input.
     *
     * @param data direct, native byte order, exactly the elements of {@code shape} from position to limit
     */
    public void input(String name, ElementType type, ByteBuffer data, long... shape) {
        replace(inputs, name, tensor(name, type, data, shape));
    }

    /** Binds an output, with a buffer as for {@link #input}; only bound outputs are computed. */
    public void output(String name, ElementType type, ByteBuffer data, long... shape) {
        replace(outputs, name, tensor(name, type, data, shape));
    }

    /** Lets go of an input's buffer. */
    public void releaseInput(String name) {
        close(inputs.remove(name));
    }

    /** Runs the session: reads the inputs, writes the outputs. */
    public void run() {
        try (OrtSession.Result result = session.ort().run(inputs, outputs)) {
            assert result.size() == outputs.size();
        } catch (OrtException e) {
            throw new OnnxException("the run failed", e);
        }
    }

    /**
     * Runs the session for one float32 output whose size only the run knows; bound outputs are not computed.
     *
     * @return a copy of the output
     */
    public FloatTensor runFor(String output) {
        try (OrtSession.Result result = session.ort().run(inputs, Set.of(output))) {
            OnnxTensor tensor = (OnnxTensor) result.get(0);
            List<Long> shape =
                    Arrays.stream(tensor.getInfo().getShape()).boxed().toList();
            return new FloatTensor(shape, tensor.getFloatBuffer());
        } catch (OrtException e) {
            throw new OnnxException("the run failed", e);
        }
    }

    @Override
    public void close() {
        inputs.values().forEach(OnnxTensor::close);
        inputs.clear();
        outputs.values().forEach(OnnxTensor::close);
        outputs.clear();
    }

    private static OnnxTensor tensor(String name, ElementType type, ByteBuffer data, long... shape) {
        if (!data.isDirect()) {
            throw new IllegalArgumentException("'" + name + "' needs a direct buffer");
        }
        try {
            return OnnxTensor.createTensor(OnnxRuntime.environment(), data, shape, type.java());
        } catch (OrtException e) {
            throw new OnnxException("can't make a tensor for '" + name + "'", e);
        }
    }

    private static void replace(Map<String, OnnxTensor> tensors, String name, OnnxTensor tensor) {
        close(tensors.put(name, tensor));
    }

    private static void close(@Nullable OnnxTensor tensor) {
        if (tensor != null) {
            tensor.close();
        }
    }
}
