package io.saccade.ops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.saccade.config.Role;
import io.saccade.config.SaccadeConfig;
import io.saccade.gan.TrainingStep;
import io.saccade.kafka.StreamStatus;
import io.saccade.kafka.training.Training;
import io.saccade.kafka.training.Training.Account;
import io.saccade.kafka.training.Training.Committed;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;

/**
 * Counts what training is done with, and tells how it does. For each camera the equation holds:
 * {@code saccade_gan_received_total} = {@code saccade_gan_learnt_total} + the sum of {@code saccade_gan_rejected_total} over its
 * reasons; and {@code saccade_gan_minibatches_total} = {@code saccade_gan_steps_total} +
 * {@code saccade_gan_nonfinite_total}, those after early stopping aside. What is not committed is not counted.
 */
@Startup
@Singleton
final class TrainingMetrics {

    private final MeterRegistry registry;
    private final CameraTags cameras = new CameraTags();
    private final Map<String, AtomicReference<Double>> novelty = new HashMap<>();

    TrainingMetrics(MeterRegistry registry, SaccadeConfig config, Training training) {
        this.registry = registry;
        if (!config.roles().contains(Role.TRAIN)) {
            return;
        }
        Counter minibatches =
                counter("minibatches", "Minibatches that were learnt from").register(registry);
        Counter steps = counter("steps", "Steps that changed the weights").register(registry);
        Counter nonFinite = counter("nonfinite", "Steps that gave no finite numbers and changed nothing")
                .register(registry);
        gauge(training, "likelihood", "L of the last minibatch", step -> step.metrics()
                .likelihood());
        gauge(training, "discriminator.real", "mean D(X) of the last minibatch", step -> step.metrics()
                .discriminatorReal());
        gauge(training, "discriminator.fake", "mean D(G(Z)) of the last minibatch", step -> step.metrics()
                .discriminatorGenerated());
        gauge(training, "discriminator.gradient.norm", "norm of the discriminator's gradient", step -> step.metrics()
                .discriminatorGradient());
        gauge(training, "generator.gradient.norm", "norm of the generator's gradient", step -> step.metrics()
                .generatorGradient());
        gauge(training, "weight.norm", "norm of all weights", step -> step.metrics()
                .weightNorm());
        gauge(
                training,
                "clipped.share",
                "share of the discriminator's weights that were clipped",
                step -> step.metrics().clipped());
        gauge(training, "step", "steps that the weights have taken", step -> step.progress()
                .steps());
        StreamStatus status = training.status();
        Gauge.builder("saccade.gan.lag.records", status, s -> s.snapshot().lagRecords())
                .description("Records that this trainer has not committed")
                .register(registry);
        Gauge.builder("saccade.gan.trains", training, t -> t.checkpoint().isPresent() ? 1 : 0)
                .description("1 where this instance trains, 0 where it stands by")
                .register(registry);
        Gauge.builder("saccade.gan.halted", training, t -> t.halted() ? 1 : 0)
                .description("1 where a step gave no finite numbers and saccade.gan.on-non-finite is halt")
                .register(registry);
        FunctionCounter.builder("saccade.gan.commits", status, s -> s.snapshot().commits())
                .description("Transactions of novelty, metrics, a checkpoint and offsets")
                .register(registry);
        FunctionCounter.builder("saccade.gan.aborts", status, s -> s.snapshot().aborts())
                .description("Failures after which the trainer went back to its last checkpoint")
                .register(registry);
        training.listen(committed -> {
            for (TrainingStep step : committed.steps()) {
                minibatches.increment();
                (step.taken() ? steps : nonFinite).increment();
            }
            count(committed);
        });
    }

    private void gauge(Training training, String name, String description, ToDoubleFunction<TrainingStep> number) {
        Gauge.builder("saccade.gan." + name, training, t -> t.lastStep()
                        .map(number::applyAsDouble)
                        .orElse(Double.NaN))
                .description(description)
                .register(registry);
    }

    private static Counter.Builder counter(String name, String description) {
        return Counter.builder("saccade.gan." + name).description(description);
    }

    private void count(Committed committed) {
        for (Account account : committed.records()) {
            String camera = cameras.of(account.camera());
            counter("received", "Records that training is done with")
                    .tag("camera", camera)
                    .register(registry)
                    .increment();
            if (account.reason().isPresent()) {
                counter("rejected", "Records without a sample in them")
                        .tag("camera", camera)
                        .tag("reason", account.reason().get())
                        .register(registry)
                        .increment();
            } else {
                counter("learnt", "Records that were learnt from")
                        .tag("camera", camera)
                        .register(registry)
                        .increment();
                novelty(camera).set(account.novelty());
            }
        }
    }

    private AtomicReference<Double> novelty(String camera) {
        return novelty.computeIfAbsent(camera, name -> {
            AtomicReference<Double> newest = new AtomicReference<>(0.0);
            Gauge.builder("saccade.gan.novelty", newest, AtomicReference::get)
                    .tag("camera", name)
                    .description("Novelty of the camera's newest committed frame, 0 to 1")
                    .register(registry);
            return newest;
        });
    }
}
