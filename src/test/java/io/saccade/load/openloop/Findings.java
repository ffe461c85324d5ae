package io.saccade.load.openloop;

import java.util.ArrayList;
import java.util.List;

/** Counts what is wrong and keeps the first of it in words. */
final class Findings {

    private static final int KEPT = 20;

    private final List<String> first = new ArrayList<>();
    private long count;

    synchronized void add(String finding) {
        count++;
        if (first.size() < KEPT) {
            first.add(finding);
        }
    }

    synchronized long count() {
        return count;
    }

    synchronized List<String> first() {
        return List.copyOf(first);
    }
}
