package io.saccade.encode;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.saccade.frame.Frame;
import io.saccade.frame.ModelIdentity;
import java.time.Instant;
import java.util.List;

/**
 * The record of one frame on {@code score-summaries}: everything a dashboard plots, identity included, as flat JSON.
 *
 * @param scoredAt when the map was ready
 * @param width of the map before pooling
 * @param height of the map before pooling
 * @param outputChannels oC
 * @param channels statistics of the first {@value #MAX_CHANNELS} output channels
 */
public record ScoreSummary(
        Frame frame,
        ModelIdentity model,
        Instant scoredAt,
        int width,
        int height,
        int outputChannels,
        List<ChannelStatistics> channels,
        StageTimes times) {

    /**
     * Channels that fit: six fields each beside twenty others stay under 60, past which Grafana's Kafka data source
     * drops fields.
     */
    public static final int MAX_CHANNELS = 6;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double THOUSANDTHS = 1e3;

    public ScoreSummary {
        channels = channels.stream().limit(MAX_CHANNELS).toList();
    }

    /** Flat JSON of fewer than 60 fields, no arrays, no nesting, UTF-8. */
    public byte[] toJson() {
        ObjectNode json = JSON.createObjectNode();
        json.put("camera", frame.camera());
        json.put("sequence", frame.sequence());
        json.put("frameId", frame.id());
        json.put("capturedAtMs", frame.capturedAt().toEpochMilli());
        json.put("scoredAtMs", scoredAt.toEpochMilli());
        json.put("sourceTopic", frame.source().topic());
        json.put("sourcePartition", frame.source().partition());
        json.put("sourceOffset", frame.source().offset());
        json.put("width", width);
        json.put("height", height);
        json.put("channels", outputChannels);
        for (int i = 0; i < channels.size(); i++) {
            put(json, "c" + i, channels.get(i));
        }
        json.put("channelsOmitted", outputChannels - channels.size());
        json.put("queuedMs", rounded(times.queued()));
        json.put("decodeMs", rounded(times.decode()));
        json.put("attentionMs", rounded(times.attention()));
        json.put("encodeMs", rounded(times.encode()));
        json.put("totalMs", rounded(times.total()));
        json.put("model", model.digest());
        json.put("provider", model.provider());
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void put(ObjectNode json, String prefix, ChannelStatistics channel) {
        json.put(prefix + "_min", channel.min());
        json.put(prefix + "_mean", channel.mean());
        json.put(prefix + "_p99", channel.p99());
        json.put(prefix + "_max", channel.max());
        json.put(prefix + "_argmax_x", channel.argmaxX());
        json.put(prefix + "_argmax_y", channel.argmaxY());
    }

    private static double rounded(double milliseconds) {
        return Math.round(milliseconds * THOUSANDTHS) / THOUSANDTHS;
    }
}
