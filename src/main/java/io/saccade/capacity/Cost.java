package io.saccade.capacity;

import java.util.List;
import java.util.Locale;

/** A part of what a frame costs, in milliseconds, linear in a few terms. */
public enum Cost {
    /** Encoded bytes to pixels, on a core of the service. */
    DECODE(Term.FRAME, Term.MEGAPIXEL, Term.INPUT_MEGABYTE),
    /** Pixels to scores, on a core of the service. */
    ATTENTION(Term.FRAME, Term.MEGAPIXEL, Term.MEGASCORE),
    /** Scores to bytes and statistics, on a core of the service. */
    ENCODE(Term.FRAME, Term.MEGASCORE, Term.MAP_MEGABYTE),
    /** What else the service does: Kafka's clients, digests, garbage collection. */
    CLIENT(Term.FRAME, Term.INPUT_MEGABYTE, Term.OUTPUT_MEGABYTE, Term.TRANSACTION),
    /** Sending and committing, in time that passes on the one thread of the stream. */
    STREAM(Term.OUTPUT_MEGABYTE, Term.TRANSACTION),
    /** Taking one record in, on a core of a broker; the record is a frame. */
    APPEND(Term.FRAME, Term.INPUT_MEGABYTE),
    /** Handing one record out and the transaction it is scored in, on a core of a broker; the record is a frame. */
    FETCH(Term.FRAME, Term.INPUT_MEGABYTE, Term.TRANSACTION);

    @SuppressWarnings("ImmutableEnumChecker") // List.of gives one that can't change
    private final List<Term> terms;

    Cost(Term... terms) {
        this.terms = List.of(terms);
    }

    /** What it depends on. */
    List<Term> terms() {
        return terms;
    }

    /** The amounts of its terms in a frame, in their order. */
    double[] amounts(FrameShape shape, double framesPerTransaction) {
        return terms.stream()
                .mapToDouble(term -> term.in(shape, framesPerTransaction))
                .toArray();
    }

    /** As it is written in files. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
