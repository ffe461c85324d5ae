package io.saccade.ledger;

import java.util.List;
import java.util.Map;

/**
 * All that is known of the cluster when the run is over.
 *
 * @param maps records of {@code score-maps}, read committed, each partition in its order
 * @param letters records of {@code frames-dead-letter}, likewise
 * @param summaries records of {@code score-summaries}, likewise
 * @param mapsReadLive records of {@code score-maps} as a reader saw them while the faults happened
 * @param committed the group's offset in each partition of {@code frames}
 * @param ends the end offset of each partition of {@code frames}
 * @param unfinished transactions and partitions that are not finished, in words
 */
record Reading(
        List<ReadRecord> maps,
        List<ReadRecord> letters,
        List<ReadRecord> summaries,
        List<ReadRecord> mapsReadLive,
        Map<Integer, Long> committed,
        Map<Integer, Long> ends,
        List<String> unfinished) {

    Reading withMaps(List<ReadRecord> others) {
        return new Reading(others, letters, summaries, mapsReadLive, committed, ends, unfinished);
    }

    Reading withLetters(List<ReadRecord> others) {
        return new Reading(maps, others, summaries, mapsReadLive, committed, ends, unfinished);
    }

    Reading withSummaries(List<ReadRecord> others) {
        return new Reading(maps, letters, others, mapsReadLive, committed, ends, unfinished);
    }

    Reading withMapsReadLive(List<ReadRecord> others) {
        return new Reading(maps, letters, summaries, others, committed, ends, unfinished);
    }

    Reading withCommitted(Map<Integer, Long> others) {
        return new Reading(maps, letters, summaries, mapsReadLive, others, ends, unfinished);
    }

    Reading withUnfinished(List<String> others) {
        return new Reading(maps, letters, summaries, mapsReadLive, committed, ends, others);
    }
}
