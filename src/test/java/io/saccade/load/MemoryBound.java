package io.saccade.load;

/**
 * What the service keeps at most because frames come in, in bytes, by its settings.
 *
 * @param batchRecords {@code saccade.batch.max-records}
 * @param batchBytes {@code saccade.batch.max-bytes}
 * @param lanes {@code saccade.lanes}
 * @param frameBytes largest encoded frame in bytes
 * @param pixels H · W of the frames, of three channels of 8 bits
 * @param outputChannels oC
 */
record MemoryBound(int batchRecords, long batchBytes, int lanes, long frameBytes, long pixels, int outputChannels) {

    private static final int COLOURS = 3;

    /** Decodes that may be late, besides those of the lanes. */
    private static final int LATE_DECODES = 4;

    /** Largest request to the broker. */
    private static final long REQUEST_BYTES = 16L << 20;

    /** Records that wait to be sent. */
    private static final long PRODUCER_BYTES = 64L << 20;

    /** The newest frames and maps, for the page. */
    private static final long NEWEST_BYTES = 64L << 20;

    /** Batches in the lanes, or sent and not committed: {@code kafka/FrameStream}. */
    private static final int BATCHES = 3;

    /** On the heap: a fetch, the batches in work with their maps, the producer's buffer, the page. */
    long heapBytes() {
        long fetched = batchBytes + frameBytes;
        long batch = Math.min(batchRecords * frameBytes, fetched);
        return fetched + BATCHES * (batch + batchRecords * mapBytes()) + PRODUCER_BYTES + NEWEST_BYTES;
    }

    /** Off the heap: what lanes and late decodes work in, and what Java reads a fetch and writes a request through. */
    long directBytes() {
        long decode = frameBytes + pixels * COLOURS;
        long lane = decode + pixels * outputChannels * Float.BYTES + mapBytes();
        return lanes * lane + LATE_DECODES * decode + batchBytes + frameBytes + REQUEST_BYTES;
    }

    private long mapBytes() {
        return pixels * outputChannels * Short.BYTES;
    }
}
