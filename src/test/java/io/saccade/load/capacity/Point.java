package io.saccade.load.capacity;

import io.saccade.attention.AttentionParameters;
import io.saccade.capacity.FrameShape;
import io.saccade.encode.ScoreEncoding;
import io.saccade.frame.FrameSize;
import io.saccade.load.LoadFrames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * A kind of frames and of maps that is measured.
 *
 * @param synthetic frames of the synthetic street, whose JPEGs are larger than those of most footage
 * @param batch most frames in a transaction
 */
record Point(FrameSize size, boolean synthetic, int channels, ScoreEncoding encoding, int pool, int batch) {

    private static final int FULL = 16;
    private static final long SEED = 1;

    /** Logits of the widest pixels differ by about this: beyond what the quadratic is exact for. */
    private static final double LOGITS = 4;

    private static final int PICTURES = 60;

    /** Sizes by themselves, then large JPEGs, channels, encodings and pooling; the last three are bound by commits. */
    static final List<Point> ALL = List.of(
            full("320x240", 1, ScoreEncoding.F16, 1),
            full("640x480", 1, ScoreEncoding.F16, 1),
            full("1280x720", 1, ScoreEncoding.F16, 1),
            full("1920x1080", 1, ScoreEncoding.F16, 1),
            new Point(FrameSize.parse("640x480"), true, 1, ScoreEncoding.F16, 1, FULL),
            new Point(FrameSize.parse("1280x720"), true, 1, ScoreEncoding.U8, 2, FULL),
            full("640x480", 1, ScoreEncoding.U8, 2),
            full("320x240", 4, ScoreEncoding.U8, 1),
            full("640x480", 4, ScoreEncoding.F16, 1),
            full("1280x720", 4, ScoreEncoding.U8, 1),
            full("1920x1080", 4, ScoreEncoding.F16, 2),
            single("160x120", 1, ScoreEncoding.F16),
            single("320x240", 1, ScoreEncoding.F32),
            single("320x240", 4, ScoreEncoding.F32));

    static Point full(String size, int channels, ScoreEncoding encoding, int pool) {
        return new Point(FrameSize.parse(size), false, channels, encoding, pool, FULL);
    }

    /** Single frames in transactions. */
    private static Point single(String size, int channels, ScoreEncoding encoding) {
        return new Point(FrameSize.parse(size), false, channels, encoding, 1, 1);
    }

    LoadFrames frames() throws IOException, InterruptedException {
        return synthetic ? LoadFrames.synthetic(size, PICTURES) : LoadFrames.of(size, PICTURES);
    }

    FrameShape shape(double inputBytes) {
        return new FrameShape(size, channels, encoding.dtype().bytes(), pool, inputBytes);
    }

    /** The service's settings; a parameter file that it needs is written to a folder. */
    Map<String, String> settings(Path folder) throws IOException {
        Map<String, String> settings = new HashMap<>(Map.of(
                "SACCADE_SCORE_MAP_ENCODING", encoding.name().toLowerCase(Locale.ROOT),
                "SACCADE_SCORE_MAP_POOL", String.valueOf(pool),
                "SACCADE_BATCH_MAX_RECORDS", String.valueOf(batch),
                "SACCADE_MODEL_FRAME_SIZE", size.toString()));
        if (channels > 1) {
            Path file = folder.resolve(channels + "-" + size + ".safetensors");
            Files.write(file, parameters().toBytes());
            settings.put("SACCADE_MODEL_PARAMETERS", file.toString());
        }
        return settings;
    }

    /** A query is about one over the root of the number of pixels. */
    private AttentionParameters parameters() {
        Random random = new Random(SEED);
        double scale = LOGITS * Math.sqrt(size.pixels());
        float[] keys = new float[channels * AttentionParameters.POSITIONS * 3];
        float[] values = new float[channels * AttentionParameters.POSITIONS];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = (float) (scale * (random.nextDouble() - 0.5));
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return new AttentionParameters(3, channels, keys, values, Map.of());
    }

    @Override
    public String toString() {
        return size + " oC=" + channels + " " + encoding.name().toLowerCase(Locale.ROOT) + " pool=" + pool
                + (synthetic ? " synthetic" : "") + (batch == FULL ? "" : " batch=" + batch);
    }
}
