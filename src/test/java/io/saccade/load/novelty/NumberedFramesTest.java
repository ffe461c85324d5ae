package io.saccade.load.novelty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NumberedFramesTest {

    @TempDir
    Path folder;

    @Test
    void theOrderIsThatOfTheNumbers() throws IOException {
        write("f10.jpg", "f9.jpg", "f0011.jpeg", "f12.PNG", "readme13.txt");

        assertThat(numbers()).containsExactly(9L, 10L, 11L, 12L);
        assertThat(NumberedFrames.count(folder)).isEqualTo(4);
    }

    @Test
    void namesWithoutNumbersAreRefused() throws IOException {
        write("empty-road.jpg");

        assertThatThrownBy(this::numbers)
                .hasMessage(folder + ": empty-road.jpg has no number, expected names such as 00012.jpg");
    }

    @Test
    void namesWhoseNumbersDoNotAscendAreRefused() throws IOException {
        write("a2.jpg", "b1.jpg");

        assertThatThrownBy(this::numbers)
                .hasMessage(folder + ": b1.jpg follows frame 2, expected names that differ in one ascending number");
    }

    private List<Long> numbers() throws IOException {
        List<Long> numbers = new ArrayList<>();
        NumberedFrames.read(folder, (number, bytes) -> numbers.add(number));
        return numbers;
    }

    private void write(String... names) throws IOException {
        for (String name : names) {
            Files.write(folder.resolve(name), new byte[1]);
        }
    }
}
