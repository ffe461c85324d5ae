package io.saccade.gan;

import io.saccade.gan.net.LayerText;
import io.saccade.gan.net.Volume;
import io.saccade.gan.step.Game;
import io.saccade.gan.step.Learner;
import io.saccade.gan.step.Objective;
import io.saccade.gan.step.Optimiser;
import io.saccade.gan.step.Player;
import io.saccade.gan.step.Schedule;
import io.saccade.gan.step.StepMetrics;
import io.saccade.onnx.ExecutionProvider;
import io.saccade.onnx.OnnxRuntime;
import java.nio.FloatBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A whole training step: one of the discriminator, one of the generator, and what it tells of itself. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class StepBenchmark {

    /** Sizes of both networks. */
    public enum Shape {
        K2(2, 2, 128, 128, 256),
        K768(768, 64, 512, 256, 64);

        private final int sample;
        private final int noise;
        private final int first;
        private final int second;
        private final int batch;

        Shape(int sample, int noise, int first, int second, int batch) {
            this.sample = sample;
            this.noise = noise;
            this.first = first;
            this.second = second;
            this.batch = batch;
        }

        int sample() {
            return sample;
        }

        private Game game(Optimiser optimiser) {
            String hidden = "dense " + first + " %1$s, dense " + second + " %1$s, ";
            return new Game(
                    Volume.flat(sample),
                    noise,
                    batch,
                    batch,
                    1,
                    false,
                    new Objective.NonSaturating(),
                    player(hidden.formatted("leaky-relu") + "dense 1 sigmoid", optimiser),
                    player(hidden.formatted("relu") + "dense " + sample, optimiser),
                    new Schedule.Constant(),
                    0,
                    0,
                    1);
        }

        private static Player player(String layers, Optimiser optimiser) {
            return new Player(LayerText.parse(layers), optimiser, 0);
        }
    }

    /** Sizes of both networks. */
    @Param("K2")
    public Shape shape;

    /** How both learn. */
    @Param("sgd")
    public String optimiser;

    private Learner learner;
    private FloatBuffer x;
    private FloatBuffer z;
    private long step;

    /** Builds the step's graph. */
    @Setup(Level.Trial)
    public void open() {
        Game game = shape.game(Optimiser.parse(optimiser.equals("sgd") ? "sgd 0.0001" : "adam 0.0001 beta1 0.5"));
        learner = new Learner(game, OnnxRuntime.on(ExecutionProvider.CPU));
        InitialWeights.load(learner, 1, false);
        x = FloatBuffer.wrap(Noise.normal(1, Noise.SAMPLES, 0, game.real() * shape.sample));
        z = FloatBuffer.wrap(Noise.normal(1, Noise.STEPS, 0, game.generated() * shape.noise));
    }

    /** Frees what {@link #open} made. */
    @TearDown(Level.Trial)
    public void close() {
        learner.close();
    }

    /** One step of each player. */
    @Benchmark
    public StepMetrics step() {
        return learner.step(step++, x, z);
    }
}
