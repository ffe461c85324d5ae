package io.saccade.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CostModelTest {

    @TempDir
    Path folder;

    @Test
    void aFrameCostsTheSumOfItsTerms() {
        CostModel model = Costs.of(
                Map.of(
                        "decode.megapixel", 10.0,
                        "attention.megascore", 5.0,
                        "encode.map-megabyte", 2.0,
                        "client.transaction", 8.0),
                0);

        // 0.2 megapixels and megascores, a map of 0.4 MB, four frames in a transaction
        assertThat(model.laneMs(Costs.frame())).isCloseTo(10 * 0.2 + 5 * 0.2 + 2 * 0.4, within(1e-9));
        assertThat(model.serviceMs(Costs.frame(), 4)).isCloseTo(3.8 + 2, within(1e-9));
    }

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        CostModel model = Costs.of(Map.of("decode.megapixel", 3.25, "fetch.transaction", 0.5), 0.125);
        Path file = Files.writeString(folder.resolve("costs.properties"), "# measured\n" + model.toText());

        assertThat(CostModel.read(file)).isEqualTo(model);
    }

    @Test
    void aMissingOrNegativeCoefficientIsNamed() throws IOException {
        String text = CostModel.measured().toText();
        Path missing = Files.writeString(folder.resolve("missing"), text.replaceAll("(?m)^decode.frame=.*$", ""));
        Path negative = Files.writeString(
                folder.resolve("negative"), text.replaceAll("(?m)^encode.megascore=.*$", "encode.megascore=-1"));

        assertThatThrownBy(() -> CostModel.read(missing))
                .hasMessage("decode.frame is null, expected a number of 0 or more");
        assertThatThrownBy(() -> CostModel.read(negative))
                .hasMessage("encode.megascore is -1.0, expected a number of 0 or more");
    }

    @Test
    void theCoefficientsThatComeWithSaccadeGiveSensibleTimes() {
        CostModel model = CostModel.measured();

        assertThat(model.laneMs(Costs.frame())).isBetween(0.1, 100.0);
        assertThat(model.transactionMs(Costs.frame(), 1)).isBetween(0.1, 200.0);
    }
}
