package io.saccade.ops;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a PromQL expression asks for: its metrics, the labels that it needs of each, and the labels that its result has. It
 * knows as much of the language as our rules and dashboards use, and refuses the rest; Prometheus itself has the last word in
 * {@code QueriesTest}.
 *
 * @param metrics the labels that are matched or grouped by, by metric
 * @param grouped labels of the result where it is an aggregation
 */
record PromQl(Map<String, Set<String>> metrics, Set<String> grouped) {

    private static final Set<String> AGGREGATIONS = Set.of("sum", "avg", "max", "min", "count");
    private static final Set<String> VECTORS = Set.of("on", "group_left", "group_right");
    private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "bool");
    private static final Set<String> FUNCTIONS = Set.of("rate", "increase", "max_over_time");
    private static final Pattern TOKEN = Pattern.compile(
            "\"[^\"]*\"|\\[[^\\]]*\\]|[a-zA-Z_:][a-zA-Z0-9_:]*|[0-9.]+|[=!]~|[=!<>]=|[-+*/<>=(){},]|\\s+|(.)");

    static PromQl parse(String expression) {
        List<String> tokens = new ArrayList<>();
        Matcher token = TOKEN.matcher(expression);
        while (token.find()) {
            if (token.group(1) != null) {
                throw new IllegalArgumentException("unexpected '" + token.group(1) + "' in " + expression);
            }
            if (!token.group().isBlank()) {
                tokens.add(token.group());
            }
        }
        PromQl result = new PromQl(new LinkedHashMap<>(), new TreeSet<>());
        result.read(tokens, Set.of(), expression);
        return result;
    }

    /** Whether labels are told apart in the result by grouping alone. */
    private void read(List<String> tokens, Set<String> by, String expression) {
        for (int i = 0; i < tokens.size(); i++) {
            String token = tokens.get(i);
            if (AGGREGATIONS.contains(token)) {
                Set<String> labels = new HashSet<>();
                int open = i + 1;
                if (tokens.get(open).equals("by")) {
                    int end = close(tokens, open + 1);
                    labels.addAll(names(tokens.subList(open + 2, end)));
                    open = end + 1;
                }
                int end = close(tokens, open);
                grouped.addAll(labels);
                Set<String> inner = new HashSet<>(by);
                inner.addAll(labels);
                read(tokens.subList(open + 1, end), inner, expression);
                i = end;
            } else if (VECTORS.contains(token)) {
                i = close(tokens, i + 1);
            } else if (Character.isLetter(token.charAt(0)) && !OPERATORS.contains(token)) {
                if (i + 1 < tokens.size() && tokens.get(i + 1).equals("(")) {
                    if (!FUNCTIONS.contains(token)) {
                        throw new IllegalArgumentException("unknown function " + token + " in " + expression);
                    }
                } else {
                    i = selector(tokens, i, by);
                }
            }
        }
    }

    private int selector(List<String> tokens, int at, Set<String> by) {
        Set<String> labels = metrics.computeIfAbsent(tokens.get(at), name -> new TreeSet<>());
        labels.addAll(by);
        if (at + 1 == tokens.size() || !tokens.get(at + 1).equals("{")) {
            return at;
        }
        int end = at + 1 + tokens.subList(at + 1, tokens.size()).indexOf("}");
        for (int i = at + 2; i < end; i += 4) { // name, operator, value, comma
            labels.add(tokens.get(i));
        }
        return end;
    }

    private static List<String> names(List<String> tokens) {
        return tokens.stream().filter(token -> !token.equals(",")).toList();
    }

    private static int close(List<String> tokens, int open) {
        if (!tokens.get(open).equals("(")) {
            throw new IllegalArgumentException("expected ( at " + tokens.subList(open, tokens.size()));
        }
        int depth = 0;
        for (int i = open; i < tokens.size(); i++) {
            depth += tokens.get(i).equals("(") ? 1 : tokens.get(i).equals(")") ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        throw new IllegalArgumentException("no ) for " + Arrays.toString(tokens.toArray()));
    }
}
