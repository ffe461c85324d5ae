package io.saccade;

import io.quarkus.runtime.Startup;
import io.quarkus.runtime.StartupEvent;
import io.saccade.config.SaccadeConfig;
import io.saccade.scoring.ModelSwitch;
import io.saccade.scoring.ModelWatch;
import io.saccade.scoring.Scoring;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/** Puts the parts that know no container into it. */
@Singleton
final class Assembly {

    private static final int BEFORE_THE_CHANNELS = 1;

    private Optional<Duration> watchInterval = Optional.empty();
    private Optional<ModelWatch> watch = Optional.empty();

    /** Made before the channels are: what is wrong with a setting or a model is then one line, and nothing has begun. */
    @Produces
    @Singleton
    @Startup(BEFORE_THE_CHANNELS)
    ModelSwitch models(SaccadeConfig config) {
        config.check();
        watchInterval = config.watch();
        return new ModelSwitch(Scoring.open(config.scoring()));
    }

    void close(@Disposes ModelSwitch models) {
        models.close();
    }

    void watch(@Observes StartupEvent event, ModelSwitch models) {
        watch = models.current()
                .settings()
                .model()
                .file()
                .filter(file -> watchInterval.isPresent())
                .map(file -> new ModelWatch(models, file));
        watch.ifPresent(started -> started.start(watchInterval.orElseThrow()));
    }

    @PreDestroy
    void stopWatching() {
        watch.ifPresent(ModelWatch::close);
    }
}
