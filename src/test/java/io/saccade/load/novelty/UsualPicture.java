package io.saccade.load.novelty;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a recording shows most of the time: the median of its frames at each place. */
final class UsualPicture {

    private final List<Thumbnail> frames = new ArrayList<>();

    void add(Thumbnail frame) {
        if (!frames.isEmpty() && frames.get(0).values().length != frame.values().length) {
            throw new IllegalArgumentException("the frames are not all of one size, expected those of one camera");
        }
        frames.add(frame);
    }

    /** The median of the frames so far, and again after their exposures are set to its. */
    Thumbnail median() {
        float[] ones = new float[frames.size()];
        Arrays.fill(ones, 1);
        Thumbnail rough = median(ones);
        float[] exposures = new float[frames.size()];
        for (int i = 0; i < exposures.length; i++) {
            exposures[i] = frames.get(i).exposure(rough);
        }
        return median(exposures);
    }

    private Thumbnail median(float[] exposures) {
        float[] values = new float[frames.get(0).values().length];
        float[] column = new float[frames.size()];
        for (int i = 0; i < values.length; i++) {
            for (int f = 0; f < column.length; f++) {
                column[f] = frames.get(f).values()[i] / exposures[f];
            }
            Arrays.sort(column);
            values[i] = column[column.length / 2];
        }
        return new Thumbnail(frames.get(0).channels(), values);
    }
}
