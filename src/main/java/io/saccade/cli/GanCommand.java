package io.saccade.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What has to do with the GAN and needs no Kafka. */
@Command(
        name = "gan",
        description = "Looks at, trains and takes apart the generative adversarial network, without Kafka.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {GanDescribeCommand.class, GanTrainCommand.class, GanSampleCommand.class, GanExportCommand.class},
        footerHeading = "%nExamples:%n",
        footer = {
            "  saccade gan describe",
            "  saccade gan train photos/ --epochs 20 --output photos.gan",
            "  saccade gan sample photos.gan --output samples.png",
            "  saccade gan export photos.gan --output networks/"
        })
final class GanCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.USAGE;
    }
}
