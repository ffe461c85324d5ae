package io.saccade.camera;

import static io.saccade.camera.Pictures.join;
import static io.saccade.camera.Pictures.jpeg;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MjpegSplitterTest {

    private final List<String> notes = new ArrayList<>();

    @Test
    void concatenatedFilesComeOutAsTheyWere() throws IOException {
        byte[][] files = {jpeg(1), jpeg(2), jpeg(3)};

        assertThat(split(join(files))).containsExactly(files);
        assertThat(notes).isEmpty();
    }

    @Test
    void aStreamThatArrivesByteByByteGivesTheSame() throws IOException {
        byte[][] files = {jpeg(1), Pictures.withThumbnail(jpeg(2), jpeg(3)), Pictures.progressive()};
        InputStream slow = new FilterInputStream(new ByteArrayInputStream(join(files))) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return super.read(bytes, offset, 1);
            }
        };

        assertThat(split(slow, MjpegSplitter.DEFAULT_MAX_FRAME)).containsExactly(files);
    }

    @Test
    void aThumbnailInsideAFrameDoesNotEndIt() throws IOException {
        byte[] frame = Pictures.withThumbnail(jpeg(1), jpeg(2));

        assertThat(split(join(frame, jpeg(3)))).containsExactly(frame, jpeg(3));
    }

    @Test
    void severalScansWithRestartMarkersAreOneFrame() throws IOException {
        byte[] frame = Pictures.progressive();

        assertThat(split(join(frame, frame))).containsExactly(frame, frame);
    }

    @Test
    void fillBytesBeforeAMarkerBelongToTheFrame() throws IOException {
        byte[] jpeg = jpeg(1);
        byte[] filled = join(new byte[] {-1, (byte) 0xD8, -1, -1}, Arrays.copyOfRange(jpeg, 2, jpeg.length));

        assertThat(split(join(filled, jpeg))).containsExactly(filled, jpeg);
    }

    @Test
    void whatStandsBetweenFramesIsPassedOver() throws IOException {
        byte[] header = "\r\n--frame\r\nContent-Type: image/jpeg\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        byte[] noise = {0, -1, -1, 3, (byte) 0xD8, -1, 0};

        assertThat(split(join(header, jpeg(1), header, jpeg(2), noise, jpeg(3), noise)))
                .containsExactly(jpeg(1), jpeg(2), jpeg(3));
    }

    @Test
    void aFrameCutOffByTheNextIsLeftOutAndSaid() throws IOException {
        byte[] cut = Arrays.copyOf(jpeg(1), jpeg(1).length / 2);

        assertThat(split(join(jpeg(3), cut, jpeg(2)))).containsExactly(jpeg(3), jpeg(2));
        assertThat(notes).singleElement().asString().contains("frame 2 is damaged");
    }

    @Test
    void aWrongSegmentLengthDoesNotSwallowTheNextFrame() throws IOException {
        byte[] broken = jpeg(1).clone();
        broken[4] = 0x7F;

        List<byte[]> frames = split(join(broken, jpeg(2), jpeg(3), new byte[40_000], jpeg(2)));

        assertThat(frames).contains(jpeg(2)).last().isEqualTo(jpeg(2));
        assertThat(notes).isNotEmpty();
    }

    @Test
    void aTruncatedLastFrameIsLeftOutAndSaid() throws IOException {
        byte[] cut = Arrays.copyOf(jpeg(2), jpeg(2).length - 1);

        assertThat(split(join(jpeg(1), cut))).containsExactly(jpeg(1));
        assertThat(notes)
                .containsExactly("the stream ends within frame 2, after " + cut.length + " bytes of it; left out");
    }

    @Test
    void aTruncatedFrameIsNeverGivenOutWhereverItIsCut() throws IOException {
        byte[] frame = Pictures.withThumbnail(jpeg(1), jpeg(2));
        for (int length = 0; length < frame.length; length++) {
            assertThat(split(Arrays.copyOf(frame, length)))
                    .as("cut at %d", length)
                    .isEmpty();
        }
    }

    @Test
    void aFrameOverTheLimitIsAnErrorThatSaysTheLimit() {
        byte[] endless = new byte[300_000];
        System.arraycopy(jpeg(1), 0, endless, 0, jpeg(1).length - 2);

        assertThatThrownBy(() -> split(new ByteArrayInputStream(endless), 100_000))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("frame 1 has more than 100000 bytes");
    }

    @Test
    void garbageWithoutAFrameTakesNoMemoryAndGivesNothing() throws IOException {
        byte[] garbage = new byte[5_000_000];
        new Random(1).nextBytes(garbage);
        for (int i = 0; i < garbage.length; i++) {
            garbage[i] = garbage[i] == (byte) 0xD8 ? 0 : garbage[i];
        }

        assertThat(split(new ByteArrayInputStream(garbage), 1 << 16)).isEmpty();
    }

    private List<byte[]> split(byte[] stream) throws IOException {
        return split(new ByteArrayInputStream(stream), MjpegSplitter.DEFAULT_MAX_FRAME);
    }

    private List<byte[]> split(InputStream stream, int maxFrame) throws IOException {
        MjpegSplitter splitter = new MjpegSplitter(stream, maxFrame, notes::add);
        List<byte[]> frames = new ArrayList<>();
        for (byte[] frame = splitter.next(); frame != null; frame = splitter.next()) {
            frames.add(frame);
        }
        return frames;
    }
}
