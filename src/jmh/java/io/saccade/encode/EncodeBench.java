package io.saccade.encode;

import io.saccade.bench.Jmh;
import io.saccade.bench.ResultLine;
import io.saccade.bench.Rounds;
import io.saccade.encode.EncodeBenchmark.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs {@link EncodeBenchmark}: what a lane does behind the operator, step by step, beside plain alternatives. */
public final class EncodeBench {

    private static final int ROUNDS = 3;
    private static final List<Kind> KINDS =
            List.of(new Kind("640x480", 1, ""), new Kind("640x480", 4, "-oc4"), new Kind("1920x1080", 4, "-1080p-oc4"));

    private EncodeBench() {}

    /** Maps of a size and number of channels. */
    private record Kind(String size, int channels, String suffix) {

        Case of(Form form) {
            return new Case(form, size, channels);
        }
    }

    private record Case(Form form, String size, int channels) {

        @Override
        public String toString() {
            return form + " " + size + " channels " + channels;
        }
    }

    /** Prints a table, and the line {@code bench encode: …}. */
    public static void main(String[] args) throws Exception {
        List<Case> cases = new ArrayList<>();
        for (Kind kind : KINDS) {
            for (Form form : Form.values()) {
                cases.add(kind.of(form));
            }
        }
        Rounds<Case> rounds = Rounds.run(
                ROUNDS,
                cases,
                each -> Jmh.median(
                        EncodeBenchmark.class,
                        Map.of(
                                "form", each.form().name(),
                                "size", each.size(),
                                "channels", Integer.toString(each.channels()))));
        rounds.print();
        System.out.println();
        System.out.println(line(rounds));
    }

    private static ResultLine line(Rounds<Case> rounds) {
        ResultLine line = new ResultLine("encode");
        for (Kind kind : KINDS) {
            Case ours = kind.of(Form.F16);
            line.ratio("ratio-to-half-loop" + kind.suffix(), rounds.ratio(kind.of(Form.HALF_LOOP), ours))
                    .ratio("ratio-to-f32-zstd" + kind.suffix(), rounds.ratio(kind.of(Form.ZSTD), ours))
                    .ratio("ratio-to-f32-deflate" + kind.suffix(), rounds.ratio(kind.of(Form.DEFLATE), ours));
        }
        for (Kind kind : KINDS) {
            line.ms("lane-ms" + kind.suffix(), rounds.ms(kind.of(Form.LANE)))
                    .ms("f16-ms" + kind.suffix(), rounds.ms(kind.of(Form.F16)));
        }
        return line;
    }
}
