package io.saccade.gan;

import io.saccade.gan.net.LayerText;
import io.saccade.gan.net.Volume;
import io.saccade.gan.step.Game;
import io.saccade.gan.step.Objective;
import io.saccade.gan.step.Optimiser;
import io.saccade.gan.step.Player;
import io.saccade.gan.step.Schedule;
import java.util.Map;
import java.util.TreeMap;

/** A game's settings as people read them, by the last words of their keys under {@code saccade.gan}. */
public final class GameText {

    private final Map<String, String> settings;

    private GameText(Map<String, String> settings) {
        this.settings = settings;
    }

    /** The settings of a game. */
    public static Map<String, String> of(Game game) {
        Map<String, String> text = new TreeMap<>();
        text.put("sample", game.sample().toString());
        text.put("noise", Integer.toString(game.noise()));
        text.put("minibatch", Integer.toString(game.real()));
        text.put("generated", Integer.toString(game.generated()));
        text.put("packing", Integer.toString(game.packing()));
        text.put("constant-one", Boolean.toString(game.constantOne()));
        text.put("objective", game.objective().settingName());
        game.objective().clip().ifPresent(clip -> text.put("clip", Double.toString(clip)));
        text.put("schedule", game.schedule().text());
        text.put("gradient-clip", Double.toString(game.gradientClip()));
        text.put("average", Double.toString(game.average()));
        text.put("discriminator-steps", Integer.toString(game.discriminatorSteps()));
        text.put("discriminator.layers", game.discriminatorNetwork().text());
        text.put("discriminator.optimiser", game.discriminator().optimiser().text());
        text.put("discriminator.l1", Double.toString(game.discriminator().l1()));
        text.put("generator.layers", game.generatorNetwork().text());
        text.put("generator.optimiser", game.generator().optimiser().text());
        text.put("generator.l1", Double.toString(game.generator().l1()));
        return text;
    }

    /**
     * The game of such settings; those of other names are passed over.
     *
     * @throws IllegalArgumentException if one is missing or makes no sense; the message names it
     */
    public static Game parse(Map<String, String> settings) {
        return new GameText(settings).game();
    }

    private Game game() {
        return new Game(
                Volume.parse(text("sample")),
                integer("noise"),
                integer("minibatch"),
                integer("generated"),
                integer("packing"),
                truth("constant-one"),
                Objective.named(text("objective"), settings.containsKey("clip") ? number("clip") : 0),
                player("discriminator"),
                player("generator"),
                Schedule.parse(text("schedule")),
                number("gradient-clip"),
                number("average"),
                integer("discriminator-steps"));
    }

    private Player player(String name) {
        return new Player(
                LayerText.parse(text(name + ".layers")),
                Optimiser.parse(text(name + ".optimiser")),
                number(name + ".l1"));
    }

    private String text(String name) {
        String text = settings.get(name);
        if (text == null) {
            throw new IllegalArgumentException("the game's settings have no '" + name + "'");
        }
        return text;
    }

    private int integer(String name) {
        try {
            return Integer.parseInt(text(name));
        } catch (NumberFormatException e) {
            throw unexpected(name, "a whole number");
        }
    }

    private double number(String name) {
        try {
            return Double.parseDouble(text(name));
        } catch (NumberFormatException e) {
            throw unexpected(name, "a number");
        }
    }

    private boolean truth(String name) {
        return switch (text(name)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw unexpected(name, "true or false");
        };
    }

    private IllegalArgumentException unexpected(String name, String expected) {
        return new IllegalArgumentException(
                "the game's setting '" + name + "' is '" + text(name) + "', expected " + expected);
    }
}
