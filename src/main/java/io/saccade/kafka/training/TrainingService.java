package io.saccade.kafka.training;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.saccade.config.Role;
import io.saccade.config.SaccadeConfig;
import io.saccade.decode.DeadlineDecoder;
import io.saccade.decode.FrameDecoder;
import io.saccade.gan.SampleReader;
import io.saccade.gan.SampleReaders;
import io.saccade.gan.Samples;
import io.saccade.gan.Trainer;
import io.saccade.gan.TrainerSettings;
import io.saccade.gan.step.Game;
import io.saccade.kafka.GanTopics;
import io.saccade.kafka.KafkaClients;
import io.saccade.kafka.KafkaTopics;
import io.saccade.kafka.Publisher;
import io.saccade.kafka.Refusals;
import io.saccade.kafka.StreamRunner;
import io.saccade.kafka.TransactionalPublisher;
import io.saccade.onnx.OnnxRuntime;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Runs the trainer where {@code saccade.roles} has {@code train}. */
@Singleton
final class TrainingService {

    private static final Logger LOG = Logger.getLogger(TrainingService.class);
    private static final long STOP_SECONDS = 15;

    private final SaccadeConfig config;
    private final KafkaTopics topics;
    private final TrainingClients clients;
    private final Training training;
    private Optional<Running> running = Optional.empty();

    /** What is to be stopped and closed. */
    private record Running(StreamRunner runner, Thread thread, Trainer trainer, SampleLanes lanes, Samples samples) {}

    TrainingService(SaccadeConfig config, KafkaTopics topics, KafkaClients clients, Training training) {
        this.config = config;
        this.topics = topics;
        this.clients = new TrainingClients(config.gan(), clients);
        this.training = training;
    }

    void start(@Observes StartupEvent event) {
        if (!config.roles().contains(Role.TRAIN)) {
            return;
        }
        TrainerSettings settings = config.gan().trainer();
        Game game = settings.game();
        OnnxRuntime runtime = OnnxRuntime.on(config.executionProvider());
        GanTopics names = GanTopics.of(config);
        Trainer trainer = new Trainer(settings, runtime);
        SampleLanes lanes = lanes(game);
        Samples samples = new Samples(game, runtime);
        TrainingStream.Parts parts = new TrainingStream.Parts(
                trainer,
                lanes,
                new CheckpointTopic(names.checkpoints(), clients::checkpointConsumer),
                new TrainingRecords(names, config.gan().trainerId(), game),
                new SamplePictures(samples, config.gan().samples().count()),
                training,
                topics,
                names,
                config.gan().trainerId(),
                config.gan().checkpoint().interval(),
                config.gan().samples().every());
        Publisher publisher = new TransactionalPublisher(clients::producer);
        StreamRunner runner = new StreamRunner(
                "training",
                topics,
                names.input(),
                clients::consumer,
                publisher,
                consumer -> new TrainingStream(consumer, publisher, parts),
                training.status(),
                Refusals.ofTraining(config, clients.transactionalId()));
        Thread thread = new Thread(runner, "training");
        thread.setDaemon(true);
        thread.start();
        running = Optional.of(new Running(runner, thread, trainer, lanes, samples));
        LOG.infof(
                "training: trainer %s learns from %s (%s), group %s as %s, %s on %s; %s",
                config.gan().trainerId(),
                names.input(),
                game.sample(),
                config.gan().groupId(),
                clients.transactionalId(),
                game.objective().settingName(),
                runtime.provider().settingName(),
                parameters(game));
    }

    private static String parameters(Game game) {
        return "discriminator " + game.discriminatorNetwork().parameterCount() + " trainable parameters, generator "
                + game.generatorNetwork().parameterCount();
    }

    private SampleLanes lanes(Game game) {
        int count = config.lanes() == 0 ? Runtime.getRuntime().availableProcessors() : config.lanes();
        Semaphore slots = DeadlineDecoder.slots(count);
        return new SampleLanes(count, () -> reader(game, slots));
    }

    private SampleReader reader(Game game, Semaphore slots) {
        return SampleReaders.of(
                game.sample(),
                () -> new DeadlineDecoder(
                        () -> new FrameDecoder(
                                game.sample().channels(), config.decode().maxPixels()),
                        config.decode().timeout(),
                        slots));
    }

    /** Commits what is in work and ends, before the rest of the service is taken down. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        if (running.isPresent()) {
            Running ending = running.get();
            ending.runner().stop();
            ending.thread().join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
            if (!ending.thread().isAlive()) {
                ending.lanes().close();
                ending.trainer().close();
                ending.samples().close();
            }
        }
    }
}
