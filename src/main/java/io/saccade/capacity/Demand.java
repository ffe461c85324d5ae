package io.saccade.capacity;

/**
 * What is asked for.
 *
 * @param cameras 1 to {@value #MOST_CAMERAS}
 * @param rate frames a second of each camera
 */
public record Demand(int cameras, double rate, FrameShape shape) {

    /** More would not fit in memory while they are hashed. */
    public static final int MOST_CAMERAS = 10_000_000;

    public Demand {
        require("cameras", cameras, 1, MOST_CAMERAS);
        require("rate", rate, 1e-3, 1e4);
    }

    /** Frames a second of all cameras. */
    public double framesPerSecond() {
        return cameras * rate;
    }

    /** Fails with one line that names the number and its limits. */
    static void require(String name, double number, double least, double most) {
        if (!(number >= least && number <= most)) {
            throw new IllegalArgumentException(
                    name + " is " + text(least) + " to " + text(most) + ", got " + text(number));
        }
    }

    private static String text(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e12 ? "" + (long) number : "" + number;
    }
}
