package io.saccade.load.openloop;

import java.util.random.RandomGenerator;

/** When the frames of one camera are due. */
enum Arrivals {
    /** One in each period, as of a camera; where in the period is a matter of chance. */
    PERIODIC {
        @Override
        double first(double period, RandomGenerator random) {
            return period * random.nextDouble();
        }

        @Override
        double gap(double period, RandomGenerator random) {
            return period;
        }
    },

    /** A Poisson process: gaps are distributed exponentially, their mean is the period. */
    POISSON {
        @Override
        double first(double period, RandomGenerator random) {
            return gap(period, random);
        }

        @Override
        double gap(double period, RandomGenerator random) {
            return period * random.nextExponential();
        }
    };

    /** From the start to the first frame, in the period's unit. */
    abstract double first(double period, RandomGenerator random);

    /** From a frame to the next. */
    abstract double gap(double period, RandomGenerator random);
}
