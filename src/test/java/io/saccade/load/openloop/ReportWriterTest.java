package io.saccade.load.openloop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportWriterTest {

    @TempDir
    Path folder;

    @Test
    void allNumbersAreInTablesPlotsAndCsv() throws Exception {
        Path report = ReportWriter.write(folder.resolve("new"), measurements());

        assertThat(report)
                .content()
                .contains("- two cores\n", "followed: 123.4 frames per second", "lost=0 doubled=0 disordered=0 wrong=0")
                .contains("| 50 % | 61.7 | 1000 | 10.0 | 20.0 | 30.0 | 40.0 | 50.0 | 0.2 |")
                .contains("| 4 | 140.0 |", "| `decode` | 2.50 |");
        assertThat(csv("latency.csv"))
                .containsExactly(
                        "load,frames_per_second,frames,p50_ms,p90_ms,p99_ms,p99_9_ms,max_ms,sender_late_p99_ms",
                        "0.50,61.70,1000,10.000,20.000,30.000,40.000,50.000,0.200",
                        "0.90,111.06,2000,100.000,200.000,300.000,400.000,500.000,0.200");
        assertThat(csv("partitions.csv")).containsExactly("partitions,frames_per_second", "1,70.00", "4,140.00");
        assertThat(csv("cores.csv")).containsExactly("cores,frames_per_second", "1,80.00");
        assertThat(csv("stages.csv")).containsExactly("stage,ms_per_frame", "decode,2.5000");
    }

    @Test
    void plotsAreWellFormedAndHaveALineForEachPercentile() throws Exception {
        ReportWriter.write(folder.resolve("new"), measurements());

        for (String plot : List.of("latency.svg", "partitions.svg", "cores.svg", "stages.svg")) {
            var document = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(folder.resolve("new").resolve(plot).toFile());
            assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
            if (plot.equals("latency.svg")) {
                assertThat(document.getElementsByTagName("polyline").getLength())
                        .isEqualTo(4);
            }
        }
    }

    private List<String> csv(String name) throws IOException {
        return Files.readAllLines(folder.resolve("new").resolve(name));
    }

    private static Measurements measurements() {
        Latency late = new Latency(1000, 0.1, 0.1, 0.2, 0.3, 0.4);
        return new Measurements(
                List.of("two cores"),
                123.4,
                Duration.ofSeconds(25),
                List.of(
                        new Measurements.AtLoad(0.5, 61.7, new Latency(1000, 10, 20, 30, 40, 50), late),
                        new Measurements.AtLoad(0.9, 111.06, new Latency(2000, 100, 200, 300, 400, 500), late)),
                new TreeMap<>(Map.of(1, 70.0, 4, 140.0)),
                new TreeMap<>(Map.of(1, 80.0)),
                Map.of("decode", 2.5),
                0.7,
                new Verdict(0, 0, 0, 0, List.of()));
    }
}
