package io.saccade.kafka.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.saccade.frame.Frame;
import io.saccade.frame.Rejection;
import io.saccade.gan.Checkpoint;
import io.saccade.gan.Novelty;
import io.saccade.gan.TrainingStep;
import io.saccade.gan.net.Volume;
import io.saccade.gan.step.Game;
import io.saccade.kafka.GanTopics;
import io.saccade.kafka.Headers;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Writes what comes of training as records: flat JSON, PNG and safetensors, as the wire contract has it. */
final class TrainingRecords {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TYPE = "io.saccade.gan.";
    private static final int SHORT = 12;
    private static final double HALF = 0.5;

    private final GanTopics topics;
    private final String trainer;
    private final String objective;
    private final Volume sample;

    TrainingRecords(GanTopics topics, String trainer, Game game) {
        this.topics = topics;
        this.trainer = trainer;
        this.objective = game.objective().settingName();
        this.sample = game.sample();
    }

    /**
     * How novel a sample is.
     *
     * @param index of the sample in its record
     */
    ProducerRecord<byte[], byte[]> novelty(
            ConsumerRecord<byte[], byte[]> source, Frame frame, int index, Novelty novelty) {
        ObjectNode json = identity(frame, index);
        json.put("discriminator", finite(novelty.discriminator()));
        json.put("novelty", novelty.novelty());
        json.put("strangeness", novelty.strangeness());
        if (!sample.isFlat()) {
            int row = novelty.where() / sample.width();
            int column = novelty.where() % sample.width();
            json.put("whereX", (column + HALF) / sample.width());
            json.put("whereY", (row + HALF) / sample.height());
        }
        json.put("step", novelty.step());
        return of(source, bytes(json), "novelty.v1", frame.id() + "/" + trainer + "/" + index);
    }

    /** That a record had no sample in it. */
    ProducerRecord<byte[], byte[]> rejected(ConsumerRecord<byte[], byte[]> source, Frame frame, Rejection rejection) {
        ObjectNode json = identity(frame, 0);
        json.put("rejected", rejection.reason().wireName());
        json.put("detail", rejection.detail());
        return of(source, bytes(json), "rejected.v1", frame.id() + "/" + trainer + "/0");
    }

    /** A record of one frame, which carries on the frame's trace context. */
    private ProducerRecord<byte[], byte[]> of(
            ConsumerRecord<byte[], byte[]> source, byte[] value, String type, String id) {
        ProducerRecord<byte[], byte[]> record = record(topics.novelty(), source.key(), value, type, id);
        Headers.copyTraceContext(source, record.headers());
        return record;
    }

    private ObjectNode identity(Frame frame, int index) {
        ObjectNode json = JSON.createObjectNode();
        json.put("camera", frame.camera());
        json.put("frameId", frame.id());
        json.put("index", index);
        json.put("capturedAtMs", frame.capturedAt().toEpochMilli());
        json.put("sourceTopic", frame.source().topic());
        json.put("sourcePartition", frame.source().partition());
        json.put("sourceOffset", frame.source().offset());
        json.put("trainer", trainer);
        return json;
    }

    /**
     * What a step tells of itself.
     *
     * @param checkpoint digest of the checkpoint that is committed with it
     */
    ProducerRecord<byte[], byte[]> metrics(TrainingStep step, String checkpoint) {
        ObjectNode json = JSON.createObjectNode();
        json.put("trainer", trainer);
        json.put("step", step.progress().steps());
        json.put("minibatch", step.progress().minibatches());
        json.put("samples", step.progress().samples());
        json.put("taken", step.taken());
        json.put("skipped", step.progress().skipped());
        json.put("stopped", step.progress().stopped());
        json.put("objective", objective);
        json.put("likelihood", finite(step.metrics().likelihood()));
        json.put("discriminatorReal", finite(step.metrics().discriminatorReal()));
        json.put("discriminatorFake", finite(step.metrics().discriminatorGenerated()));
        json.put("discriminatorGradientNorm", finite(step.metrics().discriminatorGradient()));
        json.put("generatorGradientNorm", finite(step.metrics().generatorGradient()));
        json.put("weightNorm", finite(step.metrics().weightNorm()));
        json.put("clippedShare", finite(step.metrics().clipped()));
        json.put("discriminatorRate", step.discriminatorRate());
        json.put("generatorRate", step.generatorRate());
        json.put("checkpoint", shortened(checkpoint));
        return record(
                topics.metrics(),
                trainer.getBytes(UTF_8),
                bytes(json),
                "step.v1",
                trainer + "/" + step.progress().minibatches());
    }

    /** A picture of generated samples. */
    ProducerRecord<byte[], byte[]> samples(byte[] png, long step, int count) {
        ProducerRecord<byte[], byte[]> record =
                record(topics.samples(), trainer.getBytes(UTF_8), png, "samples.v1", trainer + "/" + step);
        record.headers().remove(Headers.CONTENT_TYPE).add(Headers.CONTENT_TYPE, "image/png".getBytes(UTF_8));
        header(record, "saccade-step", Long.toString(step));
        header(record, "saccade-samples", Integer.toString(count));
        return record;
    }

    /** Everything that the trainer is. */
    ProducerRecord<byte[], byte[]> checkpoint(Checkpoint checkpoint, String digest) {
        String id = trainer + "/" + checkpoint.progress().samples();
        ProducerRecord<byte[], byte[]> record = record(
                topics.checkpoints(),
                trainer.getBytes(UTF_8),
                checkpoint.toFile().toBytes(),
                "checkpoint.v1",
                id);
        record.headers()
                .remove(Headers.CONTENT_TYPE)
                .add(Headers.CONTENT_TYPE, "application/x-safetensors".getBytes(UTF_8));
        header(record, "saccade-step", Long.toString(checkpoint.progress().steps()));
        header(record, Headers.MODEL, digest);
        return record;
    }

    private static String shortened(String digest) {
        return digest.substring(0, SHORT);
    }

    private ProducerRecord<byte[], byte[]> record(
            String topic, byte @Nullable [] key, byte[] value, String type, String id) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, null, null, key, value, new RecordHeaders());
        header(record, Headers.CONTENT_TYPE, "application/json");
        header(record, Headers.CE_SPEC_VERSION, "1.0");
        header(record, Headers.CE_ID, id);
        header(record, Headers.CE_SOURCE, "/trainers/" + trainer);
        header(record, Headers.CE_TYPE, TYPE + type);
        return record;
    }

    private static void header(ProducerRecord<byte[], byte[]> record, String name, String value) {
        record.headers().add(name, value.getBytes(UTF_8));
    }

    /** JSON has no word for what is not a number. */
    private static @Nullable Double finite(double number) {
        return Double.isFinite(number) ? number : null;
    }

    private static byte[] bytes(ObjectNode json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
