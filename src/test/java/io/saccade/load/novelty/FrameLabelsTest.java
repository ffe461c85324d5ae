package io.saccade.load.novelty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameLabelsTest {

    @Test
    void framesWithoutARowAreNotJudged() {
        FrameLabels labels = FrameLabels.parse(List.of("frame,novel", "1,0", "3,1"));

        assertThat(labels.of(1)).contains(false);
        assertThat(labels.of(2)).isEmpty();
        assertThat(labels.of(3)).contains(true);
        assertThat(labels.of(4)).isEmpty();
    }

    @Test
    void aRangeIsAllOfItsFrames() {
        FrameLabels labels = FrameLabels.parse(List.of("# by hand", "", "frame,novel", "5-7,1", "8 - 8, 0"));

        assertThat(labels.of(4)).isEmpty();
        assertThat(labels.of(5)).contains(true);
        assertThat(labels.of(7)).contains(true);
        assertThat(labels.of(8)).contains(false);
        assertThat(labels.spans()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "12,1",
                " 12 , 1 ",
                "\"12\",\"1\"",
                "'12';'1'",
                "00012,1",
                "00012.jpg,1",
                "cam2-00012.PNG\t1",
                "\"frames/7/12.jpeg\", 1",
                "\uFEFF12,1"
            })
    void manyWaysOfWritingAreRead(String line) {
        assertThat(FrameLabels.parse(List.of(line)).of(12)).contains(true);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "12|'12' has 1 columns, expected frame,novel",
                "12,1,car|'12,1,car' has 3 columns, expected frame,novel",
                "12,yes|novel is 'yes', expected 0 or 1",
                "12,|novel is '', expected 0 or 1",
                "x9,1|frame is 'x9', expected a number, a range such as 56-111, or a file name such as 00012.jpg",
                "9-3,1|the range 9-3 ends before it begins",
                "3,0|frame 3 has a label already",
                "1-9,0|frame 3 has a label already",
            })
    void whatCantBeReadIsSaidInOneLine(String line, String message) {
        assertThatThrownBy(() -> FrameLabels.parse(List.of("frame,novel", "3-4,1", line)))
                .hasMessage("line 3: " + message);
    }

    @Test
    void noLabelsAtAllAreRefused() {
        assertThatThrownBy(() -> FrameLabels.parse(List.of("frame,novel")))
                .hasMessageContaining("there are no labels, expected rows such as '12,0'");
    }

    @Test
    void aMessageNamesTheFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("labels.csv"), "1,0\n2,2\n");

        assertThatThrownBy(() -> FrameLabels.read(file))
                .isInstanceOf(IOException.class)
                .hasMessage(file + ", line 2: novel is '2', expected 0 or 1");
    }
}
