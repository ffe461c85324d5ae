package io.saccade.load.pipeline;

import io.saccade.bench.ResultLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The paces of all rounds. Numbers are medians over the rounds, ratios the medians of the rounds' ratios. */
final class Results {

    static final String BARE_LOOP = "bare-loop";

    private final Map<String, List<Pace>> paces = new LinkedHashMap<>();

    /** Takes on a pace, round by round, and prints it with a remark. */
    void add(String name, int round, Pace pace, String remark) {
        paces.computeIfAbsent(name, key -> new ArrayList<>()).add(pace);
        System.out.printf(
                Locale.ROOT,
                "round %d: %-22s %6.1f frames per second, %d frames%s%n",
                round,
                name,
                pace.framesPerSecond(),
                pace.frames(),
                remark);
    }

    /** Prints a table, and the line {@code bench pipeline: …}. */
    void print() {
        System.out.printf(
                "%n%-22s %17s %10s %16s %19s%n",
                "", "frames per second", "service / ", "own ms per frame", "broker ms per frame");
        paces.forEach((name, all) -> System.out.printf(
                Locale.ROOT,
                "%-22s %17.1f %10.2f %16.1f %19s%n",
                name,
                median(all, Pace::framesPerSecond),
                ratio(name),
                median(all, Pace::ownMs),
                name.equals(BARE_LOOP) ? "" : String.format(Locale.ROOT, "%.1f", median(all, Pace::brokerMs))));
        ResultLine line = new ResultLine("pipeline");
        append(line, "ratio-to-bare-loop", BARE_LOOP);
        line.ratio("own-time-ratio-to-bare-loop", ownTimeRatio());
        append(line, "ratio-to-python", Contenders.PYTHON_NUMPY, Contenders.PYTHON_ONNX);
        append(line, "ratio-to-python-numpy", Contenders.PYTHON_NUMPY);
        append(line, "ratio-to-python-onnxruntime", Contenders.PYTHON_ONNX);
        append(line, "ratio-to-kafka-streams", Contenders.STREAMS_IMAGE_IO, Contenders.STREAMS_OPENCV);
        append(line, "ratio-to-kafka-streams-imageio", Contenders.STREAMS_IMAGE_IO);
        System.out.printf(
                Locale.ROOT,
                "%n%s frames-per-second=%.1f bare-frames-per-second=%.1f%n",
                line,
                median(paces.get(Contenders.SERVICE), Pace::framesPerSecond),
                median(paces.get(BARE_LOOP), Pace::framesPerSecond));
    }

    /** Against the fastest of those that took part; nothing if none did. */
    private void append(ResultLine line, String key, String... names) {
        Stream.of(names)
                .filter(paces::containsKey)
                .mapToDouble(this::ratio)
                .min()
                .ifPresent(ratio -> line.ratio(key, ratio));
    }

    private double ratio(String name) {
        List<Pace> ours = paces.get(Contenders.SERVICE);
        List<Pace> theirs = paces.get(name);
        return median(IntStream.range(0, ours.size())
                .mapToObj(round ->
                        ours.get(round).framesPerSecond() / theirs.get(round).framesPerSecond())
                .toList());
    }

    /** What the bare loop takes of the processor time that the service takes for a frame, the broker's left out. */
    private double ownTimeRatio() {
        List<Pace> ours = paces.get(Contenders.SERVICE);
        List<Pace> bare = paces.get(BARE_LOOP);
        return median(IntStream.range(0, ours.size())
                .mapToObj(round -> bare.get(round).ownMs() / ours.get(round).ownMs())
                .toList());
    }

    private static double median(List<Pace> all, ToDoubleFunction<Pace> number) {
        return median(all.stream().map(number::applyAsDouble).toList());
    }

    private static double median(List<Double> numbers) {
        return numbers.stream().sorted().skip(numbers.size() / 2).findFirst().orElseThrow();
    }
}
