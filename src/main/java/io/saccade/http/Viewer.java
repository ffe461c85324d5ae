package io.saccade.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.saccade.kafka.live.Follower;
import io.saccade.kafka.live.Sighting;
import io.saccade.kafka.live.Wall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * One open page: what it wants to see, and what it was sent and has not acknowledged.
 *
 * <p>Nothing is queued. A state is sent when the last one was acknowledged, a camera's newest picture when its last one was, and
 * {@value #WINDOW} pictures are under way at most. So a slow page gets fewer pictures, and whatever it does, no more than a state
 * and {@value #WINDOW} pictures are held for it. One that acknowledges nothing for {@value #SILENT_SECONDS} s is closed.
 */
final class Viewer {

    static final int WINDOW = 4;
    static final int MOST_CAMERAS = 64;
    static final int SILENT_SECONDS = 30;
    private static final int MOST_CHANNELS = 1 << 16;
    private static final long STATE_NANOS = Duration.ofMillis(500).toNanos();
    private static final long SILENT_NANOS = Duration.ofSeconds(SILENT_SECONDS).toNanos();

    /** Close code for a message that breaks the protocol (RFC 6455, policy violation). */
    static final int REFUSED = 1008;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The way to the page. */
    interface Line {

        /** Sends JSON. */
        void text(String json);

        /** Sends a picture. */
        void binary(byte[] message);

        /** Ends it. */
        void close(int code, String reason);
    }

    /** What was sent and not acknowledged. */
    private record Sent(Optional<String> camera, long nanos) {}

    private final Follower follower;
    private final Line line;
    private final LongSupplier nanos;
    private final Map<Long, Sent> open = new LinkedHashMap<>();

    /** Of each camera that the page shows, the picture that it was sent last. */
    private final Map<String, Optional<Sighting>> shown = new LinkedHashMap<>();

    private LiveState state;
    private int channel;
    private long sequence;
    private long stateNanos;
    private boolean closed;

    Viewer(Follower follower, Line line, LongSupplier nanos) {
        this.follower = follower;
        this.line = line;
        this.nanos = nanos;
        this.state = new LiveState(follower.wall());
        this.stateNanos = nanos.getAsLong() - STATE_NANOS;
    }

    /** A page opens: from now on the follower follows. */
    void enter() {
        follower.watch(this, Set.of());
    }

    /** The page says something: {@code watch} or {@code ack}. */
    synchronized void receive(String message) {
        try {
            JsonNode json = JSON.readTree(message);
            switch (json.path("type").asText()) {
                case "watch" -> watch(json);
                case "ack" -> acknowledge(json.path("seq"));
                default -> refuse("type is '" + shortened(json.path("type").asText()) + "', expected watch or ack");
            }
        } catch (JsonProcessingException e) {
            refuse("not JSON");
        }
    }

    private void watch(JsonNode json) {
        JsonNode names = json.path("cameras");
        JsonNode wanted = json.path("channel");
        if (!names.isArray() || names.size() > MOST_CAMERAS) {
            refuse("cameras is no list of at most " + MOST_CAMERAS + " ids");
            return;
        }
        if (!wanted.canConvertToInt() || wanted.asInt() < 0 || wanted.asInt() >= MOST_CHANNELS) {
            refuse("channel is no number from 0 on");
            return;
        }
        List<String> cameras = new ArrayList<>();
        for (JsonNode name : names) {
            if (!name.isTextual()) {
                refuse("a camera is no text");
                return;
            }
            cameras.add(name.asText());
        }
        if (channel != wanted.asInt()) {
            channel = wanted.asInt();
            shown.clear();
        }
        shown.keySet().retainAll(cameras);
        cameras.forEach(camera -> shown.putIfAbsent(camera, Optional.empty()));
        state.show(cameras);
        follower.watch(this, Set.copyOf(cameras));
    }

    private void acknowledge(JsonNode number) {
        if (!number.isIntegralNumber() || open.remove(number.asLong()) == null) {
            refuse("seq is none that waits to be acknowledged");
        }
    }

    private void refuse(String why) {
        end(REFUSED, why);
    }

    /** Sends what is new and may be sent now; called some times a second. */
    synchronized void push() {
        if (closed) {
            return;
        }
        long now = nanos.getAsLong();
        for (Sent sent : open.values()) {
            if (now - sent.nanos() > SILENT_NANOS) {
                end(REFUSED, "nothing was acknowledged for " + SILENT_SECONDS + " s");
                return;
            }
        }
        Wall wall = follower.wall();
        if (!state.isOf(wall)) {
            state = new LiveState(wall);
            state.show(List.copyOf(shown.keySet()));
            shown.replaceAll((camera, before) -> Optional.empty());
        }
        pushState(now);
        pushPictures(wall, now);
    }

    private void pushState(long now) {
        boolean underWay = open.values().stream().anyMatch(sent -> sent.camera().isEmpty());
        if (underWay || now - stateNanos < STATE_NANOS) {
            return;
        }
        stateNanos = now;
        line.text(state.next(
                send(Optional.empty(), now), System.currentTimeMillis(), follower.isWarm(), follower.trouble()));
    }

    private void pushPictures(Wall wall, long now) {
        Map<String, Optional<Sighting>> sent = new HashMap<>();
        for (Map.Entry<String, Optional<Sighting>> entry : shown.entrySet()) {
            if (picturesUnderWay() >= WINDOW) {
                break;
            }
            String camera = entry.getKey();
            Optional<Sighting> newest = wall.sighting(camera);
            if (newest.isPresent() && !isUnderWay(camera) && !entry.getValue().equals(newest)) {
                line.binary(PictureMessage.of(newest.get(), channel, send(Optional.of(camera), now)));
                sent.put(camera, newest);
            }
        }
        sent.forEach((camera, sighting) -> { // to the end, so that all get their turn
            shown.remove(camera);
            shown.put(camera, sighting);
        });
    }

    private long picturesUnderWay() {
        return open.values().stream().filter(sent -> sent.camera().isPresent()).count();
    }

    private boolean isUnderWay(String camera) {
        return open.values().stream()
                .anyMatch(sent -> sent.camera().filter(camera::equals).isPresent());
    }

    private long send(Optional<String> camera, long now) {
        open.put(++sequence, new Sent(camera, now));
        return sequence;
    }

    private void end(int code, String reason) {
        if (!closed) {
            line.close(code, reason);
        }
        leave();
    }

    /** The page is gone. */
    synchronized void leave() {
        closed = true;
        shown.clear();
        open.clear();
        follower.leave(this);
    }

    private static String shortened(String text) {
        return text.length() <= 20 ? text : text.substring(0, 20) + "…";
    }
}
