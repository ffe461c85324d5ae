package io.saccade.api;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.saccade.broker.EmbeddedKafka;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** A broker whose topic of dead letters takes so little that they must leave out what is too large. */
public final class TightBroker implements QuarkusTestResourceLifecycleManager {

    static final int MOST_BYTES = 4096;

    private EmbeddedKafka kafka;

    @Override
    public Map<String, String> start() {
        kafka = EmbeddedKafka.start();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            NewTopic deadLetters = new NewTopic("frames-dead-letter", Optional.of(4), Optional.empty())
                    .configs(Map.of("max.message.bytes", String.valueOf(MOST_BYTES)));
            admin.createTopics(Set.of(deadLetters)).all().get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return Map.of("kafka.bootstrap.servers", kafka.bootstrapServers());
    }

    @Override
    public void stop() {
        kafka.close();
    }
}
