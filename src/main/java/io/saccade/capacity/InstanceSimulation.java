package io.saccade.capacity;

import java.util.Arrays;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * One instance of the service, event by event, as {@code kafka/FrameStream} works: the stream's thread takes the frames that
 * are there, up to a batch, puts them into the lanes, waits for the batch before, sends and commits it, and begins again.
 * While a batch is committed the next one is in the lanes; each batch is a transaction. Times are in milliseconds.
 *
 * <p>Where polls fill their batches, which is beyond what a plan allows, the service keeps another batch in the lanes and
 * commits those together that are done. That is not simulated.
 *
 * <p>A camera sends periodically. A frame takes its whole cost in a lane, also what other threads of the service do for it:
 * where there are as many lanes as cores, that is the most it can hinder others.
 */
final class InstanceSimulation {

    /**
     * How fast an instance is.
     *
     * @param frameMs mean time of a frame in a lane
     * @param transactionMs what the frames of a transaction take in their lanes beyond it, in all
     * @param spread standard deviation of a frame's time over its mean; it is distributed log-normally
     * @param ingestMs from capture until a poll finds the frame
     * @param commitMs of a transaction
     * @param sendMs of each frame in it
     */
    record Speed(
            int lanes,
            int batch,
            double frameMs,
            double transactionMs,
            double spread,
            double ingestMs,
            double commitMs,
            double sendMs) {}

    /**
     * What came of the time after the warm-up.
     *
     * @param latencies from capture to commit of each frame, in the order of commits
     * @param laneWaitMs mean time from poll or arrival, whichever is earlier, to the start in a lane
     * @param utilisation share of the lanes' time
     * @param transactions how many were committed
     * @param committed frames in them
     * @param behind frames captured and not committed at the end
     */
    record Run(
            double[] latencies,
            double laneWaitMs,
            double utilisation,
            long transactions,
            long committed,
            long behind) {}

    private record Batch(int first, int end, double doneMs) {}

    private final Speed speed;
    private final double[] phases;
    private final double periodMs;
    private final double warmMs;
    private final double endMs;
    private final Random random;
    private final PriorityQueue<Double> lanesFree = new PriorityQueue<>();
    private final double[] latencies;
    private int measured;
    private double waitedMs;
    private long started;
    private double busyMs;
    private long transactions;
    private long committed;

    /**
     * An instance with cameras.
     *
     * @param phases time of each camera's first frame, ascending, less than the period
     * @param warmMs frames captured before it don't count
     * @param endMs when the simulation ends
     */
    InstanceSimulation(Speed speed, double[] phases, double periodMs, double warmMs, double endMs, Random random) {
        this.speed = speed;
        this.phases = phases;
        this.periodMs = periodMs;
        this.warmMs = warmMs;
        this.endMs = endMs;
        this.random = random;
        this.latencies = new double[(int) (phases.length * (endMs / periodMs + 1))];
        for (int lane = 0; lane < speed.lanes(); lane++) {
            lanesFree.add(0.0);
        }
    }

    Run run() {
        double now = 0;
        int next = 0;
        int done = 0;
        Batch before = null;
        while (phases.length > 0) {
            if (before == null) {
                now = Math.max(now, arrival(next));
            }
            if (now > endMs) {
                break;
            }
            Batch batch = poll(next, now);
            next = batch.end();
            if (before != null) {
                now = Math.max(now, before.doneMs())
                        + speed.commitMs()
                        + speed.sendMs() * (before.end() - before.first());
                commit(before, now);
                done = now <= endMs ? before.end() : done;
            }
            before = batch.first() == batch.end() ? null : batch;
        }
        return new Run(
                Arrays.copyOf(latencies, measured),
                started == 0 ? 0 : waitedMs / started,
                busyMs / (speed.lanes() * (endMs - warmMs)),
                transactions,
                committed,
                capturedBy(endMs) - done);
    }

    private double captured(int frame) {
        return phases[frame % phases.length] + periodMs * Math.floorDiv(frame, phases.length);
    }

    private double arrival(int frame) {
        return captured(frame) + speed.ingestMs();
    }

    private long capturedBy(double time) {
        long periods = (long) (time / periodMs);
        double rest = time - periods * periodMs;
        return periods * phases.length
                + Arrays.stream(phases).filter(phase -> phase <= rest).count();
    }

    private Batch poll(int first, double now) {
        int end = first;
        while (end - first < speed.batch() && arrival(end) <= now) {
            end++;
        }
        double meanMs = speed.frameMs() + speed.transactionMs() / Math.max(1, end - first);
        double done = now;
        for (int frame = first; frame < end; frame++) {
            done = Math.max(done, score(frame, now, meanMs));
        }
        return new Batch(first, end, done);
    }

    /** When the frame leaves its lane. */
    private double score(int frame, double now, double meanMs) {
        double start = Math.max(now, lanesFree.remove());
        double took = meanMs * spread();
        lanesFree.add(start + took);
        if (captured(frame) >= warmMs) {
            waitedMs += start - arrival(frame);
            started++;
        }
        busyMs += Math.max(0, Math.min(endMs, start + took) - Math.max(warmMs, start));
        return start + took;
    }

    /** A number of mean 1. */
    private double spread() {
        double variance = StrictMath.log1p(speed.spread() * speed.spread());
        return StrictMath.exp(StrictMath.sqrt(variance) * random.nextGaussian() - variance / 2);
    }

    private void commit(Batch batch, double now) {
        if (now >= warmMs && now <= endMs) {
            transactions++;
            committed += batch.end() - batch.first();
        }
        for (int frame = batch.first(); frame < batch.end(); frame++) {
            if (captured(frame) >= warmMs) {
                latencies[measured++] = now - captured(frame);
            }
        }
    }
}
