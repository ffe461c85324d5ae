package io.saccade.kafka.training;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Gives every partition to one member of the group and none to the others: weights can't be shared out as partitions can.
 * Who has them keeps them for as long as it lives; then the next one takes over from the last checkpoint.
 */
public final class OneMemberAssignor implements ConsumerPartitionAssignor {

    private static final byte HAS_THEM = 1;

    private boolean hasThem;

    @Override
    public String name() {
        return "saccade-one-member";
    }

    @Override
    public ByteBuffer subscriptionUserData(Set<String> topics) {
        return ByteBuffer.wrap(new byte[] {hasThem ? HAS_THEM : 0});
    }

    @Override
    public void onAssignment(@Nullable Assignment assignment, ConsumerGroupMetadata metadata) {
        hasThem = assignment != null && !assignment.partitions().isEmpty();
    }

    @Override
    public GroupAssignment assign(Cluster cluster, GroupSubscription group) {
        Map<String, Subscription> members = group.groupSubscription();
        String chosen = members.keySet().stream()
                .min(Comparator.comparing((String member) -> !hasThem(members.get(member)))
                        .thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
        Map<String, Assignment> assignments = new HashMap<>();
        members.forEach((member, subscription) -> assignments.put(
                member, new Assignment(member.equals(chosen) ? partitions(cluster, subscription) : List.of())));
        return new GroupAssignment(assignments);
    }

    private static boolean hasThem(@Nullable Subscription member) {
        ByteBuffer data = member == null ? null : member.userData();
        return data != null && data.hasRemaining() && data.get(data.position()) == HAS_THEM;
    }

    private static List<TopicPartition> partitions(Cluster cluster, Subscription subscription) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : new TreeSet<>(subscription.topics())) {
            cluster.partitionsForTopic(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .sorted(Comparator.comparingInt(TopicPartition::partition))
                    .forEach(partitions::add);
        }
        return partitions;
    }
}
