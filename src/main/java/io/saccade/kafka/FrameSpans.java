package io.saccade.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.saccade.encode.StageTimes;
import io.saccade.scoring.Outcome;
import io.saccade.scoring.Outcome.Rejected;
import io.saccade.scoring.Outcome.Scored;
import io.saccade.scoring.Outcome.Superseded;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Spans by OpenTelemetry, named as its conventions for messaging have it:
 *
 * <pre>
 * (the camera's span)
 * └─ frames process              from the lanes to the commit
 *    ├─ decode, attention, encode
 *    ├─ score-maps publish       the map's traceparent names this one
 *    └─ score-summaries publish, score-previews publish
 * </pre>
 *
 * A frame whose {@code traceparent} is absent or malformed begins a trace of its own (W3C Trace Context, 4.3). A dead letter keeps the
 * headers of its frame, {@code traceparent} included.
 */
final class FrameSpans implements Tracing {

    private static final TextMapPropagator W3C = W3CTraceContextPropagator.getInstance();
    private static final TextMapGetter<Headers> READ = new Getter();
    private static final long NANOS_PER_MS = 1_000_000;

    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
    private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("messaging.operation.name");
    private static final AttributeKey<String> OPERATION_TYPE = AttributeKey.stringKey("messaging.operation.type");
    private static final AttributeKey<String> DESTINATION = AttributeKey.stringKey("messaging.destination.name");
    private static final AttributeKey<String> PARTITION = AttributeKey.stringKey("messaging.destination.partition.id");
    private static final AttributeKey<Long> OFFSET = AttributeKey.longKey("messaging.kafka.offset");
    private static final AttributeKey<String> GROUP = AttributeKey.stringKey("messaging.consumer.group.name");
    private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
    private static final AttributeKey<String> CAMERA = AttributeKey.stringKey("saccade.camera");
    private static final AttributeKey<String> FRAME_ID = AttributeKey.stringKey("saccade.frame_id");
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("saccade.outcome");
    private static final AttributeKey<String> MODEL = AttributeKey.stringKey("saccade.model");
    private static final AttributeKey<String> PROVIDER = AttributeKey.stringKey("saccade.provider");
    private static final AttributeKey<Double> QUEUED_MS = AttributeKey.doubleKey("saccade.queued_ms");
    private static final AttributeKey<String> FRESHNESS = AttributeKey.stringKey("saccade.freshness");

    private final Tracer tracer;
    private final String group;
    private final Clock clock;

    /** @param group that reads the frames */
    FrameSpans(OpenTelemetry telemetry, String group, Clock clock) {
        this.tracer = telemetry.getTracer("io.saccade");
        this.group = group;
        this.clock = clock;
    }

    @Override
    public Attempt begin(
            ConsumerRecord<byte[], byte[]> frame,
            Outcome outcome,
            Instant begun,
            List<ProducerRecord<byte[], byte[]>> records) {
        Context camera = W3C.extract(Context.root(), frame.headers(), READ);
        Span process = messaging(frame.topic(), "process", SpanKind.CONSUMER, camera, begun)
                .setAttribute(OPERATION_TYPE, "process")
                .setAttribute(PARTITION, String.valueOf(frame.partition()))
                .setAttribute(OFFSET, frame.offset())
                .setAttribute(GROUP, group)
                .setAttribute(CAMERA, outcome.frame().camera())
                .setAttribute(FRAME_ID, outcome.frame().id())
                .startSpan();
        Context parent = camera.with(process);
        List<Span> published = records.stream()
                .map(record -> publish(record, parent, outcome instanceof Rejected))
                .toList();
        return committed -> end(outcome, process, parent, published, committed);
    }

    private Span publish(ProducerRecord<byte[], byte[]> record, Context parent, boolean asItCame) {
        SpanBuilder builder = messaging(record.topic(), "publish", SpanKind.PRODUCER, parent, clock.instant())
                .setAttribute(OPERATION_TYPE, "send");
        if (record.partition() != null) {
            builder.setAttribute(PARTITION, String.valueOf(record.partition()));
        }
        Span span = builder.startSpan();
        if (!asItCame) {
            W3C.fields().forEach(record.headers()::remove);
            W3C.inject(parent.with(span), record.headers(), FrameSpans::write);
        }
        return span;
    }

    private SpanBuilder messaging(String topic, String operation, SpanKind kind, Context parent, Instant start) {
        return tracer.spanBuilder(topic + " " + operation)
                .setParent(parent)
                .setSpanKind(kind)
                .setStartTimestamp(start)
                .setAttribute(SYSTEM, "kafka")
                .setAttribute(OPERATION, operation)
                .setAttribute(DESTINATION, topic);
    }

    private void end(Outcome outcome, Span process, Context parent, List<Span> published, boolean committed) {
        if (process.isRecording()) {
            String kind = outcome.fold(
                    scored -> tell(process, parent, scored),
                    rejected -> tell(process, rejected),
                    superseded -> tell(process, superseded));
            process.setAttribute(OUTCOME, kind);
        }
        Instant now = clock.instant();
        for (Span span : published) {
            end(span, committed, now);
        }
        end(process, committed, now);
    }

    private static void end(Span span, boolean committed, Instant now) {
        if (!committed) {
            span.setStatus(StatusCode.ERROR, "aborted, again");
            span.setAttribute(ERROR_TYPE, "aborted");
        }
        span.end(now);
    }

    private String tell(Span process, Context parent, Scored scored) {
        StageTimes times = scored.summary().times();
        process.setAttribute(MODEL, scored.summary().model().digest())
                .setAttribute(PROVIDER, scored.summary().model().provider())
                .setAttribute(QUEUED_MS, times.queued());
        Instant encoded = scored.summary().scoredAt();
        Instant attended = before(encoded, times.encode());
        Instant decoded = before(attended, times.attention());
        stage("decode", parent, before(decoded, times.decode()), decoded);
        stage("attention", parent, decoded, attended);
        stage("encode", parent, attended, encoded);
        return "scored";
    }

    private static String tell(Span process, Rejected rejected) {
        String reason = rejected.rejection().reason().wireName();
        process.setStatus(StatusCode.ERROR, reason + ": " + rejected.rejection().detail());
        process.setAttribute(ERROR_TYPE, reason);
        return "rejected";
    }

    private static String tell(Span process, Superseded superseded) {
        process.setAttribute(FRESHNESS, superseded.freshness().toString());
        return "superseded";
    }

    private void stage(String name, Context parent, Instant from, Instant to) {
        tracer.spanBuilder(name)
                .setParent(parent)
                .setStartTimestamp(from)
                .startSpan()
                .end(to);
    }

    private static Instant before(Instant end, double milliseconds) {
        return end.minusNanos((long) (milliseconds * NANOS_PER_MS));
    }

    private static void write(@Nullable Headers headers, String name, String value) {
        if (headers != null) {
            headers.add(name, value.getBytes(UTF_8));
        }
    }

    private static final class Getter implements TextMapGetter<Headers> {
        @Override
        public Iterable<String> keys(Headers headers) {
            return StreamSupport.stream(headers.spliterator(), false)
                    .map(Header::key)
                    .toList();
        }

        @Override
        public @Nullable String get(@Nullable Headers headers, String name) {
            Header last = headers == null ? null : headers.lastHeader(name);
            return last == null || last.value() == null ? null : new String(last.value(), UTF_8);
        }
    }
}
