package io.saccade.load.openloop;

import io.saccade.load.Metrics;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;

/**
 * Time spent in each stage and frames scored, as the service's metrics tell them: whichever stages there are.
 *
 * @param seconds by stage, since the service's start or between two readings; lanes work side by side, so that they may add
 *     up to more than the time that passed
 * @param frames scored meanwhile
 */
record StageSeconds(Map<String, Double> seconds, double frames) {

    private static final double MS_PER_SECOND = 1e3;

    /** Nothing yet. */
    static final StageSeconds NONE = new StageSeconds(Map.of(), 0);

    StageSeconds {
        seconds = new TreeMap<>(seconds);
    }

    /** Reads them from what the service tells. */
    static StageSeconds of(Metrics metrics) {
        Map<String, Double> seconds = metrics.sums("saccade_stage_seconds_sum", "stage");
        metrics.sums("saccade_stream_seconds_total", "stage")
                .forEach((stage, more) -> seconds.merge(stage, more, Double::sum));
        return new StageSeconds(seconds, metrics.sum("saccade_frames_scored_total"));
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
