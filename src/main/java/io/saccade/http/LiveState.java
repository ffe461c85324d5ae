package io.saccade.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.saccade.kafka.live.CameraState;
import io.saccade.kafka.live.GanStep;
import io.saccade.kafka.live.Moment;
import io.saccade.kafka.live.NoveltyPoint;
import io.saccade.kafka.live.RejectedFrame;
import io.saccade.kafka.live.ScoredBy;
import io.saccade.kafka.live.Summary;
import io.saccade.kafka.live.Wall;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The state of a wall as messages for one page: all of it at first, then what has changed. */
final class LiveState {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Wall wall;

    /** Of each camera that the page shows, the last second of novelty that it was sent. */
    private final Map<String, Long> noveltySent = new HashMap<>();

    private long momentsSent = -1;
    private long lettersSent = -1;
    private long samplesSent = -1;
    private long stepsSent = -1;

    LiveState(Wall wall) {
        this.wall = wall;
    }

    boolean isOf(Wall other) {
        return wall == other;
    }

    void show(List<String> cameras) {
        noveltySent.keySet().retainAll(Set.copyOf(cameras));
        cameras.forEach(camera -> noveltySent.putIfAbsent(camera, Long.MIN_VALUE));
    }

    /**
     * The next message.
     *
     * @param ready whether everything that is on the topics was read
     * @param trouble why nothing can be read
     */
    String next(long sequence, long nowMs, boolean ready, Optional<String> trouble) {
        ObjectNode json = JSON.createObjectNode();
        json.put("type", "state");
        json.put("seq", sequence);
        json.put("nowMs", nowMs);
        json.put("ready", ready);
        json.put("trouble", trouble.orElse(null));
        ArrayNode cameras = json.putArray("cameras");
        wall.cameras().forEach(camera -> put(cameras.addObject(), camera));
        ArrayNode models = json.putArray("models");
        for (ScoredBy model : wall.models()) {
            models.addObject().put("model", model.model()).put("provider", model.provider());
        }
        novelty(json.putObject("novelty"));
        moments(json);
        letters(json);
        gan(json);
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void put(ObjectNode json, CameraState state) {
        Summary newest = state.summary();
        json.put("camera", state.camera());
        json.put("frames", state.frames());
        json.put("superseded", state.superseded());
        json.put("rate", state.rate());
        json.put("capturedAtMs", newest.capturedAtMs());
        json.put("scoredAtMs", newest.scoredAtMs());
        json.put("latencyMs", newest.latencyMs());
        json.put("width", newest.width());
        json.put("height", newest.height());
        json.put("channels", newest.channels());
        json.put("mean", newest.mean());
        json.put("max", newest.max());
        json.put("novelty", state.novelty());
    }

    private void novelty(ObjectNode json) {
        for (Map.Entry<String, Long> sent : noveltySent.entrySet()) {
            List<NoveltyPoint> points = wall.novelty(sent.getKey(), sent.getValue());
            if (points.isEmpty()) {
                continue;
            }
            ArrayNode array = json.putArray(sent.getKey());
            points.forEach(point -> array.addArray().add(point.second()).add(point.novelty()));
            sent.setValue(points.get(points.size() - 1).second());
        }
    }

    private void moments(ObjectNode json) {
        long version = wall.momentsVersion();
        if (version == momentsSent) {
            return;
        }
        momentsSent = version;
        ArrayNode array = json.putArray("moments");
        for (Moment moment : wall.moments()) {
            array.addObject()
                    .put("id", moment.id())
                    .put("camera", moment.camera())
                    .put("beganAtMs", moment.beganAtMs())
                    .put("endedAtMs", moment.endedAtMs())
                    .put("peakAtMs", moment.peakAtMs())
                    .put("novelty", moment.novelty())
                    .put("whereX", moment.whereX())
                    .put("whereY", moment.whereY());
        }
    }

    private void letters(ObjectNode json) {
        long version = wall.lettersVersion();
        if (version == lettersSent) {
            return;
        }
        lettersSent = version;
        json.put("letterCount", version);
        ArrayNode array = json.putArray("letters");
        for (RejectedFrame letter : wall.letters()) {
            array.addObject()
                    .put("position", letter.position())
                    .put("camera", letter.camera())
                    .put("reason", letter.reason())
                    .put("detail", letter.detail())
                    .put("rejectedAtMs", letter.rejectedAtMs())
                    .put("bytes", letter.bytes())
                    .put("thumbnail", letter.thumbnail() != null);
        }
    }

    private void gan(ObjectNode json) {
        List<GanStep> steps = wall.steps(stepsSent);
        long samples = wall.samples().map(newest -> newest.step()).orElse(-1L);
        if (steps.isEmpty() && samples == samplesSent) {
            return;
        }
        ObjectNode gan = json.putObject("gan");
        gan.put("all", stepsSent < 0);
        if (samples != samplesSent) {
            samplesSent = samples;
            gan.put("samplesStep", samples);
        }
        ArrayNode array = gan.putArray("steps");
        for (GanStep step : steps) {
            array.addArray()
                    .add(step.step())
                    .add(step.likelihood())
                    .add(step.real())
                    .add(step.generated());
        }
        if (!steps.isEmpty()) {
            GanStep last = steps.get(steps.size() - 1);
            stepsSent = last.samples();
            gan.put("samples", last.samples());
            gan.put("objective", last.objective());
            gan.put("checkpoint", last.checkpoint());
        }
    }
}
