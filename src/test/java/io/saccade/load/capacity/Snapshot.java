package io.saccade.load.capacity;

/**
 * Where a run is: counts since its start, all of them only grow.
 *
 * @param seconds time
 * @param scored frames
 * @param commits transactions
 * @param decodeSeconds time in the stage; likewise the others
 * @param serviceCpu seconds on cores
 * @param brokerCpu seconds on cores
 */
record Snapshot(
        double seconds,
        double scored,
        double commits,
        double decodeSeconds,
        double attentionSeconds,
        double encodeSeconds,
        double serviceCpu,
        double brokerCpu) {

    /** What has come since an earlier one. */
    Snapshot since(Snapshot earlier) {
        return new Snapshot(
                seconds - earlier.seconds,
                scored - earlier.scored,
                commits - earlier.commits,
                decodeSeconds - earlier.decodeSeconds,
                attentionSeconds - earlier.attentionSeconds,
                encodeSeconds - earlier.encodeSeconds,
                serviceCpu - earlier.serviceCpu,
                brokerCpu - earlier.brokerCpu);
    }

    Snapshot plus(Snapshot other) {
        return new Snapshot(
                seconds,
                scored + other.scored,
                commits + other.commits,
                decodeSeconds + other.decodeSeconds,
                attentionSeconds + other.attentionSeconds,
                encodeSeconds + other.encodeSeconds,
                serviceCpu + other.serviceCpu,
                brokerCpu);
    }

    /** A number of seconds as milliseconds for each frame. */
    double msPerFrame(double ofSeconds) {
        return ofSeconds * 1e3 / scored;
    }

    double framesPerSecond() {
        return scored / seconds;
    }
}
