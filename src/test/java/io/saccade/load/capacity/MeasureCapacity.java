package io.saccade.load.capacity;

import io.saccade.broker.Logs;
import io.saccade.capacity.CostFit;
import io.saccade.capacity.CostModel;
import io.saccade.capacity.Measurement;
import io.saccade.load.BrokerProcess;
import io.saccade.load.LoadFrames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Measures what frames cost and writes the coefficients that {@code capacity} computes with.
 *
 * <p>Arguments: the service's jar, the file of measurements, the file of coefficients, and the numbers of the points to
 * measure again, all if there are none. The last line is {@code measure-capacity: key=value …}.
 */
public final class MeasureCapacity {

    private MeasureCapacity() {}

    /** Runs it. */
    public static void main(String[] args) throws Exception {
        Logs.onlyErrors();
        Path csv = Path.of(args[1]);
        Set<Integer> wanted = new LinkedHashSet<>();
        for (int i = 3; i < args.length; i++) {
            wanted.add(Integer.parseInt(args[i]) - 1);
        }
        if (wanted.isEmpty()) {
            wanted.addAll(IntStream.range(0, Point.ALL.size()).boxed().toList());
        }
        TreeMap<Integer, Measurement> rows = known(csv);
        measure(Path.of(args[0]), csv, wanted, rows);
        if (rows.size() < Point.ALL.size()) {
            System.out.printf("measure-capacity: points=%d of %d, no fit yet%n", rows.size(), Point.ALL.size());
            System.exit(1);
        }
        report(List.copyOf(rows.values()), Path.of(args[2]));
        System.exit(0);
    }

    private static TreeMap<Integer, Measurement> known(Path csv) throws IOException {
        TreeMap<Integer, Measurement> rows = new TreeMap<>();
        if (Files.exists(csv)) {
            for (Measurement row : Measurement.parse(Files.readAllLines(csv))) {
                for (int i = 0; i < Point.ALL.size(); i++) {
                    if (Point.ALL.get(i).toString().equals(row.name())) {
                        rows.put(i, row);
                    }
                }
            }
        }
        return rows;
    }

    /** The first point is run once before, for the broker's sake: its code is compiled then. */
    private static void measure(Path jar, Path csv, Set<Integer> wanted, TreeMap<Integer, Measurement> rows)
            throws Exception {
        Path folder = Files.createDirectories(csv.toAbsolutePath().getParent());
        try (BrokerProcess broker = new BrokerProcess()) {
            Drained drained = new Drained(jar, broker, folder, CostModel.measured());
            drained.measure(Point.ALL.get(1), "rehearsal");
            for (int i : wanted) {
                Measurement row = drained.measure(Point.ALL.get(i), "point-" + (i + 1));
                rows.put(i, row);
                System.out.printf(
                        Locale.ROOT,
                        "%2d %-32s lane %.2f, service %.2f, broker %.2f core-ms, %.0f frames/s, %.1f in each"
                                + " transaction%n",
                        i + 1,
                        Point.ALL.get(i),
                        row.laneCpuMs(),
                        row.serviceCpuMs(),
                        row.brokerCpuMs(),
                        row.framesPerSecond(),
                        row.framesPerTransaction());
                List<String> lines = new ArrayList<>(List.of(Measurement.HEADER));
                rows.values().forEach(known -> lines.add(known.toCsv()));
                Files.write(csv, lines);
            }
        }
    }

    private static void report(List<Measurement> rows, Path coefficients) throws IOException {
        CostModel model = CostFit.of(rows);
        Residuals fitted = new Residuals();
        Residuals left = new Residuals();
        System.out.printf(
                "%n%-36s %24s %24s %24s%n", "core-ms of a frame", "in a lane", "in the service", "in the broker");
        System.out.printf(
                "%-36s %24s %24s %24s%n",
                "", "measured fitted  left", "measured fitted  left", "measured fitted  left");
        for (int i = 0; i < rows.size(); i++) {
            Measurement row = rows.get(i);
            CostModel without = without(rows, i);
            StringBuilder line = new StringBuilder(String.format("%-36s", Point.ALL.get(i)));
            for (Residuals.Kind kind : Residuals.Kind.values()) {
                line.append(String.format(
                        Locale.ROOT,
                        " %9.2f %+6.0f%% %+6.0f%%",
                        kind.measured(row),
                        100 * fitted.add(kind, row, model),
                        100 * left.add(kind, row, without)));
            }
            System.out.println(line);
        }
        Files.writeString(coefficients, header(rows) + model.toText());
        System.out.printf(
                Locale.ROOT,
                "measure-capacity: points=%d fitted-error=%s left-out-error=%s%n",
                rows.size(),
                fitted,
                left);
    }

    /** The model of all points but one. */
    private static CostModel without(List<Measurement> rows, int index) {
        List<Measurement> others = new ArrayList<>(rows);
        others.remove(index);
        return CostFit.of(others);
    }

    private static String header(List<Measurement> rows) {
        String footage = System.getenv(LoadFrames.FOOTAGE);
        return String.format(
                Locale.ROOT,
                "# Written by load-tests/measure-capacity: do not edit. Milliseconds a frame for each of what the key names;%n"
                        + "# megapixel, megascore and megabyte are a million of them.%n"
                        + "# Measured %s on %d cores (%s, Java %s) with %s frames, %d points.%n",
                LocalDate.now(ZoneOffset.UTC),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.arch"),
                Runtime.version().feature(),
                footage == null || footage.isBlank() ? "synthetic" : "footage",
                rows.size());
    }
}
