package io.saccade.ledger;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;

/** The topics of a run and their partitions. */
final class FrameTopics {

    static final String FRAMES = "frames";
    static final String MAPS = "score-maps";
    static final String SUMMARIES = "score-summaries";
    static final String LETTERS = "frames-dead-letter";
    static final List<String> OUTPUTS = List.of(MAPS, SUMMARIES, LETTERS);
    static final List<String> ALL = List.of(FRAMES, MAPS, SUMMARIES, LETTERS, "score-previews");

    private FrameTopics() {}

    static List<TopicPartition> partitions(String topic) {
        return IntStream.range(0, FrameMix.PARTITIONS)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
    }
}
