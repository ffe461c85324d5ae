package io.saccade.load;

/**
 * What a Java machine says of its memory, in bytes.
 *
 * @param heapUsed objects on the heap, garbage included
 * @param heapCommitted the heap as it has grown
 * @param otherCommitted its own areas: classes, compiled code
 * @param direct buffers off the heap
 */
record JvmMemory(long heapUsed, long heapCommitted, long otherCommitted, long direct) {

    /** Reads them from what the service tells. */
    static JvmMemory of(Metrics metrics) {
        return new JvmMemory(
                (long) metrics.sum("jvm_memory_used_bytes", "area=\"heap\""),
                (long) metrics.sum("jvm_memory_committed_bytes", "area=\"heap\""),
                (long) metrics.sum("jvm_memory_committed_bytes", "area=\"nonheap\""),
                (long) metrics.sum("jvm_buffer_memory_used_bytes", "id=\"direct\""));
    }
}
