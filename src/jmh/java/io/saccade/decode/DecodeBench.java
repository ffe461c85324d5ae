package io.saccade.decode;

import io.saccade.bench.Jmh;
import io.saccade.bench.ResultLine;
import io.saccade.bench.Rounds;
import io.saccade.decode.DecodeBenchmark.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs {@link DecodeBenchmark}: the service's decoder beside bare OpenCV and ImageIO. */
public final class DecodeBench {

    private static final int ROUNDS = 3;
    private static final List<Kind> KINDS = List.of(
            new Kind("jpeg", "640x480", ""),
            new Kind("jpeg", "1920x1080", "-1080p"),
            new Kind("png", "640x480", "-png"));

    private DecodeBench() {}

    /** Frames of a format and size. */
    private record Kind(String format, String size, String suffix) {

        Case of(Form form) {
            return new Case(form, format, size);
        }
    }

    private record Case(Form form, String format, String size) {

        @Override
        public String toString() {
            return form + " " + format + " " + size;
        }
    }

    /** Prints a table, and the line {@code bench decode: …}. */
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
                        DecodeBenchmark.class,
                        Map.of("form", each.form().name(), "format", each.format(), "size", each.size())));
        rounds.print();
        System.out.println();
        System.out.println(line(rounds));
    }

    private static ResultLine line(Rounds<Case> rounds) {
        ResultLine line = new ResultLine("decode");
        for (Kind kind : KINDS) {
            Case ours = kind.of(Form.SERVICE);
            line.ratio("ratio-to-imageio" + kind.suffix(), rounds.ratio(kind.of(Form.IMAGE_IO), ours))
                    .ratio("ratio-to-bare-opencv" + kind.suffix(), rounds.ratio(ours, kind.of(Form.BARE_OPENCV)));
        }
        for (Kind kind : KINDS) {
            line.ms("ms" + kind.suffix(), rounds.ms(kind.of(Form.SERVICE)));
        }
        return line;
    }
}
