package io.saccade.ledger;

import java.util.ArrayList;
import java.util.List;

/**
 * What the verifier found.
 *
 * @param lost input offsets that came out nowhere
 * @param doubled occurrences of an input offset beyond its first
 * @param disordered records that come after a later frame of their camera
 * @param wrong everything else that is not as it must be
 * @param findings each of them in a line
 */
record Verdict(int lost, int doubled, int disordered, int wrong, List<String> findings) {

    boolean clean() {
        return lost + doubled + disordered + wrong == 0;
    }

    /** This verdict with more that is wrong. */
    Verdict and(List<String> moreWrong) {
        List<String> all = new ArrayList<>(findings);
        all.addAll(moreWrong);
        return new Verdict(lost, doubled, disordered, wrong + moreWrong.size(), all);
    }

    @Override
    public String toString() {
        return "lost=" + lost + " doubled=" + doubled + " disordered=" + disordered + " wrong=" + wrong;
    }
}
