package io.saccade.load.openloop;

import io.saccade.load.openloop.Output.Kind;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The account of a run: each input offset must come out once, in the order of its camera, as the frame that was sent there.
 * A map must have a summary beside it, and no frame of the load deserves a dead letter.
 */
final class Outcomes {

    private final SentFrames sent;
    private final Findings wrong;
    private final Map<Position, Long> sequences = new HashMap<>();
    private final Map<Integer, BitSet> maps = new HashMap<>();
    private final Map<Integer, BitSet> summaries = new HashMap<>();
    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    private final Map<String, Long> lastOffset = new HashMap<>();
    private final Map<String, Long> mapsByModel = new HashMap<>();
    private final Map<String, String> lastModel = new HashMap<>();
    private long modelChanges;
    private long doubled;
    private long disordered;

    /** An account of these frames that tells of what is wrong. */
    Outcomes(SentFrames sent, Findings wrong) {
        this.sent = sent;
        this.wrong = wrong;
    }

    /** Enters a record; the frame that it ended, if it is the first that did. */
    synchronized Optional<SentFrame> add(Output output) {
        counts.merge(output.kind(), 1L, Long::sum);
        if (output.kind() == Kind.MAP) {
            mark(maps, output.source());
            mapsByModel.merge(output.model(), 1L, Long::sum);
            String before = lastModel.put(output.camera(), output.model());
            modelChanges += before == null || before.equals(output.model()) ? 0 : 1;
        }
        if (!output.isEnd()) {
            if (!mark(summaries, output.source())) {
                wrong.add("a second summary of " + output.source());
            }
            return Optional.empty();
        }
        if (output.kind() == Kind.DEAD_LETTER) {
            wrong.add("a dead letter of " + output.source());
        }
        if (sequences.putIfAbsent(output.source(), output.sequence()) != null) {
            doubled++;
            return Optional.empty();
        }
        putInOrder(output);
        return sent.get(output.sequence());
    }

    /** Different input offsets that came out. */
    synchronized long done() {
        return sequences.size();
    }

    /** Records of a kind. */
    synchronized long count(Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    /** Maps by the digest of the model that they say made them. */
    synchronized Map<String, Long> mapsByModel() {
        return Map.copyOf(mapsByModel);
    }

    /** How often a camera's map was of another model than the one before it. */
    synchronized long modelChanges() {
        return modelChanges;
    }

    /** Compares with what was sent; all of it must have been acknowledged. */
    synchronized Verdict verdict() {
        Map<Position, SentFrame> acknowledged = sent.acknowledged();
        sequences.forEach((position, sequence) -> {
            SentFrame frame = acknowledged.get(position);
            if (frame == null || frame.index() != sequence) {
                wrong.add("frame " + sequence + " came out as if it were at " + position);
            }
        });
        long lost = acknowledged.keySet().stream()
                .filter(position -> !sequences.containsKey(position))
                .count();
        if (!maps.equals(summaries)) {
            wrong.add("maps and summaries are of different frames");
        }
        return new Verdict(lost, doubled, disordered, wrong.count(), wrong.first());
    }

    private void putInOrder(Output output) {
        Long last = lastOffset.get(output.camera());
        if (last != null && output.source().offset() < last) {
            disordered++;
        } else {
            lastOffset.put(output.camera(), output.source().offset());
        }
    }

    private static boolean mark(Map<Integer, BitSet> marks, Position position) {
        BitSet offsets = marks.computeIfAbsent(position.partition(), partition -> new BitSet());
        int offset = Math.toIntExact(position.offset());
        boolean isNew = !offsets.get(offset);
        offsets.set(offset);
        return isNew;
    }
}
