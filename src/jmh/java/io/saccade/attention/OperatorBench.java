package io.saccade.attention;

import io.saccade.attention.OperatorBenchmark.Form;
import io.saccade.bench.Jmh;
import io.saccade.bench.ResultLine;
import io.saccade.bench.Rounds;
import io.saccade.frame.FrameSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs {@link OperatorBenchmark} and the programs of {@code load-tests/peers} in turns. */
public final class OperatorBench {

    private static final int ROUNDS = 3;
    private static final String VGA = "640x480";
    private static final String FULL_HD = "1920x1080";

    private final Map<Program, OperatorPeer> peers;
    private final Path folder;

    private OperatorBench(Map<Program, OperatorPeer> peers, Path folder) {
        this.peers = peers;
        this.folder = folder;
    }

    /** Programs beside ours. */
    private enum Program {
        /** One fused loop: the limit. */
        FUSED_C,
        NUMPY,
        PYTORCH
    }

    /**
     * A way to the scores, and of what.
     *
     * @param way a {@link Form} or a {@link Program}
     * @param inputs iC
     * @param outputs oC
     */
    private record Case(Enum<?> way, String size, int inputs, int outputs) {

        @Override
        public String toString() {
            return way + " " + size + " channels " + inputs + " to " + outputs;
        }
    }

    /** Prints a table, and the line {@code bench operator: …}. */
    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("operator-bench");
        try {
            OperatorBench bench = new OperatorBench(peers(folder), folder);
            Rounds<Case> rounds = Rounds.run(ROUNDS, bench.cases(), bench::time);
            rounds.print();
            System.out.println();
            System.out.println(line(rounds));
        } finally {
            delete(folder);
        }
    }

    private static Map<Program, OperatorPeer> peers(Path folder) throws InterruptedException {
        Map<Program, OperatorPeer> peers = new EnumMap<>(Program.class);
        for (Program program : Program.values()) {
            Optional<OperatorPeer> peer =
                    switch (program) {
                        case FUSED_C -> OperatorPeer.fusedC(folder);
                        case NUMPY -> OperatorPeer.python("numpy", "numpy");
                        case PYTORCH -> OperatorPeer.python("pytorch", "torch");
                    };
            peer.ifPresent(found -> peers.put(program, found));
            System.out.println(program + ": " + peer.map(OperatorPeer::version).orElse("not here, left out"));
        }
        return peers;
    }

    private List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (int outputs : new int[] {1, 4, 8}) {
            add(cases, VGA, outputs, Form.EXPONENTIAL, Program.FUSED_C, Form.QUADRATIC, Form.MATMUL_SOFTMAX, Form.JAVA);
        }
        add(cases, VGA, 4, Program.NUMPY, Program.PYTORCH, Form.CONV_SOFTMAX);
        add(cases, VGA, 8, Program.NUMPY, Program.PYTORCH);
        cases.add(grey(Form.TABLE));
        if (peers.containsKey(Program.FUSED_C)) {
            cases.add(grey(Program.FUSED_C));
        }
        add(cases, FULL_HD, 4, Form.EXPONENTIAL, Program.FUSED_C, Form.QUADRATIC, Form.MATMUL_SOFTMAX);
        add(cases, FULL_HD, 4, Program.NUMPY, Program.PYTORCH);
        return cases;
    }

    private void add(List<Case> cases, String size, int outputs, Enum<?>... ways) {
        Stream.of(ways)
                .filter(way -> !(way instanceof Program program) || peers.containsKey(program))
                .forEach(way -> cases.add(colour(way, size, outputs)));
    }

    private static Case colour(Enum<?> way, String size, int outputs) {
        return new Case(way, size, 3, outputs);
    }

    private static Case grey(Enum<?> way) {
        return new Case(way, VGA, 1, 4);
    }

    private double time(Case each) throws Exception {
        if (each.way() instanceof Program program) {
            FrameSize size = FrameSize.parse(each.size());
            return peers.get(program)
                    .time(
                            Samples.bytes(size.width(), size.height(), each.inputs(), 1),
                            Samples.parameters(each.inputs(), each.outputs(), OperatorBenchmark.KEY_SCALE, 2),
                            folder);
        }
        return Jmh.median(
                OperatorBenchmark.class,
                Map.of(
                        "form", each.way().name(),
                        "size", each.size(),
                        "channels", Integer.toString(each.outputs())));
    }

    /** Against the limit: our time over C's. Against the alternatives: theirs over ours. */
    private static ResultLine line(Rounds<Case> rounds) {
        ResultLine line = new ResultLine("operator");
        Case fused = colour(Program.FUSED_C, VGA, 4);
        if (rounds.has(fused)) {
            Case full = colour(Program.FUSED_C, FULL_HD, 4);
            Case fused8 = colour(Program.FUSED_C, VGA, 8);
            line.ratio("ratio-to-fused-c", rounds.ratio(colour(Form.EXPONENTIAL, VGA, 4), fused))
                    .ratio("ratio-to-fused-c-oc8", rounds.ratio(colour(Form.EXPONENTIAL, VGA, 8), fused8))
                    .ratio("ratio-to-fused-c-1080p", rounds.ratio(colour(Form.EXPONENTIAL, FULL_HD, 4), full))
                    .ratio("quadratic-to-fused-c", rounds.ratio(colour(Form.QUADRATIC, VGA, 4), fused))
                    .ratio("table-to-fused-c", rounds.ratio(grey(Form.TABLE), grey(Program.FUSED_C)));
        }
        for (Enum<?> way : List.of(Form.MATMUL_SOFTMAX, Program.NUMPY, Program.PYTORCH)) {
            String key = "ratio-to-"
                    + (way == Form.MATMUL_SOFTMAX ? "naive" : way.name().toLowerCase(Locale.ROOT));
            if (rounds.has(colour(way, VGA, 4))) {
                line.ratio(key, rounds.ratio(colour(way, VGA, 4), colour(Form.EXPONENTIAL, VGA, 4)))
                        .ratio(key + "-oc8", rounds.ratio(colour(way, VGA, 8), colour(Form.EXPONENTIAL, VGA, 8)))
                        .ratio(
                                key + "-1080p",
                                rounds.ratio(colour(way, FULL_HD, 4), colour(Form.EXPONENTIAL, FULL_HD, 4)));
            }
        }
        line.ms("ours-ms", rounds.ms(colour(Form.EXPONENTIAL, VGA, 4)));
        if (rounds.has(fused)) {
            line.ms("fused-c-ms", rounds.ms(fused));
        }
        return line.ms("naive-ms", rounds.ms(colour(Form.MATMUL_SOFTMAX, VGA, 4)));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
