package io.saccade.ops;

import io.quarkus.runtime.StartupEvent;
import io.saccade.attention.AttentionModel;
import io.saccade.attention.ScoringModel;
import io.saccade.config.SaccadeConfig;
import io.saccade.frame.ModelIdentity;
import io.saccade.scoring.ModelSwitch;
import io.saccade.scoring.Scoring;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Locale;
import org.jboss.logging.Logger;

/** Says at the start which model scores, and where it really runs. What Kafka said, the topics say themselves. */
@Singleton
final class StartupReport {

    private static final Logger LOG = Logger.getLogger(StartupReport.class);

    void onStart(@Observes StartupEvent event, SaccadeConfig config, ModelSwitch models) {
        Scoring scoring = models.current();
        ModelIdentity model = scoring.identity();
        LogFields.of("model", model.shortDigest())
                .and("provider", model.provider())
                .during(() -> tell(config, scoring, model));
    }

    private static void tell(SaccadeConfig config, Scoring scoring, ModelIdentity model) {
        LOG.infof(
                "model: %s, %d -> %d channels, %sdigest %s, %s",
                model.operator(),
                scoring.model().inputChannels(),
                scoring.model().outputChannels(),
                trainable(scoring.model()),
                model.shortDigest(),
                scoring.settings().model().file().map(Path::toString).orElse("built in"));
        LOG.infof(
                "model: runs on %s, ONNX Runtime %s, %d lane(s)%s",
                model.provider(),
                model.runtime(),
                scoring.settings().lanes(),
                scoring.model()
                        .runtime()
                        .fallback()
                        .map(why -> "; no cuda: " + why)
                        .orElse(""));
        LOG.infof(
                "score maps: %s, pool %d%s",
                config.scoreMap().encoding().name().toLowerCase(Locale.ROOT),
                config.scoreMap().pool(),
                config.preview().enabled()
                        ? ", with previews of channel " + config.preview().channel()
                        : "");
    }

    private static String trainable(ScoringModel model) {
        return model instanceof AttentionModel attention
                ? attention.parameters().trainable() + " trainable parameters, "
                : "";
    }
}
