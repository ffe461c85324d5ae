package io.saccade.cli;

import io.saccade.cli.ServiceSettings.Options;
import io.saccade.gan.TrainerSettings;
import io.saccade.gan.net.Network;
import io.saccade.gan.net.Volume;
import io.saccade.gan.step.Game;
import io.saccade.gan.step.Player;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints what networks are made of. */
@Command(
        name = "describe",
        description = {
            "Prints both networks layer by layer, with volumes and trainable parameters, and how they learn;"
                    + " with --input, one network alone.",
            "Settings that no option gives are those that the service would start with here."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  saccade gan describe",
            "  saccade gan describe --sample 2 --noise 2 --generator 'dense 128 relu, dense k'",
            "  saccade gan describe --input 128x128x3 'conv 64 3x3 bias'",
            "",
            "Exit code: 0 done, 1 failed, 2 wrong usage."
        })
final class GanDescribeCommand extends GanSubcommand {

    private static final int NARROWEST = 24;

    @Option(names = "--input", paramLabel = "VOLUME", description = "Describe LAYERS alone, for such an input.")
    private @Nullable String input;

    @Parameters(
            arity = "0..1",
            paramLabel = "LAYERS",
            description = "With --input: a list of layers, such as 'conv 64 3x3 bias relu, max-pool 2x2, dense 1'.")
    private @Nullable String layers;

    @Mixin
    private final GanOptions gan = new GanOptions();

    @Override
    void run(PrintWriter out, Terminal terminal) throws UsageException {
        Options given = gan.over(new Options());
        if (input != null && layers != null && given.isEmpty()) {
            table(out, network(input, layers), "");
        } else if (input != null || layers != null) {
            throw new UsageException(
                    "one network alone is described by --input VOLUME, its layers and no other option");
        } else {
            describe(out, ServiceSettings.with(given).saccade().gan().trainer());
        }
    }

    private static Network network(String input, String layers) throws UsageException {
        try {
            return Network.parse(Volume.parse(input), layers);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e);
        }
    }

    private static void describe(PrintWriter out, TrainerSettings settings) {
        Game game = settings.game();
        out.printf("discriminator D: %s -> how real it is%n", packed(game));
        table(out, game.discriminatorNetwork(), one(game));
        out.printf("%ngenerator G: %d numbers of noise -> a sample%n", game.noise());
        table(out, game.generatorNetwork(), one(game));
        out.printf(
                Locale.ROOT,
                "%ntrainable parameters: %,d%n",
                game.discriminatorNetwork().parameterCount()
                        + game.generatorNetwork().parameterCount());
        out.printf("sample: %s%n", sample(game.sample(), settings.centre()));
        out.printf(
                "minibatch: %d real and %d generated samples%s%n",
                game.real(), game.generated(), game.packing() == 1 ? "" : ", judged " + game.packing() + " at a time");
        out.printf(
                "objective: %s; %s%n",
                game.objective().settingName(), game.objective().formula());
        learning(out, "D", game.discriminator());
        learning(out, "G", game.generator());
        out.printf(
                "learning rates: %s; %d step%s of D for one of G%n",
                game.schedule().text(), game.discriminatorSteps(), game.discriminatorSteps() == 1 ? "" : "s");
        if (game.gradientClip() > 0) {
            out.printf("gradients: norm at most %s%n", game.gradientClip());
        }
        if (game.average() > 0) {
            out.printf("samples are made with the moving average of G's weights, beta %s%n", game.average());
        }
    }

    private static String packed(Game game) {
        return game.packing() == 1 ? "a sample" : game.packing() + " samples together";
    }

    private static String one(Game game) {
        return game.constantOne() ? ", of which one is always 1" : "";
    }

    private static String sample(Volume sample, boolean centre) {
        String what = sample.isFlat()
                ? "a vector of " + sample.size() + " numbers"
                : String.format(
                        Locale.ROOT,
                        "%s, a frame averaged to %d rows and %d columns of %d channels, %,d numbers",
                        sample,
                        sample.height(),
                        sample.width(),
                        sample.channels(),
                        sample.size());
        return what + (centre ? "; less the first one" : "");
    }

    private static void learning(PrintWriter out, String name, Player player) {
        out.printf(
                "%s learns by %s: %s%s%n",
                name,
                player.optimiser().text(),
                player.optimiser().rule().formula(),
                player.l1() > 0 ? "; then the soft threshold, lambda " + player.l1() : "");
    }

    private static void table(PrintWriter out, Network network, String note) {
        int width =
                network.table().stream().mapToInt(row -> row.layer().length()).reduce(NARROWEST, Math::max);
        String line = "  %-" + width + "s  %-12s %,11d%n";
        out.printf("  %-" + width + "s  %-12s %11s%n", "layer", "output", "parameters");
        out.printf(
                "  %-" + width + "s  %s%s%n",
                "input",
                network.input(),
                note.isEmpty() || network.input().isFlat() ? note : ", of which one channel is always 1");
        network.table().forEach(row -> out.printf(Locale.ROOT, line, row.layer(), row.output(), row.parameters()));
        out.printf(Locale.ROOT, line, "total", "", network.parameterCount());
    }
}
