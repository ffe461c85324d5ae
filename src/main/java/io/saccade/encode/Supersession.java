package io.saccade.encode;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.saccade.frame.Frame;

/**
 * The entry on {@code score-summaries} of a frame that newer ones superseded, so that every frame is accounted for.
 *
 * @param freshness the rule that the frame fell to, as {@code latest} or {@code max-age=2000ms}
 */
public record Supersession(Frame frame, String freshness) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Flat JSON: the identity as in a {@link ScoreSummary}, and {@code superseded} with the rule; UTF-8. */
    public byte[] toJson() {
        ObjectNode json = JSON.createObjectNode();
        json.put("camera", frame.camera());
        json.put("sequence", frame.sequence());
        json.put("frameId", frame.id());
        json.put("capturedAtMs", frame.capturedAt().toEpochMilli());
        json.put("sourceTopic", frame.source().topic());
        json.put("sourcePartition", frame.source().partition());
        json.put("sourceOffset", frame.source().offset());
        json.put("superseded", freshness);
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
