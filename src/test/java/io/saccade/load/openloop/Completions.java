package io.saccade.load.openloop;

import java.util.Arrays;
import java.util.Optional;

/** When score maps came out, in the order in which they did: throughput is counted by what came out, never by what was sent. */
final class Completions {

    private long[] times = new long[1 << 12];
    private int count;

    /** One more; times never go back. */
    synchronized void add(long nanos) {
        if (count == times.length) {
            times = Arrays.copyOf(times, 2 * count);
        }
        times[count++] = nanos;
    }

    /** All so far. */
    synchronized int count() {
        return count;
    }

    /** The time of the last one; 0 before the first. */
    synchronized long last() {
        return count == 0 ? 0 : times[count - 1];
    }

    /** Those from one time to another; the second is not included. */
    synchronized int count(long from, long to) {
        return before(to) - before(from);
    }

    /** The longest time without one that ends after a time and before another; empty if there is none. */
    synchronized Optional<Gap> longestGap(long from, long to) {
        Gap longest = null;
        for (int i = Math.max(1, before(from)); i < before(to); i++) {
            Gap gap = new Gap(times[i - 1], times[i]);
            longest = longest == null || gap.nanos() > longest.nanos() ? gap : longest;
        }
        return Optional.ofNullable(longest);
    }

    /** A time in which nothing came out. */
    record Gap(long from, long to) {
        long nanos() {
            return to - from;
        }
    }

    private int before(long nanos) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (times[middle] < nanos) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
