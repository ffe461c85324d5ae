package io.saccade.load.openloop;

import static org.assertj.core.api.Assertions.assertThat;

import io.saccade.frame.FrameSize;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadSettingsTest {

    @Test
    void whatIsNotGivenIsTheServicesDefault() {
        LoadSettings settings = LoadSettings.of();

        assertThat(settings.size).isEqualTo(new FrameSize(640, 480));
        assertThat(settings.codec).isEqualTo(Codec.JPEG);
        assertThat(settings.environment()).isEqualTo(Map.of("SACCADE_MODEL_FRAME_SIZE", "640x480"));
        assertThat(settings.inFlight()).isEqualTo(64);
    }

    @Test
    void optionsBecomeTheServicesSettings() {
        LoadSettings settings = LoadSettings.of(
                "--size=320x240",
                "--codec=raw",
                "--policy=latest",
                "--lanes=1",
                "--cores=2",
                "--transaction-interval=50ms",
                "--batch=4",
                "--instances=2",
                "--set=QUARKUS_LOG_LEVEL=INFO");

        assertThat(settings.codec).isEqualTo(Codec.RAW);
        assertThat(settings.inFlight()).isEqualTo(32);
        assertThat(settings.environment())
                .isEqualTo(Map.of(
                        "SACCADE_MODEL_FRAME_SIZE", "320x240",
                        "SACCADE_FRESHNESS_DEFAULT", "latest",
                        "SACCADE_LANES", "1",
                        "JDK_JAVA_OPTIONS", "-XX:ActiveProcessorCount=2",
                        "SACCADE_TRANSACTION_INTERVAL", "50ms",
                        "SACCADE_BATCH_MAX_RECORDS", "4",
                        "QUARKUS_LOG_LEVEL", "INFO"));
    }
}
