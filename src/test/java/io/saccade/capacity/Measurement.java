package io.saccade.capacity;

import io.saccade.frame.FrameSize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One run of the packaged service on frames of one shape, in milliseconds a frame.
 *
 * @param name what was measured, without commas
 * @param lanes frames scored at the same time
 * @param decodeMs mean time of the stage; likewise the other two
 * @param laneSpread standard deviation of the three stages' time over its mean
 * @param serviceCpuMs time on cores of the service's process
 * @param brokerCpuMs time on cores of the broker's process while frames are scored; nobody else reads or writes much
 * @param appendCpuMs time on cores of the broker's process while frames are sent to it
 * @param framesPerSecond rate of the drain
 */
public record Measurement(
        String name,
        FrameShape shape,
        int lanes,
        double decodeMs,
        double attentionMs,
        double encodeMs,
        double laneSpread,
        double serviceCpuMs,
        double brokerCpuMs,
        double appendCpuMs,
        double framesPerSecond,
        double framesPerTransaction) {

    /** The columns of the file. */
    public static final String HEADER = "name,width,height,output_channels,score_bytes,pool,input_bytes,lanes,"
            + "decode_ms,attention_ms,encode_ms,lane_spread,service_cpu_ms,broker_cpu_ms,append_cpu_ms,frames_per_second,"
            + "frames_per_transaction";

    /** Batches of one frame go together into a transaction where they are done by then, at most three of them. */
    private static final double FEW = 3.5;

    private static final double BOUND = 1.25;

    /** Time in a lane, that of waiting for a core included. */
    double laneMs() {
        return decodeMs + attentionMs + encodeMs;
    }

    /** Time on a core in a lane: a lane can't have had more of it than the process. */
    public double laneCpuMs() {
        return onCore(laneMs());
    }

    /** The part of a time in a lane that was on a core. */
    double onCore(double ms) {
        return ms * Math.min(1, serviceCpuMs / laneMs());
    }

    /** Time from one frame to the next. */
    public double periodMs() {
        return 1e3 / framesPerSecond;
    }

    /** Whether the rate was that of commits of very few frames, with lanes to spare. */
    boolean boundByCommits() {
        return framesPerTransaction < FEW && periodMs() > BOUND * laneMs() / lanes;
    }

    /** A line of the file. */
    public String toCsv() {
        return String.format(
                Locale.ROOT,
                "%s,%d,%d,%d,%d,%d,%.0f,%d,%.4f,%.4f,%.4f,%.3f,%.4f,%.4f,%.4f,%.2f,%.3f",
                name,
                shape.size().width(),
                shape.size().height(),
                shape.outputChannels(),
                shape.scoreBytes(),
                shape.pool(),
                shape.inputBytes(),
                lanes,
                decodeMs,
                attentionMs,
                encodeMs,
                laneSpread,
                serviceCpuMs,
                brokerCpuMs,
                appendCpuMs,
                framesPerSecond,
                framesPerTransaction);
    }

    /**
     * The rows of a file.
     *
     * @throws IllegalArgumentException if the first line is not {@link #HEADER} or a row does not go with it
     */
    public static List<Measurement> parse(List<String> lines) {
        if (lines.isEmpty() || !lines.get(0).equals(HEADER)) {
            throw new IllegalArgumentException("expected the columns " + HEADER);
        }
        List<Measurement> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            rows.add(row(line));
        }
        return rows;
    }

    private static Measurement row(String line) {
        String[] cells = line.split(",", -1);
        if (cells.length != HEADER.split(",", -1).length) {
            throw new IllegalArgumentException("'" + line + "' does not go with the columns");
        }
        double[] numbers =
                Arrays.stream(cells).skip(1).mapToDouble(Double::parseDouble).toArray();
        FrameShape shape = new FrameShape(
                new FrameSize((int) numbers[0], (int) numbers[1]),
                (int) numbers[2],
                (int) numbers[3],
                (int) numbers[4],
                numbers[5]);
        return new Measurement(
                cells[0],
                shape,
                (int) numbers[6],
                numbers[7],
                numbers[8],
                numbers[9],
                numbers[10],
                numbers[11],
                numbers[12],
                numbers[13],
                numbers[14],
                numbers[15]);
    }
}
