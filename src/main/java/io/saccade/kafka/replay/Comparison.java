package io.saccade.kafka.replay;

import io.saccade.encode.ScoreMapDifference;
import io.saccade.frame.Digests;
import io.saccade.frame.ModelIdentity;
import io.saccade.frame.Reason;
import io.saccade.frame.Rejection;
import io.saccade.kafka.Headers;
import io.saccade.scoring.Outcome;
import io.saccade.scoring.Outcome.Rejected;
import io.saccade.scoring.Outcome.Scored;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Compares what was published for a frame with what comes out now; a difference is told in one line. */
final class Comparison {

    /** Reasons that depend on the hour, the machine's load or a topic's limit, and need not come again. */
    private static final Set<String> PASSING =
            Set.of(Reason.EXPIRED.wireName(), Reason.DECODE_TIMEOUT.wireName(), Reason.SCORE_MAP_TOO_LARGE.wireName());

    private Comparison() {}

    /** How a map differs from the outcome. */
    static Optional<String> ofMap(
            ConsumerRecord<byte[], byte[]> frame,
            ConsumerRecord<byte[], byte[]> map,
            Outcome now,
            ModelIdentity model) {
        String digest = Digests.sha256(Objects.requireNonNullElse(frame.value(), new byte[0]));
        String said = Headers.text(map, Headers.FRAME_SHA256);
        if (!digest.equals(said)) {
            return Optional.of("the map is of a frame with SHA-256 " + said + ", the frame's is " + digest);
        }
        if (now instanceof Rejected rejected) {
            return Optional.of("it was scored, but is rejected now: " + text(rejected.rejection()));
        }
        byte[] published = Objects.requireNonNullElse(map.value(), new byte[0]);
        return ScoreMapDifference.between(published, ((Scored) now).scoreMap())
                .map(difference -> difference + otherRuntime(Headers.text(map, Headers.RUNTIME), model));
    }

    /** How a dead letter differs from the outcome, which is only asked for if the letter's reason must come again. */
    static Optional<String> ofLetter(
            ConsumerRecord<byte[], byte[]> frame, ConsumerRecord<byte[], byte[]> letter, Supplier<Outcome> now) {
        if (!isCopy(frame.value(), letter)) {
            return Optional.of("the dead letter's value is not the frame's");
        }
        String reason = Objects.requireNonNullElse(Headers.text(letter, Headers.REASON), "");
        if (PASSING.contains(reason)) {
            return Optional.empty();
        }
        if (now.get() instanceof Rejected rejected) {
            return rejected.rejection().reason().wireName().equals(reason)
                    ? Optional.empty()
                    : Optional.of("it was rejected as " + reason + ", but now: " + text(rejected.rejection()));
        }
        return Optional.of("it was rejected as " + reason + ", but is scored now; the dead letter says: "
                + Headers.text(letter, Headers.DETAIL));
    }

    private static boolean isCopy(byte @Nullable [] value, ConsumerRecord<byte[], byte[]> letter) {
        String digest = Headers.text(letter, Headers.VALUE_SHA256);
        return digest == null
                ? Arrays.equals(value, letter.value())
                : value != null && digest.equals(Digests.sha256(value));
    }

    private static String otherRuntime(@Nullable String runtime, ModelIdentity model) {
        return model.runtime().equals(runtime)
                ? ""
                : "; the map was made by ONNX Runtime " + runtime + ", this is " + model.runtime();
    }

    private static String text(Rejection rejection) {
        return rejection.reason().wireName() + ": " + rejection.detail();
    }
}
