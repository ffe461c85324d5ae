package io.saccade.kafka.replay;

import io.saccade.config.SaccadeConfig.TopicSettings;
import io.saccade.frame.Frame;
import io.saccade.frame.ModelIdentity;
import io.saccade.frame.Source;
import io.saccade.kafka.FrameReader;
import io.saccade.kafka.Headers;
import io.saccade.kafka.replay.Output.Kind;
import io.saccade.scoring.Scorer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Verifies a range of one partition of frames: reads frames and outputs side by side, in the order of the frames'
 * offsets, and holds no more than a record or two of each, and a few bits for each offset.
 */
final class PartitionVerifier {

    /** How many frames after the range repeats are looked for: more than any batch that is read again after a crash. */
    private static final int REPEATS_WITHIN = 1000;

    /** {@code ce_type} of the entry, among the summaries, of a frame that a later one took the place of. */
    private static final String SUPERSEDED = "io.saccade.superseded.v1";

    private final Cluster cluster;
    private final TopicSettings topics;
    private final Scorer scorer;
    private final ModelIdentity model;
    private final Tally tally;
    private final Consumer<String> notes;
    private final PartitionRange range;

    /** What was met, one bit for each frame from the range's begin. */
    private final BitSet seen = new BitSet();

    private final BitSet missing = new BitSet();
    private final BitSet otherModel = new BitSet();
    private final BitSet otherProvider = new BitSet();

    /** The frame that was verified last. */
    private long last;

    private boolean told;
    private boolean toldOther;

    PartitionVerifier(
            Cluster cluster,
            TopicSettings topics,
            Scorer scorer,
            ModelIdentity model,
            Tally tally,
            Consumer<String> notes,
            PartitionRange range) {
        this.cluster = cluster;
        this.topics = topics;
        this.scorer = scorer;
        this.model = model;
        this.tally = tally;
        this.notes = notes;
        this.range = range;
        this.last = range.from() - 1;
    }

    /** Reads the range to its end, or until {@code limit} frames are verified. */
    void run(long limit) {
        TopicPartition partition = range.partition();
        try (PartitionCursor frames = new PartitionCursor(cluster, partition, range.from(), range.to())) {
            ConsumerRecord<byte[], byte[]> first = range.fromOldest() ? null : frames.peek();
            try (OutputCursor maps =
                            new OutputCursor(cluster, topics.scoreMaps(), partition, this::isComparable, first);
                    OutputCursor letters =
                            new OutputCursor(cluster, topics.deadLetters(), partition, any -> true, first);
                    OutputCursor superseded = new OutputCursor(
                            cluster, topics.scoreSummaries(), partition, PartitionVerifier::isSuperseded, first)) {
                Outputs outputs = new Outputs(maps, letters, superseded);
                ConsumerRecord<byte[], byte[]> frame = limit > 0 ? frames.next() : null;
                for (long count = 1; frame != null; count++) {
                    verify(frame, outputs);
                    frame = count < limit ? frames.next() : null;
                }
                outputs.upTo(last + REPEATS_WITHIN, this::late);
            }
        }
    }

    private void verify(ConsumerRecord<byte[], byte[]> frame, Outputs outputs) {
        List<Output> own = new ArrayList<>();
        outputs.upTo(frame.offset(), (output, offset) -> {
            if (offset == frame.offset()) {
                own.add(output);
            } else {
                late(output, offset);
            }
        });
        seen.set(bit(frame.offset()));
        last = frame.offset();
        if (own.isEmpty()) {
            absent(frame, outputs);
        } else {
            compare(frame, own.get(0));
            own.stream().skip(1).forEach(output -> again(output, frame.offset()));
        }
        tally.frame();
    }

    private void compare(ConsumerRecord<byte[], byte[]> record, Output output) {
        if (output.kind() == Kind.SUPERSEDED) {
            tally.add(Finding.SUPERSEDED, 1);
            return;
        }
        record.headers().remove(Headers.CE_EXPIRY_TIME); // its time may have passed since
        Frame frame = FrameReader.read(record);
        boolean isMap = output.kind() == Kind.MAP;
        Optional<String> difference = isMap
                ? Comparison.ofMap(record, output.record(), scorer.score(frame), model)
                : Comparison.ofLetter(record, output.record(), () -> scorer.score(frame));
        if (difference.isPresent()) {
            tally.add(Finding.DIFFERENT, 1);
            tell(name(frame), output + " differs: " + difference.get());
        } else {
            tally.add(isMap ? Finding.EQUAL : Finding.REJECTED, 1);
        }
    }

    /** A frame without an output that can be compared. */
    private void absent(ConsumerRecord<byte[], byte[]> record, Outputs outputs) {
        int bit = bit(record.offset());
        if (otherModel.get(bit)) {
            tally.add(Finding.OTHER_MODEL, 1);
        } else if (otherProvider.get(bit)) {
            tally.add(Finding.OTHER_PROVIDER, 1);
        } else if (record.offset() >= range.committed()) {
            tally.add(Finding.PENDING, 1);
        } else if (outputs.mayHaveLost(record.offset())) {
            tally.add(Finding.GONE, 1);
        } else {
            tally.add(Finding.MISSING, 1);
            missing.set(bit);
            tell(
                    name(FrameReader.read(record)),
                    "missing: nothing of it on " + topics.scoreMaps() + " and " + topics.deadLetters());
        }
    }

    /** An output of a frame that is behind already. */
    private void late(Output output, long offset) {
        if (offset < range.from() || offset > last) {
            return;
        }
        int bit = bit(offset);
        if (!seen.get(bit)) {
            tally.add(Finding.STRAY, 1);
            tell(name(offset), "stray: " + output + " is of this frame, which the topic does not have");
        } else if (missing.get(bit)) {
            missing.clear(bit);
            tally.add(Finding.MISSING, -1);
            tally.add(Finding.DIFFERENT, 1);
            tell(name(offset), "out of order: " + output + " comes after those of later frames");
        } else {
            again(output, offset);
        }
    }

    private void again(Output output, long offset) {
        tally.add(Finding.DOUBLED, 1);
        tell(name(offset), "doubled: " + output + " is a further record of it");
    }

    /** Passes over maps of another maker, and notes of which frames they are. */
    private boolean isComparable(ConsumerRecord<byte[], byte[]> map) {
        boolean sameModel = model.digest().equals(Headers.text(map, Headers.MODEL));
        boolean sameProvider = model.provider().equals(Headers.text(map, Headers.PROVIDER));
        if (sameModel && sameProvider) {
            return true;
        }
        long offset = OutputCursor.frameOf(map);
        if (offset >= range.from() && offset < range.to()) {
            (sameModel ? otherProvider : otherModel).set(bit(offset));
            if (!toldOther) {
                toldOther = true;
                notes.accept(name(offset) + ": its map was made by model " + Headers.text(map, Headers.MODEL) + " on "
                        + Headers.text(map, Headers.PROVIDER) + ", this is " + model.digest() + " on "
                        + model.provider() + ": such maps can't be compared byte for byte");
            }
        }
        return false;
    }

    private static boolean isSuperseded(ConsumerRecord<byte[], byte[]> summary) {
        return SUPERSEDED.equals(Headers.text(summary, Headers.CE_TYPE));
    }

    /** Tells the first difference of the partition; the others are only counted. */
    private void tell(String frame, String difference) {
        if (!told) {
            told = true;
            notes.accept(frame + ": " + difference);
        }
    }

    private String name(long offset) {
        return new Source(range.partition().topic(), range.partition().partition(), offset).toString();
    }

    private static String name(Frame frame) {
        return frame.source() + " (camera " + frame.camera() + ", frame " + frame.id() + ")";
    }

    private int bit(long offset) {
        return Math.toIntExact(offset - range.from());
    }
}
