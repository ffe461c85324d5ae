package io.saccade.ops;

import io.quarkus.runtime.Startup;
import io.saccade.gan.TrainingStep;
import io.saccade.kafka.training.Training;
import io.saccade.kafka.training.Training.Account;
import io.saccade.kafka.training.Training.Committed;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/** Says how training does: a line a minute, and one for what went wrong or came to an end. */
@Startup
@Singleton
final class TrainingLog {

    private static final Logger LOG = Logger.getLogger(TrainingLog.class);
    private static final long BETWEEN_LINES = Duration.ofMinutes(1).toNanos();

    private final CameraTags cameras = new CameraTags();
    private final Set<String> rejections = new HashSet<>();
    private long toldNanos = System.nanoTime() - BETWEEN_LINES;
    private boolean stopped;

    TrainingLog(Training training) {
        training.listen(this::tell);
    }

    private void tell(Committed committed) {
        for (TrainingStep step : committed.steps()) {
            if (!step.taken()) {
                LOG.errorf(
                        "training: the step of minibatch %d gave no finite numbers and changed nothing (%s)",
                        step.progress().minibatches(), step.metrics());
            }
            if (step.progress().stopped() && !stopped) {
                stopped = true;
                LOG.infof(
                        "training: ends at step %d, the means of D were the same for %d steps",
                        step.progress().steps(), step.progress().calm());
            }
        }
        committed.records().forEach(this::tellRejection);
        boolean any = !committed.steps().isEmpty();
        if (any && System.nanoTime() - toldNanos > BETWEEN_LINES) {
            toldNanos = System.nanoTime();
            TrainingStep last = committed.steps().get(committed.steps().size() - 1);
            LOG.infof(
                    "training: step %d, likelihood %.4f, mean D(X) %.3f, mean D(G(Z)) %.3f",
                    last.progress().steps(),
                    last.metrics().likelihood(),
                    last.metrics().discriminatorReal(),
                    last.metrics().discriminatorGenerated());
        }
    }

    private void tellRejection(Account account) {
        Optional<String> reason = account.reason();
        String camera = LogFields.name(account.camera());
        if (reason.isPresent() && rejections.add(cameras.of(account.camera()) + " " + reason.get())) {
            LogFields.of("camera", camera)
                    .and("reason", reason.get())
                    .during(() -> LOG.warnf(
                            "training: camera=%s reason=%s: a record was not learnt from (more of these are counted, not logged)",
                            camera, reason.get()));
        }
    }
}
