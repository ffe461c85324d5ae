package io.saccade;

import io.quarkus.runtime.Startup;
import io.saccade.config.SaccadeConfig;
import io.saccade.scoring.Lanes;
import io.saccade.scoring.Scoring;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Puts the parts that know no container into it. */
@Singleton
final class Assembly {

    @Produces
    @Singleton
    @Startup
    Scoring scoring(SaccadeConfig config) {
        return Scoring.open(config.scoring());
    }

    void close(@Disposes Scoring scoring) {
        scoring.close();
    }

    @Produces
    @Singleton
    Lanes lanes(Scoring scoring) {
        return new Lanes(scoring.settings().lanes(), scoring::newScorer);
    }

    void close(@Disposes Lanes lanes) {
        lanes.close();
    }
}
