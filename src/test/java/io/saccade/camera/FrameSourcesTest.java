package io.saccade.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameSourcesTest {

    @TempDir
    Path folder;

    @Test
    void eachKindOfNameOpensItsSource() throws Exception {
        Files.write(folder.resolve("a.jpg"), Pictures.jpeg(1));
        Files.write(folder.resolve("gate.mjpeg"), Pictures.join(Pictures.jpeg(1), Pictures.jpeg(2)));

        assertThat(frames(open(folder.toString()))).hasSize(1);
        assertThat(frames(open(folder.resolve("a.jpg").toString()))).hasSize(1);
        assertThat(frames(open(folder.resolve("gate.mjpeg").toString()))).hasSize(2);
        assertThat(open(folder.resolve("gate.mjpeg").toString()).name()).isEqualTo("gate");
        InputStream in = new ByteArrayInputStream(Pictures.join(Pictures.jpeg(1), Pictures.jpeg(2), Pictures.jpeg(3)));
        FrameSource stdin = FrameSources.open("-", false, in, note -> {});
        assertThat(stdin.name()).isEqualTo("stdin");
        assertThat(frames(stdin)).hasSize(3).allMatch(frame -> frame.captured() != null);
    }

    @Test
    void anMjpegFileCanLoop() throws Exception {
        Files.write(folder.resolve("gate.mjpeg"), Pictures.join(Pictures.jpeg(1), Pictures.jpeg(2)));
        try (FrameSource source = FrameSources.open(
                folder.resolve("gate.mjpeg").toString(), true, InputStream.nullInputStream(), n -> {})) {
            for (int i = 0; i < 5; i++) {
                EncodedFrame frame = source.next();
                assertThat(frame).isNotNull();
                assertThat(frame.bytes()).isEqualTo(Pictures.jpeg(1 + i % 2));
                assertThat(frame.captured()).isNull();
            }
        }
    }

    @Test
    void anEmptyMjpegFileEndsEvenInALoop() throws Exception {
        Files.write(folder.resolve("empty.mjpeg"), new byte[0]);
        try (FrameSource source = FrameSources.open(
                folder.resolve("empty.mjpeg").toString(), true, InputStream.nullInputStream(), n -> {})) {
            assertThat(source.next()).isNull();
        }
    }

    @Test
    void namesOfNothingAreRefusedInOneLine() throws IOException {
        Files.write(folder.resolve("film.mp4"), new byte[3]);

        assertThatThrownBy(() -> open("no/such/place")).hasMessage("there is no file or folder no/such/place");
        assertThatThrownBy(() -> open("ftp://host/x")).hasMessageContaining("expected http:// or https://");
        assertThatThrownBy(() -> open("http://ex ample/x")).hasMessageContaining("not a URL");
        assertThatThrownBy(() -> open("http://:80/x")).hasMessageContaining("has no host");
        assertThatThrownBy(() -> open(folder.resolve("film.mp4").toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("can't tell what")
                .hasMessageContaining("ffmpeg");
    }

    private static FrameSource open(String source) throws IOException, InterruptedException {
        return FrameSources.open(source, false, InputStream.nullInputStream(), note -> {});
    }

    private static List<EncodedFrame> frames(FrameSource source) throws IOException, InterruptedException {
        try (source) {
            List<EncodedFrame> frames = new ArrayList<>();
            for (EncodedFrame frame = source.next(); frame != null; frame = source.next()) {
                frames.add(frame);
            }
            return frames;
        }
    }
}
