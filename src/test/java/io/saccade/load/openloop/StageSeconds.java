package io.saccade.load.openloop;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Time spent in each stage and frames scored, as the service's metrics tell them: whichever stages there are.
 *
 * @param seconds by stage, since the service's start or between two readings; lanes work side by side, so that they may add
 *     up to more than the time that passed
 * @param frames scored meanwhile
 */
record StageSeconds(Map<String, Double> seconds, double frames) {

    private static final Pattern STAGE = Pattern.compile(
            "^saccade_st(?:age_seconds_sum|ream_seconds_total)\\{[^}]*stage=\"([^\"]+)\"[^}]*} (\\S+)$",
            Pattern.MULTILINE);
    private static final Pattern SCORED =
            Pattern.compile("^saccade_frames_scored_total\\{[^}]*} (\\S+)$", Pattern.MULTILINE);
    private static final double MS_PER_SECOND = 1e3;

    /** Nothing yet. */
    static final StageSeconds NONE = new StageSeconds(Map.of(), 0);

    StageSeconds {
        seconds = new TreeMap<>(seconds);
    }

    /** Reads the text of {@code /q/metrics} (Prometheus exposition format). */
    static StageSeconds parse(CharSequence metrics) {
        Map<String, Double> seconds = new TreeMap<>();
        for (Matcher stage = STAGE.matcher(metrics); stage.find(); ) {
            seconds.merge(stage.group(1), Double.valueOf(stage.group(2)), Double::sum);
        }
        double frames = 0;
        for (Matcher scored = SCORED.matcher(metrics); scored.find(); ) {
            frames += Double.parseDouble(scored.group(1));
        }
        return new StageSeconds(seconds, frames);
    }

    /** Both together: of two instances. */
    StageSeconds plus(StageSeconds other) {
        return combined(other, Double::sum);
    }

    /** What came since an earlier reading. */
    StageSeconds since(StageSeconds earlier) {
        return combined(earlier, (now, before) -> now - before);
    }

    /** Mean time of a frame in each stage, in ms. */
    Map<String, Double> msPerFrame() {
        Map<String, Double> ms = new TreeMap<>();
        seconds.forEach((stage, spent) -> ms.put(stage, frames == 0 ? 0 : spent * MS_PER_SECOND / frames));
        return ms;
    }

    private StageSeconds combined(StageSeconds other, DoubleBinaryOperator operator) {
        Map<String, Double> all = new TreeMap<>(seconds);
        other.seconds.forEach(
                (stage, there) -> all.put(stage, operator.applyAsDouble(all.getOrDefault(stage, 0.0), there)));
        return new StageSeconds(all, operator.applyAsDouble(frames, other.frames));
    }
}
