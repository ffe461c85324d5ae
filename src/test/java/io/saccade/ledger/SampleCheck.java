package io.saccade.ledger;

import io.saccade.attention.AttentionParameters;
import io.saccade.attention.PublishedMap;
import io.saccade.frame.Image;
import io.saccade.ledger.FrameMix.Pixels;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Compares some score maps with the formulas, computed slowly in float64. Only of frames in lossless formats, so that no
 * decoder's rounding matters. The tolerance is 2e-3 of the largest value: maps are float16, with 11 significant bits.
 */
final class SampleCheck {

    private static final int SAMPLES = 200;
    private static final double TOLERANCE = 2e-3;

    private final FrameMix mix;
    private final List<SentFrame> sample;
    private final AttentionParameters parameters = AttentionParameters.defaults();

    /** Chooses the sample, spread evenly over what was sent. */
    SampleCheck(FrameMix mix, List<SentFrame> sent) {
        this.mix = mix;
        this.sample = new ArrayList<>();
        int step = Math.max(1, sent.size() / SAMPLES);
        for (int i = 0; i < sent.size(); i += step) {
            SentFrame frame = sent.get(i);
            if (mix.at(frame.index()).pixels() != null) {
                sample.add(frame);
            }
        }
    }

    /** Frames whose maps {@link #check} wants. */
    Set<Position> wanted() {
        return sample.stream().map(SentFrame::at).collect(Collectors.toCollection(HashSet::new));
    }

    /** What is wrong with the maps, by the frames that they came of, in words. */
    List<String> check(Map<Position, byte[]> maps) {
        List<String> wrong = new ArrayList<>();
        for (SentFrame frame : sample) {
            byte[] map = maps.get(frame.at());
            Pixels pixels = mix.at(frame.index()).pixels();
            if (map != null && pixels != null) {
                Image image = Image.copyOf(pixels.width(), pixels.height(), 3, pixels.samples());
                double error = PublishedMap.error(map, image, parameters);
                if (!(error <= TOLERANCE)) {
                    wrong.add(
                            "wrong: the map of frame " + frame.at() + " is off by " + error + " of the largest value");
                }
            }
        }
        return wrong;
    }
}
