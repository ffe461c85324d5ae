package io.saccade.scoring;

import io.saccade.attention.AttentionModel;
import io.saccade.attention.AttentionParameters;
import io.saccade.attention.CustomModel;
import io.saccade.attention.ScoreOperator;
import io.saccade.attention.ScoringModel;
import io.saccade.decode.DeadlineDecoder;
import io.saccade.decode.FrameDecoder;
import io.saccade.encode.ScoreMapEncoder;
import io.saccade.frame.Digests;
import io.saccade.frame.FrameSize;
import io.saccade.frame.Image;
import io.saccade.frame.ModelIdentity;
import io.saccade.frame.RejectedException;
import io.saccade.frame.SampleType;
import io.saccade.onnx.ModelRefusedException;
import io.saccade.onnx.OnnxRuntime;
import io.saccade.scoring.FrameScorer.Preview;
import io.saccade.tensor.MalformedTensorsException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * One model and everything that scorers share. Opening it loads the model and runs it once, so that what can't work fails
 * here and not at the first frame.
 */
public final class Scoring implements AutoCloseable {

    private static final FrameSize WARM_UP = new FrameSize(64, 64);
    private static final FrameSize CANARY = new FrameSize(8, 8);

    /** No two neighbours alike, so that nothing is constant that a model may divide by. */
    private static final int WARM_UP_STEP = 37;

    private final ScoringSettings settings;
    private final ScoringModel model;
    private final String fileDigest;
    private final ModelIdentity identity;
    private final Semaphore decodeSlots;

    private Scoring(ScoringSettings settings, ScoringModel model, String fileDigest) {
        this.settings = settings;
        this.model = model;
        this.fileDigest = fileDigest;
        this.identity = new ModelIdentity(
                model.digest(), model.operator(), model.runtime().provider().settingName(), OnnxRuntime.version());
        this.decodeSlots = DeadlineDecoder.slots(settings.lanes());
    }

    /**
     * Loads the model that the settings name and runs it once.
     *
     * @throws InvalidSettingException if it can't be read, is refused, or doesn't go with the settings
     */
    public static Scoring open(ScoringSettings settings) {
        ModelSource source = settings.model();
        String file = source.file().map(Path::toString).orElse("the built-in model");
        try {
            return source.file().isPresent()
                    ? open(settings, source.read(source.file().get()))
                    : warm(settings, attention(settings, AttentionParameters.defaults()), "");
        } catch (IOException e) {
            throw new InvalidSettingException(source.kind().setting() + ": can't read " + file + ": " + e);
        } catch (ModelRefusedException e) {
            throw new InvalidSettingException(source.kind().setting() + ": " + file + " " + e.getMessage());
        }
    }

    /**
     * Loads another model of the same kind and runs it once; this one stays as it is.
     *
     * @param file the bytes of its file
     * @throws ModelRefusedException if it can't take this one's place; the message fits behind the name of the file
     */
    public Scoring with(byte[] file) throws ModelRefusedException {
        try {
            Scoring next = open(settings, file);
            if (next.model.inputChannels() != model.inputChannels()
                    || next.model.outputChannels() != model.outputChannels()) {
                next.close();
                throw new ModelRefusedException("has " + channels(next.model) + " channels, expected " + channels(model)
                        + " as the model in force: readers rely on the shape of the maps");
            }
            return next;
        } catch (InvalidSettingException e) {
            throw new ModelRefusedException("does not go with the settings: " + e.getMessage());
        }
    }

    private static String channels(ScoringModel model) {
        return model.inputChannels() + " -> " + model.outputChannels();
    }

    private static Scoring open(ScoringSettings settings, byte[] file) throws ModelRefusedException {
        ScoringModel model =
                switch (settings.model().kind()) {
                    case PARAMETERS -> attention(settings, parse(file));
                    case ONNX -> CustomModel.load(file, settings.encoding().largest(), settings.provider());
                };
        return warm(settings, model, Digests.sha256(file));
    }

    private static AttentionParameters parse(byte[] file) throws ModelRefusedException {
        try {
            return AttentionParameters.parse(file);
        } catch (MalformedTensorsException e) {
            throw new ModelRefusedException("is not a parameter file (safetensors with keys [oC, 3, 3, iC] and values"
                    + " [oC, 3, 3, 1], F32): " + e.getMessage());
        }
    }

    private static ScoringModel attention(ScoringSettings settings, AttentionParameters file) {
        AttentionParameters parameters =
                settings.frameSize().map(file::scaledTo).orElse(file);
        for (float value : parameters.values()) {
            if (Math.abs(value) > settings.encoding().largest()) {
                throw new InvalidSettingException("saccade.score-map.encoding is f16, which ends at ± 65504, and the"
                        + " parameters have a value of " + value + "; expected f32 or u8, or smaller values");
            }
        }
        return AttentionModel.load(parameters, settings.variant(), settings.provider());
    }

    /** Closes the model if it does not do. */
    private static Scoring warm(ScoringSettings settings, ScoringModel model, String fileDigest)
            throws ModelRefusedException {
        try {
            requirePreview(settings, model);
            warmUp(model, model.nearest(settings.frameSize().orElse(WARM_UP)));
            return new Scoring(settings, model, fileDigest);
        } catch (ModelRefusedException | RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private static void requirePreview(ScoringSettings settings, ScoringModel model) {
        if (settings.preview() >= model.outputChannels()) {
            throw new InvalidSettingException("saccade.preview.channel is " + settings.preview()
                    + ", expected less than the model's " + model.outputChannels() + " output channels");
        }
    }

    private static void warmUp(ScoringModel model, FrameSize size) throws ModelRefusedException {
        Image image = Image.allocate(size.width(), size.height(), model.inputChannels(), SampleType.U8);
        for (int i = 0; i < image.samples().limit(); i++) {
            image.samples().put(i, (byte) (i * WARM_UP_STEP));
        }
        try (ScoreOperator operator = model.newOperator()) {
            operator.attend(image);
        } catch (RejectedException e) {
            throw new ModelRefusedException("can't score a test frame of " + size + " (saccade.model.frame-size): "
                    + e.rejection().detail());
        }
    }

    /** The model that scores. */
    public ScoringModel model() {
        return model;
    }

    /** The size that the model's keys were calibrated for; empty if it has none or does not say. */
    public Optional<FrameSize> calibratedFor() {
        return model instanceof AttentionModel attention
                ? attention.parameters().calibratedFor()
                : Optional.empty();
    }

    /** SHA-256 of the file that the model was read from, metadata included; empty for the built-in one. */
    String fileDigest() {
        return fileDigest;
    }

    /** What score maps say of their maker. */
    public ModelIdentity identity() {
        return identity;
    }

    /** How frames are scored. */
    public ScoringSettings settings() {
        return settings;
    }

    /** A scorer with buffers of its own, for one thread at a time. */
    public Scorer newScorer() {
        return new GuardedScorer(
                this::newFrameScorer, GuardedScorer.canary(model.nearest(CANARY), model.inputChannels()));
    }

    private Scorer newFrameScorer() {
        int channels = model.inputChannels();
        return new FrameScorer(
                new DeadlineDecoder(
                        () -> new FrameDecoder(channels, settings.maxPixels()), settings.decodeTimeout(), decodeSlots),
                model.newOperator(),
                model.minimumExtent(),
                new ScoreMapEncoder(settings.encoding(), settings.pool()),
                new Preview(settings.preview()),
                identity(),
                Clock.systemUTC());
    }

    @Override
    public void close() {
        model.close();
    }
}
