package io.saccade.kafka.live;

/** Events a second over the last {@value #SPAN_MS} ms before the newest event, of at most {@value #MOST} events. */
final class Rate {

    static final int MOST = 256;
    static final long SPAN_MS = 5_000;

    private final long[] times = new long[MOST];
    private long count;

    void add(long atMs) {
        times[(int) (count++ % MOST)] = atMs;
    }

    double perSecond() {
        int known = (int) Math.min(count, MOST);
        if (known == 0) {
            return 0;
        }
        long newest = times[(int) ((count - 1) % MOST)];
        long eldest = newest;
        int events = 0;
        for (int i = 1; i <= known; i++) {
            long at = times[Math.floorMod(count - i, MOST)];
            if (at < newest - SPAN_MS) {
                break;
            }
            eldest = Math.min(eldest, at);
            events++;
        }
        return newest == eldest ? 0 : (events - 1) * 1000.0 / (newest - eldest);
    }
}
