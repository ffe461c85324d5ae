package io.saccade.kafka;

import io.opentelemetry.api.OpenTelemetry;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.saccade.config.Role;
import io.saccade.config.SaccadeConfig;
import io.saccade.kafka.FrameStream.Parts;
import io.saccade.scoring.ScoringListener;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.MultiEmitter;
import io.smallrye.reactive.messaging.connector.InboundConnector;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The SmallRye Reactive Messaging connector of the channel {@code frames}: hands on batches of a {@link FrameStream}, which
 * commits what comes of them.
 *
 * <p>It stands in for {@code smallrye-kafka} because exactly-once needs what that one hides: it polls ahead on a thread of
 * its own, so that after a failure nobody can tell a batch that was polled before the way back from one after it, and a
 * commit that fails in a rebalance is reported as success while the next one skips its frames.
 */
@ApplicationScoped
@Connector(FramesConnector.NAME)
public class FramesConnector implements InboundConnector {

    static final String NAME = "saccade-frames";

    private static final Logger LOG = Logger.getLogger(FramesConnector.class);
    private static final long STOP_SECONDS = 15;

    private final StreamRunner runner;
    private final Thread thread;
    private final boolean scores;
    private volatile @Nullable MultiEmitter<? super Message<PolledBatch>> channel;

    FramesConnector(
            SaccadeConfig config,
            KafkaTopics topics,
            KafkaClients clients,
            StreamStatus status,
            OpenTelemetry telemetry,
            @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean tracingOff,
            @All List<ScoringListener> listeners) {
        OutcomeRecords records = new OutcomeRecords(topics, new DeadLetters(topics, Clock.systemUTC()));
        Parts parts = new Parts(
                this::work,
                records,
                tracingOff ? Tracing.OFF : new FrameSpans(telemetry, config.groupId(), Clock.systemUTC()),
                config.freshness().policy(),
                outcomes -> listeners.forEach(listener -> listener.onCommitted(outcomes)),
                status,
                config.batchFrames(),
                config.transaction().interval(),
                config.transaction().timeout().dividedBy(2),
                Clock.systemUTC());
        Publisher publisher = clients.publisher();
        this.runner = new StreamRunner(
                "stream",
                topics,
                topics.names().frames(),
                clients::consumer,
                publisher,
                consumer -> new FrameStream(consumer, publisher, parts),
                status,
                Refusals.ofScoring(config, clients.transactionalId()));
        this.thread = new Thread(runner, "frames");
        thread.setDaemon(true);
        scores = config.roles().contains(Role.SCORE);
        if (!scores) {
            status.enter(StreamStatus.Stage.STOPPED);
            LOG.info("stream: saccade.roles has no score, frames are not scored");
            return;
        }
        LOG.infof(
                "stream: %s, group %s (%s) as %s",
                wireName(config.delivery()),
                config.groupId(),
                wireName(config.groupProtocol()),
                clients.transactionalId());
    }

    private static String wireName(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The batches of the channel {@code frames}; there is one such channel. */
    @Override
    public Flow.Publisher<? extends Message<?>> getPublisher(Config settings) {
        return Multi.createFrom().<Message<PolledBatch>>emitter(emitter -> {
            channel = emitter;
            if (scores) {
                thread.start();
            }
        });
    }

    private BatchInWork work(PolledBatch batch) {
        MultiEmitter<? super Message<PolledBatch>> open = channel;
        if (open == null) {
            throw new IllegalStateException("the channel 'frames' is not open");
        }
        open.emit(Message.of(batch));
        return batch.answered();
    }

    /** Finishes what is in work before the rest of the service is taken down. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        runner.stop();
        thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
    }
}
