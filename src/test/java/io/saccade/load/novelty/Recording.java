package io.saccade.load.novelty;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What was told of each frame of a recording.
 *
 * @param frames in order
 */
record Recording(List<Judged> frames) {

    /**
     * A frame.
     *
     * @param number in its name
     * @param novelty 0 … 1
     * @param discriminator D(x)
     * @param meanFrameDistance the {@linkplain MeanFrame baseline}
     */
    record Judged(long number, double novelty, double discriminator, double meanFrameDistance) {}

    Recording {
        frames = List.copyOf(frames);
    }

    /** How well a score tells the frames that are labelled novel from those that are labelled usual. */
    double auroc(FrameLabels labels, ToDoubleFunction<Judged> score) {
        List<Double> scores = new ArrayList<>();
        List<Boolean> novel = new ArrayList<>();
        for (Judged frame : frames) {
            labels.of(frame.number()).ifPresent(label -> {
                scores.add(score.applyAsDouble(frame));
                novel.add(label);
            });
        }
        return Auroc.of(scores, novel);
    }

    /** How many frames have a label. */
    long labelled(FrameLabels labels, boolean novel) {
        return frames.stream()
                .filter(frame -> labels.of(frame.number())
                        .filter(label -> label == novel)
                        .isPresent())
                .count();
    }
}
