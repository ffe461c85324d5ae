package io.saccade.load.pipeline;

import io.saccade.load.pipeline.Pace.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at what is done until it is enough.
 *
 * @param frames as many are enough
 * @param time and so is this, from the first that is done, once there are commits enough for a pace
 */
record Watch(long frames, Duration time) {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /** Something that does frames. */
    interface Work {
        /** Frames done so far. */
        long done() throws Exception;

        /** Processor time so far. */
        Duration cpu();
    }

    /**
     * Watches until enough is done.
     *
     * @throws IllegalStateException if nothing was done for two minutes
     */
    Pace pace(Work work) throws Exception {
        List<Sample> samples = new ArrayList<>();
        long seen = 0;
        long news = System.nanoTime();
        while (true) {
            long done = work.done();
            long now = System.nanoTime();
            if (done > seen) {
                seen = done;
                news = now;
                samples.add(new Sample(now, done, work.cpu(), cpu(ProcessHandle.current())));
                boolean over = now - samples.get(0).nanos() >= time.toNanos();
                if (done >= frames || over && samples.size() >= Pace.FEWEST) {
                    return new Pace(samples);
                }
            } else if (now - news > PATIENCE.toNanos()) {
                throw new IllegalStateException("nothing more was done after " + seen + " frames");
            }
            Thread.sleep(BETWEEN_LOOKS.toMillis());
        }
    }

    /** Processor time of a process so far. */
    static Duration cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
