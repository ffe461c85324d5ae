package io.saccade.encode;

import io.saccade.frame.ScoreMap;
import io.saccade.tensor.MalformedTensorsException;
import io.saccade.tensor.Safetensors;
import io.saccade.tensor.Tensor;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/** Says in words where two encoded score maps first differ. */
public final class ScoreMapDifference {

    private static final String SCORES = "scores";

    private ScoreMapDifference() {}

    /** One line on the first difference of a published map from the one expected; empty if the bytes are equal. */
    public static Optional<String> between(byte[] published, byte[] expected) {
        int at = Arrays.mismatch(published, expected);
        return at < 0 ? Optional.empty() : Optional.of("byte " + at + ": " + explain(published, expected));
    }

    private static String explain(byte[] published, byte[] expected) {
        try {
            return explain(published, expected, Safetensors.read(published), Safetensors.read(expected));
        } catch (MalformedTensorsException e) {
            return "the published map is broken: " + e.getMessage();
        }
    }

    private static String explain(byte[] publishedBytes, byte[] expectedBytes, Safetensors published, Safetensors now)
            throws MalformedTensorsException {
        TreeSet<String> keys = new TreeSet<>(published.metadata().keySet());
        keys.addAll(now.metadata().keySet());
        for (String key : keys) {
            String was = published.metadata().get(key);
            String is = now.metadata().get(key);
            if (!Objects.equals(was, is)) {
                return "metadata '" + key + "' is " + was + ", expected " + is;
            }
        }
        Tensor was = published.get(SCORES);
        Tensor is = now.get(SCORES);
        if (was.dtype() != is.dtype() || !was.shape().equals(is.shape())) {
            return "scores are " + was.dtype() + " " + was.shape() + ", expected " + is.dtype() + " " + is.shape();
        }
        int at = was.data().mismatch(is.data());
        if (at < 0) {
            return "scores are equal, another part of the file is not";
        }
        return values(
                at / was.dtype().bytes(),
                ScoreMapDecoder.decode(publishedBytes),
                ScoreMapDecoder.decode(expectedBytes));
    }

    /** Where the element {@code first} lies, its values in both maps, and how far apart the maps are. */
    private static String values(int first, ScoreMap published, ScoreMap now) {
        int plane = now.width() * now.height();
        int differing = 0;
        double largest = 0;
        for (int i = 0; i < plane * now.channels(); i++) {
            float was = published.planes().get(i / plane).get(i % plane);
            float is = now.planes().get(i / plane).get(i % plane);
            if (Float.compare(was, is) != 0) {
                differing++;
                largest = Math.max(largest, Math.abs((double) was - is));
            }
        }
        int channel = first / plane;
        int row = first % plane / now.width();
        int column = first % now.width();
        return String.format(
                Locale.ROOT,
                "channel %d, row %d, column %d is %s, expected %s; %d of %d scores differ, by at most %s",
                channel,
                row,
                column,
                published.at(channel, row, column),
                now.at(channel, row, column),
                differing,
                plane * now.channels(),
                (float) largest);
    }
}
