package io.saccade.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/**
 * A fault put into a reading that had none, to see that the verifier notices.
 *
 * @param what was done, in words
 * @param reading with the fault in it
 * @param counter the number of a verdict that must tell of it
 */
record PlantedFault(String what, Reading reading, ToIntFunction<Verdict> counter) {

    /** Faults of every kind in a reading that has at least two maps of a camera and one dead letter. */
    static List<PlantedFault> in(Reading clean) {
        List<ReadRecord> maps = clean.maps();
        int middle = maps.size() / 2;
        int next = nextOfSameCamera(maps, middle);
        int letter = clean.letters().size() / 2;
        Map<Integer, Long> behind = new TreeMap<>(clean.committed());
        behind.replaceAll((partition, offset) -> offset - 1);
        return List.of(
                new PlantedFault("a map dropped", clean.withMaps(without(maps, middle)), Verdict::lost),
                new PlantedFault(
                        "a dead letter dropped", clean.withLetters(without(clean.letters(), letter)), Verdict::lost),
                new PlantedFault(
                        "a map doubled",
                        clean.withMaps(changed(maps, list -> list.add(middle, list.get(middle)))),
                        Verdict::doubled),
                new PlantedFault(
                        "a map and a dead letter of one frame",
                        clean.withLetters(changed(
                                clean.letters(),
                                list -> list.add(maps.get(middle).withOutcome("undecodable")))),
                        Verdict::doubled),
                new PlantedFault(
                        "two maps swapped",
                        clean.withMaps(changed(maps, list -> {
                            list.set(middle, maps.get(next));
                            list.set(next, maps.get(middle));
                        })),
                        Verdict::disordered),
                new PlantedFault(
                        "a reason altered",
                        clean.withLetters(changed(
                                clean.letters(),
                                list -> list.set(letter, list.get(letter).withOutcome("decode-timeout")))),
                        Verdict::wrong),
                new PlantedFault(
                        "a digest altered",
                        clean.withMaps(changed(maps, list -> list.set(middle, withoutDigest(list.get(middle))))),
                        Verdict::wrong),
                new PlantedFault(
                        "a summary dropped",
                        clean.withSummaries(
                                without(clean.summaries(), clean.summaries().size() / 2)),
                        Verdict::wrong),
                new PlantedFault(
                        "a map that a reader during the run did not see",
                        clean.withMapsReadLive(without(clean.mapsReadLive(), middle)),
                        Verdict::wrong),
                new PlantedFault("the group a frame behind", clean.withCommitted(behind), Verdict::wrong),
                new PlantedFault(
                        "a transaction left open", clean.withUnfinished(List.of("a transaction")), Verdict::wrong));
    }

    /** Whether the verifier notices. */
    boolean isFound(List<SentFrame> sent) {
        return counter.applyAsInt(Verifier.verify(sent, reading)) > 0;
    }

    private static int nextOfSameCamera(List<ReadRecord> records, int index) {
        int next = index + 1;
        while (!records.get(next).camera().equals(records.get(index).camera())) {
            next++;
        }
        return next;
    }

    private static ReadRecord withoutDigest(ReadRecord record) {
        return new ReadRecord(record.at(), record.source(), record.camera(), record.outcome(), "");
    }

    private static List<ReadRecord> without(List<ReadRecord> records, int index) {
        return changed(records, list -> list.remove(index));
    }

    private static List<ReadRecord> changed(List<ReadRecord> records, Consumer<List<ReadRecord>> change) {
        List<ReadRecord> changed = new ArrayList<>(records);
        change.accept(changed);
        return changed;
    }
}
