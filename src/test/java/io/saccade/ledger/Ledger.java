package io.saccade.ledger;

import io.saccade.broker.Logs;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Proves that no frame is lost, doubled or disordered, whatever happens to broker and service: {@code load-tests/ledger}. */
@Command(
        name = "ledger",
        description = "Counts every frame while broker and services are killed, paused and cut off.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class Ledger implements Callable<Integer> {

    private static final int SHOWN = 20;

    @Parameters(description = "The packaged service.", hidden = true)
    private Path jar;

    @Option(names = "--rounds", defaultValue = "12", description = "Rounds, each with one fault.")
    private int rounds;

    @Option(names = "--frames", defaultValue = "1000", description = "Frames in each round.")
    private int frames;

    @Option(names = "--seed", defaultValue = "1", description = "Of frames and faults.")
    private long seed;

    @Option(
            names = "--group-protocol",
            description = "${COMPLETION-CANDIDATES}; if not given, the service's own default.")
    private @Nullable GroupProtocol groupProtocol;

    @Option(names = "--self-test", description = "Plant faults in a clean run and see that each is found.")
    private boolean selfTest;

    /** Runs it; the exit code is 0 if nothing was lost, doubled, disordered or wrong, 1 if something was, 2 for wrong usage. */
    public static void main(String[] args) {
        Logs.onlyErrors();
        CommandLine line = new CommandLine(new Ledger());
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println("ledger: " + failure.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        });
        System.exit(line.execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Rig rig = new Rig(jar, this::environment);
        Runtime.getRuntime().addShutdownHook(new Thread(rig::close, "ledger-close"));
        boolean good = false;
        try {
            rig.createTopics();
            try (Run run = new Run(rig, seed)) {
                good = selfTest ? selfTest(run) : rounds(run);
            }
        } finally {
            if (good) {
                rig.close();
            } else {
                rig.closeButKeepLogs();
            }
        }
        return good ? 0 : 1;
    }

    /** How the services share partitions; named as in the setting. */
    enum GroupProtocol {
        eager,
        cooperative,
        consumer
    }

    private boolean rounds(Run run) throws Exception {
        double worst = run.rounds(rounds, frames);
        Run.Result result = run.settle();
        Verdict verdict = result.verdict();
        verdict.findings().stream().limit(SHOWN).forEach(System.out::println);
        System.out.println(String.format(
                Locale.ROOT,
                "ledger: frames=%d rounds=%d %s worst-recovery-s=%.1f",
                result.sent().size(),
                rounds,
                verdict,
                worst));
        return verdict.clean();
    }

    private boolean selfTest(Run run) throws Exception {
        run.calm(frames);
        Run.Result result = run.settle();
        result.verdict().findings().stream().limit(SHOWN).forEach(System.out::println);
        System.out.println("self-test: nothing planted: " + result.verdict());
        List<PlantedFault> faults = PlantedFault.in(result.reading());
        int found = 0;
        for (PlantedFault fault : faults) {
            boolean isFound = fault.isFound(result.sent());
            System.out.println("self-test: " + fault.what() + ": " + Verifier.verify(result.sent(), fault.reading())
                    + (isFound ? "" : ", NOT FOUND"));
            found += isFound ? 1 : 0;
        }
        System.out.println("ledger: self-test frames=" + result.sent().size() + " clean="
                + result.verdict().clean() + " planted=" + faults.size() + " found=" + found);
        return result.verdict().clean() && found == faults.size();
    }

    private Map<String, String> environment(int slot) {
        Map<String, String> environment = new HashMap<>();
        environment.put("SACCADE_LANES", "1");
        environment.put("SACCADE_TOPICS_CREATE", "false");
        environment.put("SACCADE_TRANSACTIONAL_ID", "ledger-" + slot);
        if (groupProtocol != null) {
            environment.put("SACCADE_GROUP_PROTOCOL", groupProtocol.name());
        }
        return environment;
    }
}
