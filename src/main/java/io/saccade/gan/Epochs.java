package io.saccade.gan;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The order in which a number of samples is learnt from again and again: as they come in the first epoch, shuffled in each
 * later one. It depends on the seed alone, so that training can be taken up anywhere. One thread at a time.
 */
public final class Epochs {

    private final long seed;
    private final int count;
    private long shuffled;
    private int[] order;

    /** Epochs of {@code count} samples, at least one. */
    public Epochs(long seed, int count) {
        if (count < 1) {
            throw new IllegalArgumentException("there are " + count + " samples, expected at least 1");
        }
        this.seed = seed;
        this.count = count;
        this.order = IntStream.range(0, count).toArray();
    }

    /** Which sample comes at a position, counted from 0 through all epochs. */
    public int at(long position) {
        long epoch = position / count;
        if (epoch != shuffled) {
            shuffled = epoch;
            order = order(epoch);
        }
        return order[(int) (position % count)];
    }

    /** Whether a position is in the first epoch. */
    public boolean isFirst(long position) {
        return position < count;
    }

    private int[] order(long epoch) {
        if (epoch == 0) {
            return IntStream.range(0, count).toArray();
        }
        float[] keys = Noise.normal(seed, Noise.ORDERS, epoch, count);
        return IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> keys[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
