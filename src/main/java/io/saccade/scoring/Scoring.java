package io.saccade.scoring;

import io.saccade.attention.AttentionModel;
import io.saccade.attention.AttentionOperator;
import io.saccade.attention.AttentionParameters;
import io.saccade.attention.Variant;
import io.saccade.decode.DeadlineDecoder;
import io.saccade.decode.FrameDecoder;
import io.saccade.encode.ScoreEncoding;
import io.saccade.encode.ScoreMapEncoder;
import io.saccade.frame.Image;
import io.saccade.frame.ModelIdentity;
import io.saccade.frame.SampleType;
import io.saccade.onnx.OnnxRuntime;
import io.saccade.scoring.FrameScorer.Preview;
import io.saccade.tensor.MalformedTensorsException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Semaphore;

/**
 * The model and everything that scorers share. Opening it loads the parameters and runs the model once, so that what
 * can't work fails here and not at the first frame.
 */
public final class Scoring implements AutoCloseable {

    private static final int WARM_UP_SIDE = 64;

    private final ScoringSettings settings;
    private final AttentionModel model;
    private final ModelIdentity identity;
    private final Semaphore decodeSlots;

    private Scoring(ScoringSettings settings, AttentionModel model) {
        this.settings = settings;
        this.model = model;
        this.identity = new ModelIdentity(
                model.parameters().digest(),
                operatorName(model.variant()),
                model.runtime().provider().settingName(),
                OnnxRuntime.version());
        this.decodeSlots = DeadlineDecoder.slots(settings.lanes());
    }

    /**
     * Loads the model and runs it once.
     *
     * @throws InvalidSettingException if the parameters can't be read or don't go with the settings
     */
    public static Scoring open(ScoringSettings settings) {
        AttentionParameters file = settings.parameters().map(Scoring::read).orElseGet(AttentionParameters::defaults);
        AttentionParameters parameters =
                settings.frameSize().map(file::scaledTo).orElse(file);
        requireFit(settings, parameters);
        AttentionModel model = AttentionModel.load(parameters, settings.variant(), settings.provider());
        try (AttentionOperator operator = model.newOperator()) {
            operator.attend(Image.allocate(WARM_UP_SIDE, WARM_UP_SIDE, parameters.inputChannels(), SampleType.U8));
        }
        return new Scoring(settings, model);
    }

    /** The model that scores. */
    public AttentionModel model() {
        return model;
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
                this::newFrameScorer, GuardedScorer.canary(model.parameters().inputChannels()));
    }

    private Scorer newFrameScorer() {
        int channels = model.parameters().inputChannels();
        return new FrameScorer(
                new DeadlineDecoder(
                        () -> new FrameDecoder(channels, settings.maxPixels()), settings.decodeTimeout(), decodeSlots),
                model.newOperator(),
                model.variant().minimumExtent(),
                new ScoreMapEncoder(settings.encoding(), settings.pool()),
                new Preview(settings.preview()),
                identity(),
                Clock.systemUTC());
    }

    @Override
    public void close() {
        model.close();
    }

    /** Name and version: the version goes up when the same parameters and frame would give another map. */
    private static String operatorName(Variant variant) {
        return switch (variant) {
            case PER_PIXEL -> "attention/1";
            case WINDOWED -> "attention-windowed/1";
        };
    }

    private static AttentionParameters read(Path file) {
        try {
            return AttentionParameters.read(file);
        } catch (IOException e) {
            throw new InvalidSettingException("saccade.model.parameters: can't read " + file + ": " + e);
        } catch (MalformedTensorsException e) {
            throw new InvalidSettingException("saccade.model.parameters: " + file
                    + " is not a parameter file (safetensors with keys [oC, 3, 3, iC] and values [oC, 3, 3, 1], F32): "
                    + e.getMessage());
        }
    }

    private static void requireFit(ScoringSettings settings, AttentionParameters parameters) {
        if (settings.preview() >= parameters.outputChannels()) {
            throw new InvalidSettingException("saccade.preview.channel is " + settings.preview()
                    + ", expected less than the model's " + parameters.outputChannels() + " output channels");
        }
        for (float value : parameters.values()) {
            if (settings.encoding() == ScoreEncoding.F16 && Math.abs(value) > ScoreEncoding.F16_MAX) {
                throw new InvalidSettingException("saccade.score-map.encoding is f16, which ends at ± 65504, and the"
                        + " parameters have a value of " + value + "; expected f32 or u8, or smaller values");
            }
        }
    }
}
