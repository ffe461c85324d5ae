package io.saccade.load.pipeline;

import io.saccade.broker.TopicReader;
import io.saccade.encode.ScoreMapDecoder;
import io.saccade.frame.ScoreMap;
import io.saccade.tensor.DType;
import io.saccade.tensor.MalformedTensorsException;
import io.saccade.tensor.Safetensors;
import io.saccade.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads the score maps of a drain as a {@code read_committed} reader: each frame that counts as done must have one, and one in
 * fifty-one, which comes round to every partition, is compared with ours.
 */
final class MapCheck {

    private static final int ONE_IN = 51;
    private static final double TOLERANCE = 2e-3;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SLICE = Duration.ofMillis(100);

    private final Workload workload;
    private final LongFunction<byte[]> ours;
    private final double largestValue;
    private final Map<Integer, ScoreMap> expected = new HashMap<>();

    /** What came of a drain: maps that were compared, and their largest difference in units of the largest value. */
    record Checked(int compared, double error) {

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%d maps compared, off by at most %.1e", compared, error);
        }
    }

    /** Compares with maps of our own, safetensors by frame number. */
    MapCheck(Workload workload, LongFunction<byte[]> ours) {
        this.workload = workload;
        this.ours = ours;
        double largest = 0;
        for (float value : workload.parameters().values()) {
            largest = Math.max(largest, Math.abs(value));
        }
        this.largestValue = largest;
    }

    /**
     * Reads a topic until so many different frames have a map there.
     *
     * @throws IllegalStateException if they don't, if none of the maps is one to compare, or if one is wrong
     */
    Checked check(String bootstrapServers, String topic, long frames) throws MalformedTensorsException {
        BitSet seen = new BitSet();
        int compared = 0;
        double worst = 0;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (TopicReader reader = TopicReader.of(bootstrapServers, topic)) {
            while (seen.cardinality() < frames) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException(
                            topic + " has maps of " + seen.cardinality() + " frames, expected " + frames);
                }
                for (ConsumerRecord<byte[], byte[]> record : reader.readFor(SLICE)) {
                    int number = number(record);
                    seen.set(number);
                    if (number % ONE_IN == 0) {
                        compared++;
                        worst = Math.max(worst, error(number, record.value()));
                    }
                }
            }
        }
        if (compared == 0) {
            throw new IllegalStateException(topic + " has no map to compare: let it run longer");
        }
        if (!(worst <= TOLERANCE)) {
            throw new IllegalStateException(topic + " is off by " + worst + " of the largest value");
        }
        return new Checked(compared, worst);
    }

    /** The service makes its id of the frame's and the model's, the others pass the frame's on. */
    private static int number(ConsumerRecord<byte[], byte[]> record) {
        String id = new String(record.headers().lastHeader(Backlog.ID).value(), StandardCharsets.UTF_8);
        int end = id.indexOf('@');
        return Integer.parseInt(end < 0 ? id : id.substring(0, end));
    }

    private double error(int number, byte[] value) throws MalformedTensorsException {
        ScoreMap map = expected(number);
        ScoreMap other = decoded(value, map);
        double worst = 0;
        for (int channel = 0; channel < map.channels(); channel++) {
            for (int i = 0; i < map.width() * map.height(); i++) {
                double difference = Math.abs(map.planes().get(channel).get(i)
                        - other.planes().get(channel).get(i));
                worst = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(worst, difference);
            }
        }
        return worst / largestValue;
    }

    private ScoreMap expected(int number) throws MalformedTensorsException {
        int picture = number % workload.pictures().pictures().size();
        ScoreMap known = expected.get(picture);
        if (known == null) {
            known = ScoreMapDecoder.decode(ours.apply(number));
            expected.put(picture, known);
        }
        return known;
    }

    /** The peers write the numbers alone. */
    private static ScoreMap decoded(byte[] value, ScoreMap like) throws MalformedTensorsException {
        int elements = like.channels() * like.height() * like.width();
        if (value.length != elements * DType.F16.bytes()) {
            return ScoreMapDecoder.decode(value);
        }
        List<Integer> shape = List.of(like.channels(), like.height(), like.width());
        Tensor scores = new Tensor("scores", DType.F16, shape, ByteBuffer.wrap(value));
        return ScoreMapDecoder.decode(new Safetensors(Map.of(), List.of(scores)).toBytes());
    }
}
