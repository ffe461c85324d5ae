package io.saccade.capacity;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Weighted least squares with coefficients that are not negative, for up to {@value #MOST} of them. The best such fit is the
 * unconstrained one of some of the columns, so each choice of columns is tried.
 */
final class LeastSquares {

    private static final int MOST = 8;
    private static final double SINGULAR = 1e-10;

    private final List<double[]> rows;
    private final double[] targets;
    private final double[] scales;
    private final int columns;

    private LeastSquares(List<double[]> rows, double[] targets, double[] scales) {
        this.rows = rows;
        this.targets = targets;
        this.scales = scales;
        this.columns = rows.get(0).length;
    }

    /**
     * The coefficients c ≥ 0 that minimise Σ ((row · c − target) / scale)².
     *
     * @param rows the same number of columns each, at least one row
     * @param targets one for each row
     * @param scales one for each row, positive: what an error is measured against
     */
    static double[] fit(List<double[]> rows, double[] targets, double[] scales) {
        if (rows.isEmpty()
                || rows.get(0).length > MOST
                || rows.size() != targets.length
                || rows.size() != scales.length) {
            throw new IllegalArgumentException("expected as many targets and scales as rows, got " + rows.size() + ", "
                    + targets.length + " and " + scales.length + "; at most " + MOST + " columns");
        }
        return new LeastSquares(rows, targets, scales).best();
    }

    private double[] best() {
        double[] best = new double[columns];
        double least = error(best);
        for (int chosen = 1; chosen < 1 << columns; chosen++) {
            double[] candidate = solve(chosen);
            if (Arrays.stream(candidate).allMatch(c -> c >= 0) && error(candidate) < least) {
                best = candidate;
                least = error(candidate);
            }
        }
        return best;
    }

    private double error(double[] coefficients) {
        double error = 0;
        for (int row = 0; row < targets.length; row++) {
            double fitted = 0;
            for (int column = 0; column < columns; column++) {
                fitted += coefficients[column] * weighted(row, column);
            }
            double off = fitted - targets[row] / scales[row];
            error += off * off;
        }
        return error;
    }

    private double weighted(int row, int column) {
        return rows.get(row)[column] / scales[row];
    }

    /** The unconstrained fit of the chosen columns; all −1 where they don't determine one. */
    private double[] solve(int chosen) {
        int[] used = IntStream.range(0, columns)
                .filter(column -> (chosen >> column & 1) == 1)
                .toArray();
        double[] norms = Arrays.stream(used)
                .mapToDouble(column -> Math.sqrt(product(column, column)))
                .toArray();
        double[][] system = new double[used.length][used.length + 1];
        for (int i = 0; i < used.length; i++) {
            for (int j = 0; j < used.length; j++) {
                system[i][j] = product(used[i], used[j]) / (norms[i] * norms[j]);
            }
            for (int row = 0; row < targets.length; row++) {
                system[i][used.length] += weighted(row, used[i]) * targets[row] / scales[row] / norms[i];
            }
        }
        double[] solution = new double[columns];
        if (!eliminate(system)) {
            Arrays.fill(solution, -1);
            return solution;
        }
        for (int i = 0; i < used.length; i++) {
            solution[used[i]] = system[i][used.length] / norms[i];
        }
        return solution;
    }

    private double product(int a, int b) {
        double sum = 0;
        for (int row = 0; row < targets.length; row++) {
            sum += weighted(row, a) * weighted(row, b);
        }
        return sum;
    }

    /** Gauss and Jordan; the matrix is positive definite or singular, so that the pivots are on the diagonal. */
    private static boolean eliminate(double[][] system) {
        int n = system.length;
        for (int pivot = 0; pivot < n; pivot++) {
            if (!(system[pivot][pivot] > SINGULAR)) {
                return false;
            }
            for (int row = 0; row < n; row++) {
                double factor = system[row][pivot] / system[pivot][pivot];
                for (int column = pivot; row != pivot && column <= n; column++) {
                    system[row][column] -= factor * system[pivot][column];
                }
            }
        }
        for (int row = 0; row < n; row++) {
            system[row][n] /= system[row][row];
        }
        return true;
    }
}
