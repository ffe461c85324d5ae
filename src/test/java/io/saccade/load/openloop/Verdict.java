package io.saccade.load.openloop;

import java.util.List;

/**
 * What is wrong with a run.
 *
 * @param lost input offsets that came out nowhere
 * @param doubled occurrences of an input offset beyond its first
 * @param disordered frames behind a later one of their camera
 * @param wrong everything else: see {@code findings}
 * @param findings the first of them, in words
 */
record Verdict(long lost, long doubled, long disordered, long wrong, List<String> findings) {

    /** Several runs together. */
    static Verdict sum(List<Verdict> verdicts) {
        return new Verdict(
                verdicts.stream().mapToLong(Verdict::lost).sum(),
                verdicts.stream().mapToLong(Verdict::doubled).sum(),
                verdicts.stream().mapToLong(Verdict::disordered).sum(),
                verdicts.stream().mapToLong(Verdict::wrong).sum(),
                verdicts.stream()
                        .flatMap(verdict -> verdict.findings().stream())
                        .toList());
    }

    boolean isClean() {
        return lost == 0 && doubled == 0 && disordered == 0 && wrong == 0;
    }

    @Override
    public String toString() {
        return "lost=" + lost + " doubled=" + doubled + " disordered=" + disordered + " wrong=" + wrong;
    }
}
