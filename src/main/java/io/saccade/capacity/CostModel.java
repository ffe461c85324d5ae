package io.saccade.capacity;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What a frame costs, in milliseconds of a core or of the stream's thread. Coefficients belong to the machine that they were
 * measured on.
 *
 * @param coefficients milliseconds for each term of each cost, none negative
 * @param spread standard deviation of a frame's time in a lane over its mean
 */
public record CostModel(Map<Cost, Map<Term, Double>> coefficients, double spread) {

    /** A frame gives two records, a map and a summary. */
    static final int OUTPUT_RECORDS = 2;

    private static final String SPREAD = "spread";
    private static final String RESOURCE = "coefficients.properties";

    public CostModel {
        for (Cost cost : Cost.values()) {
            for (Term term : cost.terms()) {
                requireNumber(
                        key(cost, term),
                        coefficients.getOrDefault(cost, Map.of()).get(term));
            }
        }
        requireNumber(SPREAD, spread);
        coefficients = new EnumMap<>(coefficients);
    }

    private static void requireNumber(String key, @Nullable Double number) {
        if (number == null || !(number >= 0) || number.isInfinite()) {
            throw new IllegalArgumentException(key + " is " + number + ", expected a number of 0 or more");
        }
    }

    /** The coefficients that Saccade comes with; the file says where they were measured. */
    public static CostModel measured() {
        try (InputStream file = CostModel.class.getResourceAsStream(RESOURCE);
                Reader reader = new InputStreamReader(Objects.requireNonNull(file, RESOURCE), StandardCharsets.UTF_8)) {
            return read(reader);
        } catch (IOException impossible) {
            throw new IllegalStateException("the coefficients are broken", impossible);
        }
    }

    /**
     * Reads a file of coefficients, {@code cost.term=milliseconds}.
     *
     * @throws IOException if it can't be read
     * @throws IllegalArgumentException if a coefficient is missing or not a number of 0 or more
     */
    public static CostModel read(Path file) throws IOException {
        try (Reader reader = Files.newBufferedReader(file)) {
            return read(reader);
        }
    }

    private static CostModel read(Reader reader) throws IOException {
        Properties properties = new Properties();
        properties.load(reader);
        Map<Cost, Map<Term, Double>> coefficients = new EnumMap<>(Cost.class);
        for (Cost cost : Cost.values()) {
            Map<Term, Double> terms = new EnumMap<>(Term.class);
            for (Term term : cost.terms()) {
                terms.put(term, number(properties, key(cost, term)));
            }
            coefficients.put(cost, terms);
        }
        return new CostModel(coefficients, number(properties, SPREAD));
    }

    private static double number(Properties properties, String key) {
        String text = properties.getProperty(key);
        try {
            return Double.parseDouble(Objects.requireNonNullElse(text, ""));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " is " + text + ", expected a number of 0 or more");
        }
    }

    /** The text of a file of coefficients, without comments. */
    public String toText() {
        StringBuilder text = new StringBuilder();
        for (Cost cost : Cost.values()) {
            for (Term term : cost.terms()) {
                text.append(String.format(Locale.ROOT, "%s=%.5g%n", key(cost, term), coefficient(cost, term)));
            }
        }
        return text.append(String.format(Locale.ROOT, "%s=%.3g%n", SPREAD, spread))
                .toString();
    }

    private static String key(Cost cost, Term term) {
        return cost.label() + "." + term.label();
    }

    private double coefficient(Cost cost, Term term) {
        return Objects.requireNonNull(
                Objects.requireNonNull(coefficients.get(cost)).get(term));
    }

    /** A cost of one frame in milliseconds. */
    public double ms(Cost cost, FrameShape shape, double framesPerTransaction) {
        return cost.terms().stream()
                .mapToDouble(term -> coefficient(cost, term) * term.in(shape, framesPerTransaction))
                .sum();
    }

    /** Core-milliseconds of a frame in a lane: decode, attention, encode. */
    public double laneMs(FrameShape shape) {
        return ms(Cost.DECODE, shape, 1) + ms(Cost.ATTENTION, shape, 1) + ms(Cost.ENCODE, shape, 1);
    }

    /** Core-milliseconds of a frame in the service. */
    public double serviceMs(FrameShape shape, double framesPerTransaction) {
        return laneMs(shape) + ms(Cost.CLIENT, shape, framesPerTransaction);
    }

    /** Milliseconds that sending and committing a transaction takes. */
    public double transactionMs(FrameShape shape, double framesPerTransaction) {
        return framesPerTransaction * ms(Cost.STREAM, shape, framesPerTransaction);
    }

    /** Core-milliseconds of a broker that takes records in. */
    public double appendMs(double records, double megabytes) {
        return records * coefficient(Cost.APPEND, Term.FRAME)
                + megabytes * coefficient(Cost.APPEND, Term.INPUT_MEGABYTE);
    }

    /** Core-milliseconds of a broker that hands records out. */
    public double fetchMs(double records, double megabytes) {
        return records * coefficient(Cost.FETCH, Term.FRAME) + megabytes * coefficient(Cost.FETCH, Term.INPUT_MEGABYTE);
    }

    /** Core-milliseconds of a lone broker for a frame that is scored: handed out, its map and summary taken in. */
    public double drainMs(FrameShape shape, double framesPerTransaction) {
        return ms(Cost.FETCH, shape, framesPerTransaction) + appendMs(OUTPUT_RECORDS, shape.outputMegabytes());
    }

    /** Core-milliseconds of the brokers for a transaction. */
    public double brokerTransactionMs() {
        return coefficient(Cost.FETCH, Term.TRANSACTION);
    }
}
