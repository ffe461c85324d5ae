package io.saccade.cli;

import io.saccade.cli.ServiceSettings.Options;
import io.saccade.config.SaccadeConfig;
import io.saccade.encode.ScoreEncoding;
import io.saccade.frame.FrameSize;
import io.saccade.kafka.replay.Cluster;
import io.saccade.kafka.replay.Finding;
import io.saccade.kafka.replay.Tally;
import io.saccade.kafka.replay.Verification;
import io.saccade.onnx.ExecutionProvider;
import io.saccade.scoring.Scoring;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Scores frames again and compares with what was published. */
@Command(
        name = "verify",
        description = {
            "Scores frames of the topic again and compares with their score maps and dead letters, byte for byte.",
            "Settings that no option gives are those that the service would start with here."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every frame has what it should",
            "1:something is different, missing, doubled, or made by another model, or Kafka failed",
            "2:wrong usage"
        })
final class VerifyCommand implements Callable<Integer> {

    private static final int PROGRESS_SECONDS = 2;

    /** Longest decode that the settings allow: a slow machine is no difference. */
    private static final String PATIENT_DECODE = "60s";

    @Option(
            names = {"-b", "--bootstrap-servers"},
            paramLabel = "HOST:PORT",
            description = "Kafka (default: kafka.bootstrap.servers of the service).")
    private @Nullable String bootstrapServers;

    @Option(names = "--partition", description = "Only this partition of the frames (default: all).")
    private @Nullable Integer partition;

    @Option(
            names = "--from",
            paramLabel = "OFFSET",
            description = "First offset, or earliest (default: ${DEFAULT-VALUE}).",
            defaultValue = "earliest")
    private String from = "earliest";

    @Option(
            names = "--to",
            paramLabel = "OFFSET",
            description = "First offset that is left out, or latest (default: ${DEFAULT-VALUE}).",
            defaultValue = "latest")
    private String to = "latest";

    @Option(names = "--limit", paramLabel = "N", description = "At most this many frames of each partition.")
    private long limit = Long.MAX_VALUE;

    @Option(
            names = {"-p", "--parameters"},
            paramLabel = "FILE",
            description = "Parameter file.")
    private @Nullable Path parameters;

    @Option(names = "--frame-size", paramLabel = "WxH", description = "Size that keys are scaled to.")
    private @Nullable FrameSize frameSize;

    @Option(names = "--windowed", description = "Use the windowed operator.")
    private boolean windowed;

    @Option(names = "--encoding", description = "Encoding of the maps: ${COMPLETION-CANDIDATES}.")
    private @Nullable ScoreEncoding encoding;

    @Option(names = "--pool", description = "Pool factor of the maps.")
    private @Nullable Integer pool;

    @Option(names = "--provider", description = "Execution provider: ${COMPLETION-CANDIDATES}.")
    private @Nullable ExecutionProvider provider;

    @Option(names = "--group", description = "Consumer group of the service: what it has not committed is pending.")
    private @Nullable String group;

    @Option(names = "--topic", description = "Topic of the frames.")
    private @Nullable String topic;

    @Option(names = "--score-maps", description = "Topic of the score maps.")
    private @Nullable String scoreMaps;

    @Option(names = "--score-summaries", description = "Topic of the summaries, which tell superseded frames.")
    private @Nullable String scoreSummaries;

    @Option(names = "--dead-letters", description = "Topic of the dead letters.")
    private @Nullable String deadLetters;

    @Option(
            names = "--ignore-other-models",
            description = "Don't fail for maps that another model or execution provider made.")
    private boolean ignoreOtherModels;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Verification.Range range = new Verification.Range(
                partition == null ? OptionalInt.empty() : OptionalInt.of(partition),
                offset("--from", from, "earliest"),
                offset("--to", to, "latest"),
                limit);
        ServiceSettings settings = ServiceSettings.with(options());
        SaccadeConfig config = settings.saccade();
        Cluster cluster = settings.cluster();
        ExistingTopics.require(
                cluster,
                config.topics().frames(),
                config.topics().scoreMaps(),
                config.topics().scoreSummaries(),
                config.topics().deadLetters());
        Terminal terminal = new Terminal(spec.commandLine().getErr());
        Tally tally;
        try (Scoring scoring = Scoring.open(config.scoring())) {
            Verification verification = new Verification(cluster, config, scoring, terminal::note);
            tally = verification.tally();
            ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
            try {
                var unused = clock.scheduleWithFixedDelay(
                        () -> terminal.progress("verify: " + tally.frames() + " frames"),
                        PROGRESS_SECONDS,
                        PROGRESS_SECONDS,
                        TimeUnit.SECONDS);
                verification.run(range);
            } finally {
                clock.shutdownNow();
            }
        }
        terminal.finish();
        spec.commandLine().getOut().println("verify: " + tally);
        spec.commandLine().getOut().flush();
        return isClean(tally) ? 0 : 1;
    }

    private boolean isClean(Tally tally) {
        Stream<Finding> faults = Stream.of(Finding.DIFFERENT, Finding.MISSING, Finding.DOUBLED, Finding.STRAY);
        Stream<Finding> others = Stream.of(Finding.OTHER_MODEL, Finding.OTHER_PROVIDER);
        return Stream.concat(faults, ignoreOtherModels ? Stream.empty() : others)
                .allMatch(finding -> tally.count(finding) == 0);
    }

    private OptionalLong offset(String option, String text, String word) {
        if (text.equalsIgnoreCase(word)) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseUnsignedLong(text));
        } catch (NumberFormatException e) {
            throw new ParameterException(
                    spec.commandLine(), option + " is '" + text + "', expected an offset or " + word);
        }
    }

    private Options options() {
        return new Options()
                .set("kafka.bootstrap.servers", bootstrapServers)
                .set("saccade.model.parameters", parameters)
                .set("saccade.model.frame-size", frameSize)
                .set("saccade.model.variant", windowed ? "windowed" : null)
                .set("saccade.score-map.encoding", encoding)
                .set("saccade.score-map.pool", pool)
                .set("saccade.execution-provider", provider)
                .set("saccade.group-id", group)
                .set("saccade.topics.frames", topic)
                .set("saccade.topics.score-maps", scoreMaps)
                .set("saccade.topics.score-summaries", scoreSummaries)
                .set("saccade.topics.dead-letters", deadLetters)
                .set("saccade.preview.enabled", false)
                .set("saccade.decode.timeout", PATIENT_DECODE);
    }
}
