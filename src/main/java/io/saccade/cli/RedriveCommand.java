package io.saccade.cli;

import io.saccade.cli.ServiceSettings.Options;
import io.saccade.config.SaccadeConfig;
import io.saccade.frame.Reason;
import io.saccade.kafka.replay.Cluster;
import io.saccade.kafka.replay.Redrive;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Sends dead letters back. */
@Command(
        name = "redrive",
        description = {
            "Sends dead letters back to the frames topic as they came, each once.",
            "A second run sends only what came since, or what filters left before. Letters that come back during the run"
                    + " wait for the next one."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:Kafka failed; what was not sent is for the next run", "2:wrong usage"})
final class RedriveCommand implements Callable<Integer> {

    @Option(
            names = {"-b", "--bootstrap-servers"},
            paramLabel = "HOST:PORT",
            description = "Kafka (default: kafka.bootstrap.servers of the service).")
    private @Nullable String bootstrapServers;

    @Option(
            names = "--reason",
            paramLabel = "REASON",
            description = "Only letters with this reason, such as undecodable; may be given several times.")
    private List<String> reasons = List.of();

    @Option(names = "--camera", paramLabel = "ID", description = "Only letters of this camera.")
    private @Nullable String camera;

    @Option(names = "--partition", description = "Only this partition of the dead letters (default: all).")
    private @Nullable Integer partition;

    @Option(names = "--from", paramLabel = "OFFSET", description = "Only letters from this offset on.")
    private @Nullable Long from;

    @Option(names = "--to", paramLabel = "OFFSET", description = "Only letters before this offset.")
    private @Nullable Long to;

    @Option(names = "--limit", paramLabel = "N", description = "Send at most this many.")
    private long limit = Long.MAX_VALUE;

    @Option(names = "--dry-run", description = "Only say what would be sent.")
    private boolean dryRun;

    @Option(names = "--again", description = "Also letters that were sent before.")
    private boolean again;

    @Option(
            names = "--group",
            description = "Consumer group that remembers what was sent (default: ${DEFAULT-VALUE}).",
            defaultValue = "saccade-redrive")
    private String group = "saccade-redrive";

    @Option(names = "--topic", description = "Topic of the frames.")
    private @Nullable String topic;

    @Option(names = "--dead-letters", description = "Topic of the dead letters.")
    private @Nullable String deadLetters;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        requireKnownReasons();
        Redrive.Selection selection = new Redrive.Selection(
                Set.copyOf(reasons),
                camera,
                partition == null ? OptionalInt.empty() : OptionalInt.of(partition),
                from == null ? OptionalLong.empty() : OptionalLong.of(from),
                to == null ? OptionalLong.empty() : OptionalLong.of(to),
                limit,
                again);
        ServiceSettings settings = ServiceSettings.with(options());
        SaccadeConfig config = settings.saccade();
        Cluster cluster = settings.cluster();
        ExistingTopics.require(
                cluster, config.topics().frames(), config.topics().deadLetters());
        Terminal terminal = new Terminal(spec.commandLine().getErr());
        Redrive redrive = new Redrive(cluster, config.topics(), group, selection, terminal::note);
        if (dryRun) {
            redrive.dryRun();
        } else {
            redrive.run();
        }
        spec.commandLine().getOut().println((dryRun ? "redrive (dry run): " : "redrive: ") + redrive);
        spec.commandLine().getOut().flush();
        return 0;
    }

    private void requireKnownReasons() {
        Set<String> unknown = new LinkedHashSet<>(reasons);
        List<String> known =
                Arrays.stream(Reason.values()).map(Reason::wireName).toList();
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--reason is " + String.join(", ", unknown) + ", expected one of " + known);
        }
    }

    private Options options() {
        return new Options()
                .set("kafka.bootstrap.servers", bootstrapServers)
                .set("saccade.topics.frames", topic)
                .set("saccade.topics.dead-letters", deadLetters);
    }
}
