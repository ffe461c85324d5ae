package io.saccade.load;

import java.util.regex.Pattern;

/**
 * What a Java machine says of its memory, in bytes.
 *
 * @param heapUsed objects on the heap, garbage included
 * @param heapCommitted the heap as it has grown
 * @param otherCommitted its own areas: classes, compiled code
 * @param direct buffers off the heap
 */
record JvmMemory(long heapUsed, long heapCommitted, long otherCommitted, long direct) {

    /** Reads them from {@code /q/metrics}, Prometheus' text format. */
    static JvmMemory parse(String metrics) {
        return new JvmMemory(
                sum(metrics, "jvm_memory_used_bytes", "area=\"heap\""),
                sum(metrics, "jvm_memory_committed_bytes", "area=\"heap\""),
                sum(metrics, "jvm_memory_committed_bytes", "area=\"nonheap\""),
                sum(metrics, "jvm_buffer_memory_used_bytes", "id=\"direct\""));
    }

    private static long sum(String metrics, String name, String label) {
        Pattern line = Pattern.compile("(?m)^" + name + "\\{[^}]*" + label + "[^}]*} (\\S+)$");
        return line.matcher(metrics)
                .results()
                .mapToLong(match -> (long) Double.parseDouble(match.group(1)))
                .sum();
    }
}
