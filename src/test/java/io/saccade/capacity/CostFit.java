package io.saccade.capacity;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** Fits a {@link CostModel} to measurements, each cost by itself. */
public final class CostFit {

    private final List<Measurement> rows;
    private final Map<Cost, Map<Term, Double>> coefficients = new EnumMap<>(Cost.class);

    private CostFit(List<Measurement> rows) {
        this.rows = rows;
    }

    /**
     * The model of measurements.
     *
     * @throws IllegalArgumentException if none of them was bound by commits
     */
    public static CostModel of(List<Measurement> rows) {
        return new CostFit(rows).fit();
    }

    private CostModel fit() {
        Predicate<Measurement> all = row -> true;
        fit(Cost.DECODE, all, row -> row.onCore(row.decodeMs()), Measurement::decodeMs);
        fit(Cost.ATTENTION, all, row -> row.onCore(row.attentionMs()), Measurement::attentionMs);
        fit(Cost.ENCODE, all, row -> row.onCore(row.encodeMs()), Measurement::encodeMs);
        fit(Cost.CLIENT, all, row -> row.serviceCpuMs() - row.laneCpuMs(), Measurement::serviceCpuMs);
        fit(Cost.STREAM, Measurement::boundByCommits, Measurement::periodMs, Measurement::periodMs);
        fit(Cost.APPEND, all, Measurement::appendCpuMs, Measurement::appendCpuMs);
        Map<Term, Double> append = Objects.requireNonNull(coefficients.get(Cost.APPEND));
        double record = Objects.requireNonNull(append.get(Term.FRAME));
        double megabyte = Objects.requireNonNull(append.get(Term.INPUT_MEGABYTE));
        fit(
                Cost.FETCH,
                all,
                row -> row.brokerCpuMs()
                        - CostModel.OUTPUT_RECORDS * record
                        - row.shape().outputMegabytes() * megabyte,
                Measurement::brokerCpuMs);
        double spread =
                rows.stream().mapToDouble(Measurement::laneSpread).average().orElse(0);
        return new CostModel(coefficients, spread);
    }

    /** Errors count against {@code scale}: what is left of a difference may be near nothing. */
    private void fit(
            Cost cost,
            Predicate<Measurement> which,
            ToDoubleFunction<Measurement> target,
            ToDoubleFunction<Measurement> scale) {
        List<Measurement> used = rows.stream().filter(which).toList();
        if (used.isEmpty()) {
            throw new IllegalArgumentException("no measurement tells the cost '" + cost.label() + "'");
        }
        double[] fitted = LeastSquares.fit(
                used.stream()
                        .map(row -> cost.amounts(row.shape(), row.framesPerTransaction()))
                        .toList(),
                used.stream().mapToDouble(target).toArray(),
                used.stream().mapToDouble(scale).toArray());
        Map<Term, Double> terms = new EnumMap<>(Term.class);
        for (int i = 0; i < fitted.length; i++) {
            terms.put(cost.terms().get(i), fitted[i]);
        }
        coefficients.put(cost, terms);
    }
}
