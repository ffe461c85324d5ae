package io.saccade.attention;

import io.saccade.frame.Digests;
import io.saccade.frame.FrameSize;
import io.saccade.onnx.ExecutionProvider;
import io.saccade.onnx.ModelRefusedException;
import io.saccade.onnx.OnnxRuntime;
import io.saccade.onnx.Session;

/**
 * An ONNX model of the user's own in the operator's place: an {@linkplain ImageInput image in}, a {@linkplain MapOutput
 * map out}.
 *
 * <p>Samples go in as they were decoded, 0 … 255 for 8-bit frames: nothing is normalised, not even for a model that takes
 * floats. What a model needs of that kind belongs into its graph.
 */
public final class CustomModel implements ScoringModel {

    private final Session session;
    private final OnnxRuntime runtime;
    private final ImageInput input;
    private final MapOutput output;
    private final float largestScore;
    private final String digest;

    private CustomModel(
            Session session,
            OnnxRuntime runtime,
            ImageInput input,
            MapOutput output,
            float largestScore,
            String digest) {
        this.session = session;
        this.runtime = runtime;
        this.input = input;
        this.output = output;
        this.largestScore = largestScore;
        this.digest = digest;
    }

    /**
     * Opens a model.
     *
     * @param file the bytes of an ONNX file
     * @param largestScore largest magnitude of a score that is let through, because readers could not be told a larger one
     * @throws ModelRefusedException if it may not be run, can't be opened, or has another signature
     * @throws io.saccade.onnx.ProviderUnavailableException if CUDA was asked for by name and can't run
     */
    public static CustomModel load(byte[] file, float largestScore, ExecutionProvider provider)
            throws ModelRefusedException {
        OnnxRuntime runtime = OnnxRuntime.on(provider);
        Session session = runtime.openForeign(file);
        try {
            ImageInput input = ImageInput.of(session.inputs());
            MapOutput output = MapOutput.of(session.outputs());
            return new CustomModel(session, runtime, input, output, largestScore, Digests.sha256(file));
        } catch (ModelRefusedException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    @Override
    public ScoreOperator newOperator() {
        return new CustomOperator(session, input, output, largestScore);
    }

    /** What it takes. */
    public ImageInput input() {
        return input;
    }

    /** What it gives. */
    public MapOutput output() {
        return output;
    }

    @Override
    public int inputChannels() {
        return input.channels();
    }

    @Override
    public int outputChannels() {
        return output.channels();
    }

    @Override
    public int minimumExtent() {
        return 1;
    }

    @Override
    public String operator() {
        return "onnx/1";
    }

    @Override
    public String digest() {
        return digest;
    }

    @Override
    public OnnxRuntime runtime() {
        return runtime;
    }

    @Override
    public FrameSize nearest(FrameSize wanted) {
        return new FrameSize(
                input.width().orElse(wanted.width()), input.height().orElse(wanted.height()));
    }

    @Override
    public void close() {
        session.close();
    }
}
