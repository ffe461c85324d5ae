package io.saccade.deploy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Dockerfile as its stages. */
record Dockerfile(List<Instruction> before, List<Stage> stages) {

    static final Path FILE = Path.of("docker/Dockerfile");

    private static final Pattern PAIR = Pattern.compile("([A-Za-z_.]+)=(\"[^\"]*\"|\\S+)");

    /** An instruction: its name in upper case and what follows, on one line. */
    record Instruction(String name, String arguments) {

        /** What follows that is no option such as {@code --from=build}. */
        List<String> words() {
            return Stream.of(arguments.split("\\s+"))
                    .filter(word -> !word.startsWith("--"))
                    .toList();
        }

        /** The value of an option; empty without it. */
        String option(String option) {
            return Stream.of(arguments.split("\\s+"))
                    .filter(word -> word.startsWith("--" + option + "="))
                    .map(word -> word.substring(option.length() + 3))
                    .findFirst()
                    .orElse("");
        }

        /** Pairs {@code key=value}, without their quotes. */
        Map<String, String> pairs() {
            Map<String, String> pairs = new LinkedHashMap<>();
            Matcher pair = PAIR.matcher(arguments);
            while (pair.find()) {
                pairs.put(pair.group(1), pair.group(2).replaceAll("^\"|\"$", ""));
            }
            return pairs;
        }

        /**
         * The words of the form in JSON, which no shell stands before.
         *
         * @throws IllegalArgumentException if it is in another form
         */
        List<String> exec() {
            try {
                return List.of(new ObjectMapper().readValue(arguments.replaceFirst("^[^\\[]*", ""), String[].class));
            } catch (IOException e) {
                throw new IllegalArgumentException("not in the exec form: " + name + " " + arguments, e);
            }
        }
    }

    /** A stage: the image that it begins with, its name, its instructions. */
    record Stage(String from, String name, List<Instruction> instructions) {

        /** Its instructions of one kind. */
        List<Instruction> all(String kind) {
            return instructions.stream()
                    .filter(instruction -> instruction.name.equals(kind))
                    .toList();
        }

        /** The one that counts: the last. */
        Instruction last(String kind) {
            List<Instruction> all = all(kind);
            if (all.isEmpty()) {
                throw new IllegalArgumentException("there is no " + kind);
            }
            return all.get(all.size() - 1);
        }
    }

    /** Reads it. */
    static Dockerfile read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Comments and continued lines are what matters of its syntax here. */
    static Dockerfile parse(String text) {
        String[] lines = text.lines()
                .filter(line -> !line.isBlank() && !line.strip().startsWith("#"))
                .toArray(String[]::new);
        List<Instruction> instructions = Arrays.stream(
                        String.join("\n", lines).replace("\\\n", " ").split("\n"))
                .map(line -> line.strip().split("\\s+", 2))
                .map(words -> new Instruction(words[0], words[1]))
                .toList();
        List<Instruction> before = new ArrayList<>();
        List<Stage> stages = new ArrayList<>();
        for (Instruction instruction : instructions) {
            if (instruction.name.equals("FROM")) {
                List<String> words = instruction.words();
                stages.add(new Stage(words.get(0), words.size() == 3 ? words.get(2) : "", new ArrayList<>()));
            } else if (stages.isEmpty()) {
                before.add(instruction);
            } else {
                stages.get(stages.size() - 1).instructions.add(instruction);
            }
        }
        return new Dockerfile(before, stages);
    }

    /** The image. */
    Stage last() {
        return stages.get(stages.size() - 1);
    }
}
