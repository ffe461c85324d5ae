package io.saccade.load.openloop;

import io.saccade.frame.FrameSize;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** What a run sends and what it sends it to; everything about the service that is not given is its own default. */
@Command(name = "load")
final class LoadSettings {

    private static final int DEFAULT_BATCH = 16;
    private static final int IN_FLIGHT_BATCHES = 4;

    @Option(names = "--cameras", defaultValue = "8", description = "Sources, each with an equal share of the rate.")
    int cameras;

    @Option(names = "--size", defaultValue = "640x480", converter = SizeConverter.class, description = "Of the frames.")
    FrameSize size = new FrameSize(640, 480);

    @Option(names = "--codec", defaultValue = "jpeg", description = "jpeg, png or raw.")
    Codec codec = Codec.JPEG;

    @Option(names = "--pictures", defaultValue = "32", description = "Different pictures; they come round and round.")
    int pictures;

    @Option(names = "--arrivals", defaultValue = "periodic", description = "periodic or poisson.")
    Arrivals arrivals = Arrivals.PERIODIC;

    @Option(names = "--seed", defaultValue = "1", description = "Of the cameras' phases and of Poisson arrivals.")
    long seed;

    @Option(names = "--partitions", defaultValue = "4", description = "Of the topic of frames.")
    int partitions;

    @Option(names = "--instances", defaultValue = "1", description = "Services that share the partitions.")
    int instances;

    @Option(names = "--policy", description = "Freshness: every, latest or max-age=2s.")
    @Nullable
    String policy;

    @Option(names = "--lanes", description = "Frames that a service scores at the same time.")
    @Nullable
    Integer lanes;

    @Option(names = "--cores", description = "Cores that a service sees (-XX:ActiveProcessorCount).")
    @Nullable
    Integer cores;

    @Option(names = "--transaction-interval", description = "How long a transaction collects batches, such as 50ms.")
    @Nullable
    String transactionInterval;

    @Option(names = "--batch", description = "Most frames in a batch.")
    @Nullable
    Integer batch;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Another environment variable of the services.")
    Map<String, String> others = new LinkedHashMap<>();

    /** Settings as on the command line. */
    static LoadSettings of(String... options) {
        LoadSettings settings = new LoadSettings();
        new CommandLine(settings).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(options);
        return settings;
    }

    /** Frames between sending and reading with which a service always has full batches. */
    int inFlight() {
        return IN_FLIGHT_BATCHES * (batch == null ? DEFAULT_BATCH : batch) * instances;
    }

    /** What the services get, as environment variables. */
    Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        put(environment, "SACCADE_FRESHNESS_DEFAULT", policy);
        put(environment, "SACCADE_LANES", lanes);
        put(environment, "JDK_JAVA_OPTIONS", cores == null ? null : "-XX:ActiveProcessorCount=" + cores);
        put(environment, "SACCADE_TRANSACTION_INTERVAL", transactionInterval);
        put(environment, "SACCADE_BATCH_MAX_RECORDS", batch);
        put(environment, "SACCADE_MODEL_FRAME_SIZE", size);
        environment.putAll(others);
        return environment;
    }

    private static void put(Map<String, String> environment, String name, @Nullable Object value) {
        if (value != null) {
            environment.put(name, value.toString());
        }
    }

    /** Reads {@code WxH}. */
    static final class SizeConverter implements ITypeConverter<FrameSize> {
        @Override
        public FrameSize convert(String text) {
            return FrameSize.parse(text);
        }
    }
}
