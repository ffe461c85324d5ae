package io.saccade.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Compares what was read with what was sent. A pure function of the two.
 *
 * <p>Each input offset must come out exactly once, on {@code score-maps} or {@code frames-dead-letter}, in its class, with
 * one summary for each map, in the order of its camera; the group's offset must be the end, nothing may be unfinished, and
 * a reader that was there all the time must have read the same.
 */
final class Verifier {

    private final Map<Position, SentFrame> sent = new LinkedHashMap<>();
    private final Reading reading;
    private final List<String> lost = new ArrayList<>();
    private final List<String> doubled = new ArrayList<>();
    private final List<String> disordered = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();

    private Verifier(List<SentFrame> frames, Reading reading) {
        this.reading = reading;
        for (SentFrame frame : frames) {
            if (sent.put(frame.at(), frame) != null) {
                wrong.add("two frames were acknowledged at " + frame.at());
            }
        }
    }

    /** The verdict on a run. */
    static Verdict verify(List<SentFrame> sent, Reading reading) {
        return new Verifier(sent, reading).verdict();
    }

    private Verdict verdict() {
        requireEachOnce();
        requireOneSummaryForEachMap();
        requireClasses(reading.maps());
        requireClasses(reading.letters());
        requireOrder("score-maps", reading.maps());
        requireOrder("frames-dead-letter", reading.letters());
        requireOrder("score-summaries", reading.summaries());
        requireSameLive();
        requireOffsetsAtTheEnd();
        wrong.addAll(reading.unfinished());
        List<String> findings = new ArrayList<>();
        lost.forEach(line -> findings.add("lost: " + line));
        doubled.forEach(line -> findings.add("doubled: " + line));
        disordered.forEach(line -> findings.add("disordered: " + line));
        wrong.forEach(line -> findings.add("wrong: " + line));
        return new Verdict(lost.size(), doubled.size(), disordered.size(), wrong.size(), findings);
    }

    private void requireEachOnce() {
        Map<Position, Integer> seen = new HashMap<>();
        for (List<ReadRecord> records : List.of(reading.maps(), reading.letters())) {
            for (ReadRecord record : records) {
                if (!sent.containsKey(record.source())) {
                    wrong.add("a record says that it came of frame " + record.source() + ", which was never sent");
                } else if (seen.merge(record.source(), 1, Integer::sum) > 1) {
                    doubled.add(frame(record) + " came out again at " + record.at() + " as " + record.outcome());
                }
            }
        }
        for (SentFrame frame : sent.values()) {
            if (!seen.containsKey(frame.at())) {
                lost.add("frame " + frame.at() + " of " + frame.camera() + ", expected as " + frame.expected());
            }
        }
    }

    private void requireOneSummaryForEachMap() {
        Map<Position, Integer> summaries = occurrences(reading.summaries());
        Map<Position, Integer> maps = occurrences(reading.maps());
        Set<Position> all = new HashSet<>(maps.keySet());
        all.addAll(summaries.keySet());
        for (Position source : all) {
            int ofMaps = maps.getOrDefault(source, 0);
            int ofSummaries = summaries.getOrDefault(source, 0);
            if (ofMaps != ofSummaries) {
                wrong.add("frame " + source + " has " + ofMaps + " maps and " + ofSummaries + " summaries");
            }
        }
    }

    private static Map<Position, Integer> occurrences(List<ReadRecord> records) {
        return records.stream().collect(Collectors.toMap(ReadRecord::source, record -> 1, Integer::sum));
    }

    private void requireClasses(List<ReadRecord> records) {
        for (ReadRecord record : records) {
            SentFrame frame = sent.get(record.source());
            if (frame == null) {
                continue;
            }
            if (!frame.expected().equals(record.outcome())) {
                wrong.add(frame(record) + " came out as " + record.outcome() + ", expected " + frame.expected());
            }
            if (!frame.camera().equals(record.camera())) {
                wrong.add(frame(record) + " came out with another camera, expected " + frame.camera());
            }
            boolean scored = record.outcome().equals(FrameMix.SCORED);
            if (scored && !frame.sha256().equals(record.sha256())) {
                wrong.add(frame(record) + " came out with sha256 " + record.sha256() + ", expected " + frame.sha256());
            }
        }
    }

    /** What came out twice is counted as doubled; here only its first occurrence matters. */
    private void requireOrder(String topic, List<ReadRecord> records) {
        record Stream(int partition, String camera) {}
        Map<Stream, Long> latest = new HashMap<>();
        Set<Position> seen = new HashSet<>();
        for (ReadRecord record : records) {
            if (!seen.add(record.source())) {
                continue;
            }
            long offset = record.source().offset();
            Long before = latest.put(new Stream(record.at().partition(), record.camera()), offset);
            if (before != null && before > offset) {
                disordered.add(frame(record) + " comes after frame "
                        + record.source().partition() + "/" + before + " on " + topic);
            }
        }
    }

    private void requireSameLive() {
        Map<Integer, List<String>> live = byPartition(reading.mapsReadLive());
        Map<Integer, List<String>> after = byPartition(reading.maps());
        Set<Integer> partitions = new HashSet<>(live.keySet());
        partitions.addAll(after.keySet());
        for (int partition : partitions) {
            List<String> then = live.getOrDefault(partition, List.of());
            List<String> now = after.getOrDefault(partition, List.of());
            if (!then.equals(now)) {
                wrong.add("a reader during the run saw another list on score-maps/" + partition + ": "
                        + difference(then, now));
            }
        }
    }

    private static Map<Integer, List<String>> byPartition(List<ReadRecord> records) {
        return records.stream()
                .collect(Collectors.groupingBy(
                        record -> record.at().partition(),
                        Collectors.mapping(record -> record.at() + " of " + record.source(), Collectors.toList())));
    }

    private static String difference(List<String> then, List<String> now) {
        int i = 0;
        while (i < then.size() && i < now.size() && then.get(i).equals(now.get(i))) {
            i++;
        }
        return (i < then.size() ? then.get(i) : "its end") + " where the topic has "
                + (i < now.size() ? now.get(i) : "its end");
    }

    private void requireOffsetsAtTheEnd() {
        Map<Integer, Long> acknowledged =
                sent.keySet().stream().collect(Collectors.toMap(Position::partition, at -> at.offset() + 1, Math::max));
        if (!reading.ends().equals(acknowledged)) {
            wrong.add("frames ends at " + reading.ends() + ", the sender's record at " + acknowledged);
        }
        if (!reading.committed().equals(reading.ends())) {
            wrong.add("the group has committed " + reading.committed() + ", frames ends at " + reading.ends());
        }
    }

    private static String frame(ReadRecord record) {
        return "frame " + record.source() + " of " + record.camera();
    }
}
