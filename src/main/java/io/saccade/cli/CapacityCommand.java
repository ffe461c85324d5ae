package io.saccade.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.saccade.capacity.Brokers;
import io.saccade.capacity.CapacityPlan;
import io.saccade.capacity.CostModel;
import io.saccade.capacity.Demand;
import io.saccade.capacity.Figure;
import io.saccade.capacity.FrameShape;
import io.saccade.capacity.Instances;
import io.saccade.config.SaccadeConfig;
import io.saccade.encode.ScoreEncoding;
import io.saccade.frame.FrameSize;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says what a number of cameras takes. */
@Command(
        name = "capacity",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Says how many cores, instances, partitions and brokers a number of cameras takes, what bounds each number,"
                    + " and which latency a simulation of it gives.",
            "Costs are those of a machine on which they were measured; load-tests/measure-capacity measures yours."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  saccade capacity --cameras 1000 --rate 10 --size 640x480",
            "  saccade capacity --cameras 1000000 --rate 10 --size 640x480 --pool 4 --json",
            "",
            "Exit code: 0 done, 1 failed, 2 wrong usage."
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
public final class CapacityCommand implements Callable<Integer> {

    private static final double BITS = 8;
    private static final List<Integer> POOLS = List.of(1, 2, 4, 8, 16);

    @Spec
    private CommandSpec spec;

    @Option(names = "--cameras", required = true, paramLabel = "N", description = "Cameras.")
    private int cameras;

    @Option(names = "--rate", defaultValue = "10", description = "Frames a second of each. Default: ${DEFAULT-VALUE}.")
    private double rate;

    @Option(
            names = "--size",
            paramLabel = "WxH",
            defaultValue = "640x480",
            description = "Size of their frames. Default: ${DEFAULT-VALUE}.")
    private FrameSize size;

    @Option(
            names = "--frame-bytes",
            paramLabel = "BYTES",
            description = "Mean size of a JPEG; without it --bits-per-pixel.")
    private @Nullable Double frameBytes;

    @Option(
            names = "--bits-per-pixel",
            paramLabel = "BITS",
            defaultValue = "2.5",
            description = "Mean size of a JPEG for each pixel. Default: ${DEFAULT-VALUE}.")
    private double bitsPerPixel;

    @Option(
            names = "--channels",
            paramLabel = "oC",
            defaultValue = "1",
            description = "Output channels. Default: ${DEFAULT-VALUE}.")
    private int channels;

    @Option(
            names = "--encoding",
            defaultValue = "f16",
            description = "Encoding of score maps: f16, f32 or u8. Default: ${DEFAULT-VALUE}.")
    private ScoreEncoding encoding;

    @Option(
            names = "--pool",
            defaultValue = "1",
            description = "Mean over square blocks of 1, 2, 4, 8 or 16 scores. Default: ${DEFAULT-VALUE}.")
    private int pool;

    @ArgGroup(validate = false, heading = "%nInstances:%n")
    private final InstanceOptions instances = new InstanceOptions();

    @ArgGroup(validate = false, heading = "%nBrokers:%n")
    private final BrokerOptions brokers = new BrokerOptions();

    @Option(
            names = "--coefficients",
            paramLabel = "FILE",
            description = "Costs of another machine, as load-tests/measure-capacity writes them.")
    private @Nullable Path coefficients;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of the simulation. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    /** What instances are like. */
    static final class InstanceOptions {

        @Option(
                names = "--cores-per-instance",
                defaultValue = "4",
                description = "Cores, and as many lanes. Default: ${DEFAULT-VALUE}.")
        int cores;

        @Option(
                names = "--partitions-per-instance",
                defaultValue = "4",
                description = "Partitions of frames for each: by so much the instances can grow later."
                        + " Default: ${DEFAULT-VALUE}.")
        int partitions;

        @Option(
                names = "--batch",
                paramLabel = "FRAMES",
                description = "saccade.batch.max-records. Default: as it chooses for so many lanes.")
        @Nullable
        Integer batch;

        int batchFrames() {
            return batch == null ? SaccadeConfig.Batch.frames(cores) : batch;
        }

        @Option(
                names = "--utilisation",
                defaultValue = "0.7",
                description = "Share of cores, network and disk to use. Default: ${DEFAULT-VALUE}.")
        double utilisation;

        @Option(
                names = "--hottest",
                defaultValue = "0.9",
                description = "Share that the instance with the most cameras may use. Default: ${DEFAULT-VALUE}.")
        double hottest;

        @Option(
                names = "--round-trip-ms",
                defaultValue = "0.5",
                description = "Time to a broker and back. Default: ${DEFAULT-VALUE}.")
        double roundTripMs;
    }

    /** What brokers are like. */
    static final class BrokerOptions {

        @Option(names = "--replication", defaultValue = "3", description = "Copies. Default: ${DEFAULT-VALUE}.")
        int replication;

        @Option(
                names = "--map-readers",
                defaultValue = "1",
                description = "Consumers that read every score map. Default: ${DEFAULT-VALUE}.")
        double mapReaders;

        @Option(
                names = "--retention-hours",
                defaultValue = "1",
                description = "How long everything is kept. Default: ${DEFAULT-VALUE}.")
        double retentionHours;

        @Option(names = "--broker-cores", defaultValue = "16", description = "Cores. Default: ${DEFAULT-VALUE}.")
        int cores;

        @Option(
                names = "--broker-network-gbit",
                defaultValue = "25",
                description = "Gigabits a second in each direction. Default: ${DEFAULT-VALUE}.")
        double networkGbit;

        @Option(
                names = "--broker-disk-gbps",
                defaultValue = "2",
                description = "Gigabytes a second that are written. Default: ${DEFAULT-VALUE}.")
        double diskGigabytes;

        @Option(names = "--broker-disk-tb", defaultValue = "16", description = "Terabytes. Default: ${DEFAULT-VALUE}.")
        double diskTerabytes;

        @Option(
                names = "--broker-partitions",
                defaultValue = "4000",
                description = "Copies of partitions. Default: ${DEFAULT-VALUE}.")
        int partitions;

        @Option(
                names = "--cluster-brokers",
                defaultValue = "100",
                description = "Most brokers of a cluster. Default: ${DEFAULT-VALUE}.")
        int perCluster;

        @Option(
                names = "--group-members",
                defaultValue = "500",
                description = "Most instances of a consumer group. Default: ${DEFAULT-VALUE}.")
        int membersPerGroup;
    }

    @Override
    public Integer call() {
        CapacityPlan plan;
        try {
            plan = plan();
        } catch (IllegalArgumentException e) {
            spec.commandLine().getErr().println("capacity: " + e.getMessage());
            return 2;
        } catch (IOException e) {
            spec.commandLine().getErr().println("capacity: can't read " + coefficients + ": " + e);
            return 1;
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            json(out, plan);
        } else {
            table(out, plan);
        }
        out.flush();
        return 0;
    }

    private CapacityPlan plan() throws IOException {
        if (!POOLS.contains(pool)) {
            throw new IllegalArgumentException("--pool is 1, 2, 4, 8 or 16, got " + pool);
        }
        double bytes = frameBytes != null ? frameBytes : bitsPerPixel * size.pixels() / BITS;
        Demand demand = new Demand(
                cameras, rate, new FrameShape(size, channels, encoding.dtype().bytes(), pool, bytes));
        return CapacityPlan.of(
                demand,
                new Instances(
                        instances.cores,
                        instances.partitions,
                        instances.batchFrames(),
                        instances.utilisation,
                        instances.hottest,
                        instances.roundTripMs),
                new Brokers(
                        brokers.replication,
                        brokers.mapReaders,
                        brokers.retentionHours,
                        brokers.cores,
                        brokers.networkGbit,
                        brokers.diskGigabytes,
                        brokers.diskTerabytes,
                        brokers.partitions,
                        brokers.perCluster,
                        brokers.membersPerGroup),
                coefficients == null ? CostModel.measured() : CostModel.read(coefficients),
                seed);
    }

    private void table(PrintWriter out, CapacityPlan plan) {
        for (Figure figure : plan.figures()) {
            out.printf(
                    Locale.ROOT,
                    "%-32s %14s %-8s %s%n",
                    figure.name().replace('-', ' '),
                    number(figure.value()),
                    figure.unit(),
                    figure.bound());
        }
        out.printf("%nassumed; an option of the same name changes it:%n");
        for (OptionSpec option : assumptions()) {
            out.printf("  %-28s %s%n", option.longestName(), text(option));
        }
    }

    /** Every option with a number or a name as its value. */
    private List<OptionSpec> assumptions() {
        return spec.options().stream()
                .filter(option -> !option.usageHelp() && !option.versionHelp() && option.getValue() != null)
                .filter(option -> !option.longestName().equals("--json"))
                .toList();
    }

    private static String text(OptionSpec option) {
        Object value = option.getValue();
        return value instanceof Enum<?> choice ? choice.name().toLowerCase(Locale.ROOT) : String.valueOf(value);
    }

    /** Three digits that count, and all of whole numbers. */
    private static String number(double value) {
        double magnitude = Math.abs(value);
        if (magnitude >= 100 || value == Math.rint(value)) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, magnitude >= 10 ? "%.1f" : magnitude >= 1 ? "%.2f" : "%.3f", value);
    }

    private void json(PrintWriter out, CapacityPlan plan) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        ObjectNode figures = root.putObject("figures");
        for (Figure figure : plan.figures()) {
            figures.putObject(figure.name())
                    .put("value", figure.value())
                    .put("unit", figure.unit())
                    .put("bound", figure.bound());
        }
        ObjectNode assumptions = root.putObject("assumptions");
        for (OptionSpec option : assumptions()) {
            assumptions.put(option.longestName().substring(2), text(option));
        }
        out.println(root.toPrettyString());
    }
}
