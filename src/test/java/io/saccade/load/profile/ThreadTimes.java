package io.saccade.load.profile;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Seconds that the threads of a process have had on cores, by what the threads are for (proc(5), so Linux only).
 *
 * @param seconds by kind of thread
 */
record ThreadTimes(Map<String, Double> seconds) {

    /** Clock ticks of {@code /proc}: USER_HZ, 100 on every platform that Java runs on. */
    private static final double TICKS_PER_SECOND = 100;

    /** Behind the name in brackets: user time is field 14 of the line, system time 15, the first one there is 3. */
    private static final int USER = 11;

    private static final int SYSTEM = 12;

    /** What the threads of a process have had until now. */
    static ThreadTimes of(long pid) throws IOException {
        Map<String, Double> seconds = new TreeMap<>();
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc", String.valueOf(pid), "task"))) {
            for (Path thread : threads) {
                try {
                    add(Files.readString(thread.resolve("stat")), seconds);
                } catch (IOException e) {
                    // it has ended
                }
            }
        }
        return new ThreadTimes(seconds);
    }

    /** Adds a thread's line of {@code stat}. */
    static void add(String stat, Map<String, Double> seconds) {
        int end = stat.lastIndexOf(')');
        String[] fields = stat.substring(end + 2).split(" ");
        double ticks = Double.parseDouble(fields[USER]) + Double.parseDouble(fields[SYSTEM]);
        seconds.merge(kind(stat.substring(stat.indexOf('(') + 1, end)), ticks / TICKS_PER_SECOND, Double::sum);
    }

    /** What a thread is for. Linux keeps the first fifteen characters of its name. */
    private static String kind(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.startsWith("lane")) {
            return "lanes: operator and encoding";
        }
        if (lower.startsWith("decode")) {
            return "lanes: decoding";
        }
        if (lower.equals("frames")) {
            return "stream: poll, send, commit";
        }
        if (lower.startsWith("kafka-producer")) {
            return "producer's network thread";
        }
        if (lower.startsWith("c1 compiler") || lower.startsWith("c2 compiler")) {
            return "just-in-time compiler";
        }
        if (lower.startsWith("gc ") || lower.startsWith("g1 ") || lower.startsWith("vm thread")) {
            return "garbage collection";
        }
        return "everything else";
    }

    /** What came since an earlier reading. */
    ThreadTimes since(ThreadTimes earlier) {
        Map<String, Double> since = new TreeMap<>();
        seconds.forEach((kind, now) -> since.put(kind, now - earlier.seconds.getOrDefault(kind, 0.0)));
        return new ThreadTimes(since);
    }

    /** All threads together. */
    double total() {
        return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
    }
}
