package io.saccade.http;

import io.saccade.config.SaccadeConfig;
import io.saccade.decode.DeadlineDecoder;
import io.saccade.decode.FrameDecoder;
import io.saccade.frame.Payload;
import io.saccade.frame.RejectedException;
import io.saccade.gan.Checkpoint;
import io.saccade.gan.CheckpointExport;
import io.saccade.gan.CheckpointNovelty;
import io.saccade.gan.CheckpointNovelty.Told;
import io.saccade.gan.SampleReader;
import io.saccade.gan.SampleReaders;
import io.saccade.gan.Samples;
import io.saccade.gan.step.Game;
import io.saccade.onnx.OnnxRuntime;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Runs the networks of checkpoints for those who ask over HTTP, one question at a time. */
@Singleton
final class GanModels {

    private final SaccadeConfig config;
    private @Nullable Networks networks;

    /** What is opened once for a game. */
    private record Networks(Game game, Samples samples, CheckpointNovelty novelty, SampleReader reader)
            implements AutoCloseable {

        static Networks open(Game game, SaccadeConfig config) {
            OnnxRuntime runtime = OnnxRuntime.on(config.executionProvider());
            Semaphore slots = DeadlineDecoder.slots(1);
            SampleReader reader = SampleReaders.of(
                    game.sample(),
                    () -> new DeadlineDecoder(
                            () -> new FrameDecoder(
                                    game.sample().channels(), config.decode().maxPixels()),
                            config.decode().timeout(),
                            slots));
            Samples samples = new Samples(game, runtime);
            try {
                return new Networks(game, samples, new CheckpointNovelty(game, runtime), reader);
            } catch (RuntimeException e) {
                samples.close();
                reader.close();
                throw e;
            }
        }

        synchronized Optional<Told> novelty(Checkpoint checkpoint, String camera, Payload payload)
                throws RejectedException {
            List<float[]> samples = reader.read(payload);
            return novelty.of(checkpoint, camera, samples.get(0));
        }

        @Override
        public void close() {
            samples.close();
            novelty.close();
            reader.close();
        }
    }

    /** A checkpoint and the networks that it is of. */
    static final class Model {

        private final CheckpointExport export;
        private final Networks networks;

        private Model(CheckpointExport export, Networks networks) {
            this.export = export;
            this.networks = networks;
        }

        Checkpoint checkpoint() {
            return export.checkpoint();
        }

        /** What other programs take from it. */
        CheckpointExport export() {
            return export;
        }

        Game game() {
            return networks.game();
        }

        float[][] samples(int count) {
            return networks.samples().of(checkpoint(), count);
        }

        /** Empty if the checkpoint does not know the camera. */
        Optional<Told> novelty(String camera, Payload payload) throws RejectedException {
            return networks.novelty(checkpoint(), camera, payload);
        }
    }

    GanModels(SaccadeConfig config) {
        this.config = config;
    }

    /** The model of a checkpoint, by the checkpoint's own settings; those that ask meanwhile for another game wait. */
    synchronized Model of(Checkpoint checkpoint) {
        CheckpointExport export = CheckpointExport.of(checkpoint);
        if (networks == null || !networks.game().equals(export.game())) {
            close();
            networks = Networks.open(export.game(), config);
        }
        return new Model(export, networks);
    }

    @PreDestroy
    synchronized void close() {
        if (networks != null) {
            networks.close();
            networks = null;
        }
    }
}
