package io.saccade.load.novelty;

import static org.assertj.core.api.Assertions.assertThat;

import io.saccade.Pictures;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A painted recording, from its pictures to the last line, with labels by the rule. */
class NoveltyEvaluationTest {

    @TempDir
    Path folder;

    @Test
    void aPaintedEventIsLabelledAndFound() throws IOException {
        Path frames = record();
        Path labels = Files.writeString(folder.resolve("labels.csv"), run(new DifferenceLabels(), frames.toString()));
        assertThat(labels).hasContent("frame,novel\n1-59,0\n60-69,1\n70-90,0\n");

        String output = run(
                new NoveltyEvaluation(),
                "--frames",
                frames.toString(),
                "--labels",
                labels.toString(),
                "--plot",
                folder.resolve("out/plot.svg").toString(),
                "--csv",
                folder.resolve("out/told.csv").toString(),
                "-Dsaccade.gan.seed=2");

        List<String> lines = output.lines().toList();
        assertThat(lines.get(lines.size() - 1)).isEqualTo("novelty: auroc=1.0000 mean-frame-distance=1.0000");
        assertThat(lines).anyMatch(line -> line.startsWith("novelty: frames=90 novel=10 usual=80 "));
        assertThat(folder.resolve("out/plot.svg")).content().startsWith("<svg ").endsWith("</svg>\n");
        assertThat(Files.readAllLines(folder.resolve("out/told.csv"))).hasSize(91);
    }

    @Test
    void whatIsMissingIsSaidInOneLine() {
        StringWriter errors = new StringWriter();
        CommandLine line = NoveltyEvaluation.commandLine(new NoveltyEvaluation(), "novelty");
        line.setErr(new PrintWriter(errors));

        assertThat(line.execute("--frames", folder.toString(), "--labels", "no-such.csv"))
                .isEqualTo(1);
        assertThat(errors).hasToString("novelty: NoSuchFileException: no-such.csv" + System.lineSeparator());
    }

    private Path record() throws IOException {
        Path frames = Files.createDirectory(folder.resolve("frames"));
        for (int number = 1; number <= 90; number++) {
            BufferedImage image = Pictures.picture(160, 120, BufferedImage.TYPE_INT_RGB);
            if (number >= 60 && number < 70) {
                Graphics2D graphics = image.createGraphics();
                graphics.setColor(Color.WHITE);
                graphics.fillRect(20 + number, 30, 40, 40);
                graphics.dispose();
            }
            Files.write(frames.resolve(number + ".png"), Pictures.encode(image, "png", false));
        }
        return frames;
    }

    private static String run(Object command, String... arguments) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            assertThat(NoveltyEvaluation.commandLine(command, "test").execute(arguments))
                    .isZero();
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
    }
}
