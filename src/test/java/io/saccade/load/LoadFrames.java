package io.saccade.load;

import io.saccade.camera.EncodedFrame;
import io.saccade.camera.FrameSource;
import io.saccade.camera.JpegEncoder;
import io.saccade.camera.MjpegSource;
import io.saccade.camera.SyntheticSource;
import io.saccade.camera.scene.SyntheticScene;
import io.saccade.frame.FrameSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The JPEGs that load tests send, made before the clock starts.
 *
 * @param pictures encoded frames of one size
 * @param source where they come from, in a word or two
 */
public record LoadFrames(List<byte[]> pictures, String source) {

    /** Names a video, or a folder of videos, that {@code ffmpeg} reads; without it the synthetic street is shown. */
    public static final String FOOTAGE = "FOOTAGE";

    private static final int JPEG_QSCALE = 2;

    public LoadFrames {
        if (pictures.isEmpty()) {
            throw new IllegalArgumentException("no frames in " + source);
        }
    }

    /** That many frames, scaled to a size: of {@code $FOOTAGE} in turns where it is set, of the synthetic street where not. */
    public static LoadFrames of(FrameSize size, int count) throws IOException, InterruptedException {
        String footage = System.getenv(FOOTAGE);
        return footage == null || footage.isBlank() ? synthetic(size, count) : footage(Path.of(footage), size, count);
    }

    /** That many frames of the synthetic street. */
    public static LoadFrames synthetic(FrameSize size, int count) {
        SyntheticScene scene = new SyntheticScene(1, 0, size.width(), size.height());
        List<byte[]> pictures = new ArrayList<>();
        try (SyntheticSource source =
                new SyntheticSource("street", scene, new JpegEncoder(JpegEncoder.DEFAULT_QUALITY))) {
            while (pictures.size() < count) {
                pictures.add(source.next().bytes());
            }
        }
        return new LoadFrames(pictures, "synthetic");
    }

    /** The picture of a frame number: they come round and round. */
    public byte[] get(long number) {
        return pictures.get((int) (number % pictures.size()));
    }

    /** Mean size of a picture in bytes. */
    public double meanBytes() {
        return pictures.stream().mapToInt(picture -> picture.length).average().orElseThrow();
    }

    private static LoadFrames footage(Path path, FrameSize size, int count) throws IOException, InterruptedException {
        List<Path> videos = videos(path);
        List<byte[]> pictures = new ArrayList<>();
        for (int i = 0; i < videos.size(); i++) {
            int upTo = count * (i + 1) / videos.size();
            pictures.addAll(decoded(videos.get(i), size, upTo - pictures.size()));
        }
        return new LoadFrames(pictures, "footage");
    }

    private static List<Path> videos(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(file -> file.toString().endsWith(".mp4"))
                    .sorted()
                    .toList();
        }
    }

    private static List<byte[]> decoded(Path video, FrameSize size, int count)
            throws IOException, InterruptedException {
        Process ffmpeg = new ProcessBuilder(
                        "ffmpeg",
                        "-nostdin",
                        "-v",
                        "error",
                        "-stream_loop",
                        "-1",
                        "-i",
                        video.toString(),
                        "-vf",
                        "scale=" + size.width() + ":" + size.height(),
                        "-frames:v",
                        "" + count,
                        "-q:v",
                        "" + JPEG_QSCALE,
                        "-f",
                        "mjpeg",
                        "-")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<byte[]> pictures = new ArrayList<>();
        try (FrameSource source = MjpegSource.live("footage", ffmpeg.getInputStream(), System.err::println)) {
            for (EncodedFrame frame = source.next(); frame != null; frame = source.next()) {
                pictures.add(frame.bytes());
            }
        }
        if (ffmpeg.waitFor() != 0 || pictures.size() != count) {
            throw new IOException(video + " gave " + pictures.size() + " frames, expected " + count);
        }
        return pictures;
    }
}
