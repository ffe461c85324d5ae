package io.saccade.load.novelty;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Area under the receiver operating characteristic: the share of pairs of a novel and a usual frame in which the novel one has
 * the larger score, where the same score counts half. 0.5 is chance.
 */
final class Auroc {

    private Auroc() {}

    /**
     * By ranks (Mann and Whitney 1947).
     *
     * @throws IllegalArgumentException if there is not at least one frame of each kind
     */
    static double of(List<Double> scores, List<Boolean> novel) {
        int[] order = IntStream.range(0, scores.size())
                .boxed()
                .sorted(Comparator.comparingDouble(scores::get))
                .mapToInt(Integer::intValue)
                .toArray();
        double ranks = 0;
        double novelCount = 0;
        for (int begin = 0, end; begin < order.length; begin = end) {
            double score = scores.get(order[begin]);
            end = begin;
            int tied = 0;
            while (end < order.length && scores.get(order[end]) == score) {
                tied += novel.get(order[end]) ? 1 : 0;
                end++;
            }
            // The ranks begin + 1 … end, of which each tied frame gets the mean.
            ranks += tied * (begin + 1 + end) / 2.0;
            novelCount += tied;
        }
        double usualCount = order.length - novelCount;
        if (novelCount == 0 || usualCount == 0) {
            throw new IllegalArgumentException("there are " + (int) novelCount + " novel and " + (int) usualCount
                    + " usual frames to judge by, expected at least one of each");
        }
        return (ranks - novelCount * (novelCount + 1) / 2) / (novelCount * usualCount);
    }
}
