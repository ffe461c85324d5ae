package io.saccade.gan;

import io.saccade.gan.step.Game;
import java.util.Map;
import java.util.TreeMap;

/** A game's settings as people read them. */
public final class GameText {

    private GameText() {}

    /** By the last words of their keys under {@code saccade.gan}. */
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
}
