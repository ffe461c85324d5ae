package io.saccade.load.novelty;

import io.saccade.config.SaccadeConfig;
import io.saccade.decode.FrameDecoder;
import io.saccade.frame.Payload;
import io.saccade.frame.RejectedException;
import io.saccade.gan.SampleReader;
import io.saccade.gan.SampleReaders;
import io.saccade.gan.Trainer;
import io.saccade.gan.TrainerSettings;
import io.saccade.gan.net.Volume;
import io.saccade.onnx.OnnxRuntime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Streams a folder through a trainer as the service would, frame by frame, each told of before it is learnt from. */
final class Playback {

    private static final String CAMERA = "recording";

    private Playback() {}

    /**
     * Plays it.
     *
     * @param rejections is told of each frame that can't be read; it is passed over
     * @param progress is told after each frame how many were read
     */
    static Recording play(Path folder, SaccadeConfig config, Consumer<String> rejections, LongConsumer progress)
            throws IOException {
        TrainerSettings settings = config.gan().trainer();
        Volume sample = settings.game().sample();
        List<Recording.Judged> judged = new ArrayList<>();
        MeanFrame baseline = new MeanFrame();
        try (Trainer trainer = new Trainer(settings, OnnxRuntime.on(config.executionProvider()));
                SampleReader reader = SampleReaders.of(
                        sample,
                        () -> new FrameDecoder(
                                sample.channels(), config.decode().maxPixels()))) {
            NumberedFrames.read(folder, (number, bytes) -> {
                try {
                    for (float[] vector : reader.read(Payload.of(bytes))) {
                        var novelty = trainer.accept(CAMERA, vector).novelty();
                        judged.add(new Recording.Judged(
                                number, novelty.novelty(), novelty.discriminator(), baseline.distance(vector)));
                    }
                } catch (RejectedException e) {
                    rejections.accept("frame " + number + ": " + e.getMessage());
                }
                progress.accept(judged.size());
            });
        }
        return new Recording(judged);
    }
}
