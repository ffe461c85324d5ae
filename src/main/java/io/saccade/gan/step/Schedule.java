package io.saccade.gan.step;

/** How a learning rate changes with the steps. */
public sealed interface Schedule {

    /** What the rate is multiplied by at a step, counted from 0. */
    double factor(long step);

    /** As it is written in settings. */
    String text();

    /** The same rate for ever. */
    record Constant() implements Schedule {

        @Override
        public double factor(long step) {
            return 1;
        }

        @Override
        public String text() {
            return "constant";
        }
    }

    /**
     * In a straight line from 1 to an end, then the end for ever.
     *
     * @param end last factor, 0 to 1
     * @param steps how many steps it takes, at least 1
     */
    record Linear(double end, long steps) implements Schedule {

        public Linear {
            if (!(end >= 0 && end <= 1) || steps < 1) {
                throw new IllegalArgumentException("linear " + end + " " + steps
                        + ": expected an end of 0 to 1 and at least one step, such as linear 0.01 50000");
            }
        }

        @Override
        public double factor(long step) {
            return 1 - (1 - end) * Math.min(step, steps) / steps;
        }

        @Override
        public String text() {
            return "linear " + end + " " + steps;
        }
    }

    /**
     * Halved again and again, smoothly.
     *
     * @param halfLife steps after which the rate is half of what it was, at least 1
     */
    record Exponential(long halfLife) implements Schedule {

        public Exponential {
            if (halfLife < 1) {
                throw new IllegalArgumentException("exponential " + halfLife + ": expected at least one step");
            }
        }

        @Override
        public double factor(long step) {
            return StrictMath.pow(0.5, (double) step / halfLife);
        }

        @Override
        public String text() {
            return "exponential " + halfLife;
        }
    }

    /**
     * Reads {@code constant}, {@code linear END STEPS} or {@code exponential HALF-LIFE}.
     *
     * @throws IllegalArgumentException if the text is none of them
     */
    static Schedule parse(String text) {
        String[] words = text.strip().split("\\s+", -1);
        try {
            if (words[0].equals("constant") && words.length == 1) {
                return new Constant();
            } else if (words[0].equals("linear") && words.length == 3) {
                return new Linear(Double.parseDouble(words[1]), Long.parseLong(words[2]));
            } else if (words[0].equals("exponential") && words.length == 2) {
                return new Exponential(Long.parseLong(words[1]));
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not a schedule: " + e.getMessage(), e);
        }
        throw new IllegalArgumentException(
                "'" + text + "' is not a schedule, expected constant, linear END STEPS or exponential HALF-LIFE");
    }
}
