package io.saccade.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSourceTest {

    @TempDir
    Path folder;

    @Test
    void picturesComeInTheNaturalOrderOfTheirNames() throws IOException {
        for (String name : List.of("f10.jpg", "f2.jpg", "f1.PNG", "notes.txt", "f02.jpeg")) {
            Files.write(folder.resolve(name), name.getBytes());
        }

        FileSource source = FileSource.folder(folder, false);

        assertThat(names(source, 9)).containsExactly("f1.PNG", "f02.jpeg", "f2.jpg", "f10.jpg");
        assertThat(source.name()).isEqualTo(folder.getFileName().toString());
    }

    @Test
    void bytesAndContentTypeAreTheFiles() throws IOException {
        Files.write(folder.resolve("a.jpg"), Pictures.jpeg(1));
        Files.write(folder.resolve("b.png"), new byte[] {1, 2});
        FileSource source = FileSource.folder(folder, false);

        EncodedFrame first = source.next();
        EncodedFrame second = source.next();

        assertThat(first).isNotNull();
        assertThat(first.bytes()).isEqualTo(Pictures.jpeg(1));
        assertThat(first.contentType()).isEqualTo("image/jpeg");
        assertThat(second).isNotNull();
        assertThat(second.contentType()).isEqualTo("image/png");
    }

    @Test
    void aLoopBeginsAgain() throws IOException {
        Files.write(folder.resolve("a.jpg"), new byte[1]);
        Files.write(folder.resolve("b.jpg"), new byte[1]);

        assertThat(names(FileSource.folder(folder, true), 5))
                .containsExactly("a.jpg", "b.jpg", "a.jpg", "b.jpg", "a.jpg");
    }

    @Test
    void aFolderWithoutPicturesSaysSo() {
        assertThatThrownBy(() -> FileSource.folder(folder, false))
                .hasMessage("the folder " + folder + " has no .jpg, .jpeg or .png file");
    }

    private static List<String> names(FileSource source, int most) throws IOException {
        List<String> names = new ArrayList<>();
        for (EncodedFrame frame = source.next(); frame != null && names.size() < most; frame = source.next()) {
            names.add(frame.name());
        }
        return names;
    }
}
