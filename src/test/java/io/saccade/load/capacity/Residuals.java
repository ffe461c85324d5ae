package io.saccade.load.capacity;

import io.saccade.capacity.CostModel;
import io.saccade.capacity.Measurement;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** How far a model is off what was measured, relative to it. */
final class Residuals {

    /** What is compared. */
    enum Kind {
        LANE(Measurement::laneCpuMs),
        SERVICE(Measurement::serviceCpuMs),
        BROKER(Measurement::brokerCpuMs);

        private final ToDoubleFunction<Measurement> measured;

        Kind(ToDoubleFunction<Measurement> measured) {
            this.measured = measured;
        }

        double measured(Measurement row) {
            return measured.applyAsDouble(row);
        }

        private double predicted(Measurement row, CostModel model) {
            return switch (this) {
                case LANE -> model.laneMs(row.shape());
                case SERVICE -> model.serviceMs(row.shape(), row.framesPerTransaction());
                case BROKER -> model.drainMs(row.shape(), row.framesPerTransaction());
            };
        }
    }

    private final Map<Kind, double[]> sums = new EnumMap<>(Kind.class);

    /** Adds an error and returns it: 0.1 where the model says a tenth more than was measured. */
    double add(Kind kind, Measurement row, CostModel model) {
        double error = kind.predicted(row, model) / kind.measured(row) - 1;
        double[] sum = sums.computeIfAbsent(kind, k -> new double[2]);
        sum[0] += error * error;
        sum[1]++;
        return error;
    }

    /** The root of the mean square of each kind. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        sums.forEach((kind, sum) -> text.append(String.format(
                Locale.ROOT,
                "%s%s:%.3f",
                text.isEmpty() ? "" : ",",
                kind.name().toLowerCase(Locale.ROOT),
                Math.sqrt(sum[0] / sum[1]))));
        return text.toString();
    }
}
