package io.saccade.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.saccade.frame.FrameSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CostFitTest {

    private static final CostModel KNOWN = Costs.of(
            Map.ofEntries(
                    Map.entry("decode.frame", 0.1),
                    Map.entry("decode.megapixel", 3.0),
                    Map.entry("decode.input-megabyte", 7.0),
                    Map.entry("attention.frame", 0.2),
                    Map.entry("attention.megapixel", 2.0),
                    Map.entry("attention.megascore", 1.5),
                    Map.entry("encode.megascore", 2.5),
                    Map.entry("encode.map-megabyte", 0.5),
                    Map.entry("client.frame", 0.3),
                    Map.entry("client.input-megabyte", 2.0),
                    Map.entry("client.output-megabyte", 0.7),
                    Map.entry("client.transaction", 1.2),
                    Map.entry("stream.output-megabyte", 2.0),
                    Map.entry("stream.transaction", 9.0),
                    Map.entry("append.frame", 0.05),
                    Map.entry("append.input-megabyte", 0.6),
                    Map.entry("fetch.frame", 0.04),
                    Map.entry("fetch.input-megabyte", 0.4),
                    Map.entry("fetch.transaction", 0.9)),
            0.25);

    @Test
    void measurementsOfAKnownModelGiveItBack() {
        List<Measurement> rows = rows();

        CostModel fitted = CostFit.of(rows);

        for (Cost cost : Cost.values()) {
            for (Measurement row : rows) {
                assertThat(fitted.ms(cost, row.shape(), row.framesPerTransaction()))
                        .as("%s of %s", cost, row.name())
                        .isCloseTo(KNOWN.ms(cost, row.shape(), row.framesPerTransaction()), within(1e-6));
            }
            fitted.coefficients().get(cost).forEach((term, value) -> assertThat(value)
                    .as("%s %s", cost, term)
                    .isCloseTo(KNOWN.coefficients().get(cost).get(term), within(1e-6)));
        }
        assertThat(fitted.spread()).isCloseTo(0.25, within(1e-9));
    }

    @Test
    void aFileOfMeasurementsComesBack() {
        List<String> lines = new ArrayList<>(List.of(Measurement.HEADER));
        rows().forEach(row -> lines.add(row.toCsv()));

        List<Measurement> read = Measurement.parse(lines);

        assertThat(read).hasSameSizeAs(rows());
        assertThat(read.get(0).name()).isEqualTo("0");
        assertThat(read.get(0).shape()).isEqualTo(rows().get(0).shape());
        assertThat(read.get(3).serviceCpuMs()).isCloseTo(rows().get(3).serviceCpuMs(), within(1e-4));
        assertThatThrownBy(() -> Measurement.parse(List.of("size,ms")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected the columns name,width");
    }

    @Test
    void withoutSingleFramesInTransactionsNothingTellsACommit() {
        List<Measurement> rows =
                rows().stream().filter(row -> row.framesPerTransaction() > 1).toList();

        assertThatThrownBy(() -> CostFit.of(rows))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no measurement tells the cost 'stream'");
    }

    private static List<Measurement> rows() {
        List<Measurement> rows = new ArrayList<>();
        rows.add(row(rows.size(), shape(320, 240, 1, 2, 1, 0.3), 16));
        rows.add(row(rows.size(), shape(640, 480, 1, 2, 1, 0.4), 15));
        rows.add(row(rows.size(), shape(1280, 720, 4, 1, 1, 0.2), 16));
        rows.add(row(rows.size(), shape(1920, 1080, 4, 2, 2, 0.1), 12));
        rows.add(row(rows.size(), shape(640, 480, 1, 2, 1, 2.5), 16));
        rows.add(row(rows.size(), shape(160, 120, 1, 2, 1, 0.7), 1));
        rows.add(row(rows.size(), shape(320, 240, 4, 4, 1, 0.5), 1));
        return rows;
    }

    private static FrameShape shape(int width, int height, int channels, int bytes, int pool, double bytesPerPixel) {
        return new FrameShape(new FrameSize(width, height), channels, bytes, pool, bytesPerPixel * width * height);
    }

    /** What a run would measure if the model were true. */
    private static Measurement row(int number, FrameShape shape, double framesPerTransaction) {
        double periodMs =
                Math.max(KNOWN.laneMs(shape), KNOWN.transactionMs(shape, framesPerTransaction) / framesPerTransaction);
        return new Measurement(
                "" + number,
                shape,
                1,
                KNOWN.ms(Cost.DECODE, shape, 1),
                KNOWN.ms(Cost.ATTENTION, shape, 1),
                KNOWN.ms(Cost.ENCODE, shape, 1),
                0.25,
                KNOWN.serviceMs(shape, framesPerTransaction),
                KNOWN.drainMs(shape, framesPerTransaction),
                KNOWN.appendMs(1, shape.inputMegabytes()),
                1e3 / periodMs,
                framesPerTransaction);
    }
}
