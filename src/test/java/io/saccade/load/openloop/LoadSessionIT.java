package io.saccade.load.openloop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A little load on the packaged service, with another model put in force in the middle. */
class LoadSessionIT {

    private static final double RATE = 40;

    @Test
    void everyFrameIsAccountedForAndTimed() throws Exception {
        LoadSettings settings = LoadSettings.of("--size=160x120", "--cameras=4", "--partitions=2", "--codec=png");
        try (LoadSession session = new LoadSession(Path.of(System.getProperty("saccade.jar")), settings, System.out)) {
            Scenario.MODEL_SWAP.run(session, new Plan(RATE, Duration.ofSeconds(8)));

            Verdict verdict = session.verdict();
            assertThat(verdict.findings()).isEmpty();
            assertThat(verdict.isClean()).isTrue();
            assertThat(session.outcomes().mapsByModel()).hasSize(2);
            assertThat(session.outcomes().done()).isEqualTo(session.frames());
            for (String phase : new String[] {"before", "swap", "after"}) {
                assertThat(session.latency(phase).count()).isGreaterThan(30);
                assertThat(session.latency(phase).p50()).isPositive();
            }
        }
    }
}
