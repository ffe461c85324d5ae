package io.saccade.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.saccade.broker.BrokerResource;
import io.saccade.broker.TopicReader;
import io.saccade.encode.ScoreMapDecoder;
import io.saccade.frame.ScoreMap;
import io.saccade.tensor.MalformedTensorsException;
import io.saccade.tensor.Safetensors;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real camera footage from file to topic; {@code -Dfootage.dir} names its folder, {@code ffmpeg} decodes it. */
@Tag("footage")
@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
class FootageTest {

    private static final int FRAMES = 377;
    private static final String CAMERA = "car-park";

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @TempDir
    Path folder;

    @Test
    void everyFrameOfTheVideoComesBackInOrderAndEqualToWhatScoreWrites() throws Exception {
        Path jpegs = extract("car-detection.mp4");
        Path scores = folder.resolve("scores");

        assertThat(SaccadeCommand.run(
                        "ingest", jpegs.toString(), "-b", bootstrapServers, "--camera", CAMERA, "--rate", "0"))
                .isZero();
        assertThat(SaccadeCommand.run("score", jpegs.toString(), "-o", scores.toString(), "-f", "safetensors"))
                .isZero();

        List<ConsumerRecord<byte[], byte[]>> maps = maps();
        assertThat(maps).hasSize(FRAMES);
        for (int i = 0; i < FRAMES; i++) {
            byte[] file = Files.readAllBytes(scores.resolve(String.format("%04d.safetensors", i + 1)));
            assertThat(Safetensors.read(maps.get(i).value()).get("scores").data())
                    .as("scores of frame %d", i + 1)
                    .isEqualTo(Safetensors.read(file).get("scores").data());
        }
    }

    @Test
    void theCarsAreWhatLightsUp() throws Exception {
        Path jpegs = extract("car-detection.mp4");
        Path scores = folder.resolve("scores");
        SaccadeCommand.run(
                "score",
                jpegs.resolve("0200.jpg").toString(),
                jpegs.resolve("0120.jpg").toString(),
                "-o",
                scores.toString(),
                "-f",
                "safetensors");

        ScoreMap cars = read(scores.resolve("0200.safetensors"));
        ScoreMap empty = read(scores.resolve("0120.safetensors"));

        double redBonnet = mean(cars, 350, 300, 460, 420);
        double road = mean(cars, 560, 120, 700, 360);
        assertThat(redBonnet).isGreaterThan(3 * road);
        assertThat(mean(empty, 350, 300, 460, 420)).isLessThan(redBonnet / 3);
    }

    private Path extract(String video) throws IOException, InterruptedException {
        Path footage = Path.of(Objects.requireNonNull(System.getProperty("footage.dir"), "-Dfootage.dir"), video);
        Path jpegs = Files.createDirectories(folder.resolve("jpegs"));
        Process ffmpeg = new ProcessBuilder(
                        "ffmpeg",
                        "-v",
                        "error",
                        "-i",
                        footage.toString(),
                        "-q:v",
                        "2",
                        jpegs.resolve("%04d.jpg").toString())
                .inheritIO()
                .start();
        assertThat(ffmpeg.waitFor()).isZero();
        try (Stream<Path> files = Files.list(jpegs)) {
            assertThat(files.count()).isEqualTo(FRAMES);
        }
        return jpegs;
    }

    private List<ConsumerRecord<byte[], byte[]>> maps() {
        List<ConsumerRecord<byte[], byte[]>> maps = new ArrayList<>();
        try (TopicReader reader = TopicReader.of(bootstrapServers, "score-maps")) {
            while (maps.size() < FRAMES) {
                reader.read(1, Duration.ofSeconds(60)).stream()
                        .filter(record -> CAMERA.equals(new String(record.key(), UTF_8)))
                        .forEach(maps::add);
            }
        }
        return maps;
    }

    private static ScoreMap read(Path file) throws IOException, MalformedTensorsException {
        return ScoreMapDecoder.decode(Files.readAllBytes(file));
    }

    private static double mean(ScoreMap map, int left, int top, int right, int bottom) {
        FloatBuffer plane = map.planes().get(0);
        double sum = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                sum += plane.get(y * map.width() + x);
            }
        }
        return sum / ((right - left) * (bottom - top));
    }
}
