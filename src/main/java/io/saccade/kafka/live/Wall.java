package io.saccade.kafka.live;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is shown, the newest of it. Written by the follower, read by those who show it; bounded in all its parts:
 * {@value #MOST_CAMERAS} cameras of which those that were silent longest are forgotten, {@value #MOST_BYTES} bytes of pictures,
 * {@value #MOST_LETTERS} dead letters, {@value #MOST_STEPS} training steps.
 */
public final class Wall {

    static final int MOST_CAMERAS = 1_024;
    static final long MOST_BYTES = 64L << 20;
    static final int MOST_LETTERS = 50;
    static final int MOST_STEPS = 600;
    private static final int MOST_MODELS = 4;
    private static final long MODEL_IS_RECENT_MS = 30_000;

    /** By camera id, the one that was silent longest first. */
    private final Map<String, Camera> cameras = new LinkedHashMap<>();

    /** Those with a picture, the one whose picture is eldest first. */
    private final Map<String, Sighting> sightings = new LinkedHashMap<>();

    private final Moments moments = new Moments();
    private final Deque<RejectedFrame> letters = new ArrayDeque<>();
    private final Deque<GanStep> steps = new ArrayDeque<>();
    private final Map<ScoredBy, Long> models = new LinkedHashMap<>();
    private @Nullable GanSamples samples;
    private long sightingBytes;
    private long letterCount;

    /** What is known of one camera. */
    private static final class Camera {
        private @Nullable Summary newest;
        private long frames;
        private long superseded;
        private final Rate rate = new Rate();
        private final NoveltyHistory novelty = new NoveltyHistory();
        private @Nullable Double lastNovelty;
        private long lastNoveltyMs;
    }

    synchronized void scored(Summary summary) {
        Camera camera = camera(summary.camera());
        camera.frames++;
        camera.rate.add(summary.scoredAtMs());
        if (camera.newest == null || summary.scoredAtMs() >= camera.newest.scoredAtMs()) {
            camera.newest = summary;
        }
        models.merge(new ScoredBy(summary.model(), summary.provider()), summary.scoredAtMs(), Math::max);
        if (models.size() > MOST_MODELS) {
            models.entrySet().stream()
                    .min(Map.Entry.comparingByValue())
                    .map(Map.Entry::getKey)
                    .ifPresent(models::remove);
        }
    }

    synchronized void superseded(String name) {
        camera(name).superseded++;
    }

    synchronized void novelty(String name, long atMs, double novelty, double whereX, double whereY) {
        Camera camera = camera(name);
        camera.novelty.add(atMs, novelty);
        if (atMs >= camera.lastNoveltyMs) {
            camera.lastNovelty = novelty;
            camera.lastNoveltyMs = atMs;
        }
        moments.add(name, atMs, novelty, whereX, whereY);
    }

    synchronized void seen(Sighting sighting) {
        if (!cameras.containsKey(sighting.camera())) {
            return;
        }
        forget(sighting.camera());
        sightings.put(sighting.camera(), sighting);
        sightingBytes += sighting.bytes();
        Iterator<Sighting> eldest = sightings.values().iterator();
        while (sightingBytes > MOST_BYTES) {
            sightingBytes -= eldest.next().bytes();
            eldest.remove();
        }
    }

    synchronized void rejected(RejectedFrame letter) {
        letters.addFirst(letter);
        letterCount++;
        if (letters.size() > MOST_LETTERS) {
            letters.removeLast();
        }
    }

    synchronized void learnt(GanStep step) {
        steps.addLast(step);
        if (steps.size() > MOST_STEPS) {
            steps.removeFirst();
        }
    }

    synchronized void sampled(GanSamples newest) {
        samples = newest;
    }

    private Camera camera(String name) {
        Camera known = cameras.remove(name);
        Camera camera = known == null ? new Camera() : known;
        cameras.put(name, camera);
        if (cameras.size() > MOST_CAMERAS) {
            String eldest = cameras.keySet().iterator().next();
            cameras.remove(eldest);
            forget(eldest);
        }
        return camera;
    }

    private void forget(String name) {
        Sighting before = sightings.remove(name);
        sightingBytes -= before == null ? 0 : before.bytes();
    }

    /** All cameras with a scored frame, by their id. */
    public synchronized List<CameraState> cameras() {
        List<CameraState> states = new ArrayList<>(cameras.size());
        cameras.values().forEach(camera -> {
            if (camera.newest != null) {
                states.add(new CameraState(
                        camera.newest, camera.frames, camera.superseded, camera.rate.perSecond(), camera.lastNovelty));
            }
        });
        states.sort(Comparator.comparing(CameraState::camera));
        return states;
    }

    /** Whether a frame of that camera was scored. */
    synchronized boolean knows(String name) {
        Camera camera = cameras.get(name);
        return camera != null && camera.newest != null;
    }

    /** The newest picture of a camera with its map. */
    public synchronized Optional<Sighting> sighting(String camera) {
        return Optional.ofNullable(sightings.get(camera));
    }

    /** Those of the cameras of which a newer frame was scored than their picture shows, the eldest pictures first. */
    synchronized List<Summary> unseen(Set<String> names, int most) {
        return names.stream()
                .map(cameras::get)
                .filter(Objects::nonNull)
                .map(camera -> camera.newest)
                .filter(Objects::nonNull)
                .filter(newest -> {
                    Sighting seen = sightings.get(newest.camera());
                    return seen == null || !seen.source().equals(newest.source());
                })
                .sorted(Comparator.comparingLong(newest -> {
                    Sighting seen = sightings.get(newest.camera());
                    return seen == null ? Long.MIN_VALUE : seen.capturedAtMs();
                }))
                .limit(most)
                .toList();
    }

    /** Novelty of a camera from a second on. */
    public synchronized List<NoveltyPoint> novelty(String name, long sinceSecond) {
        Camera camera = cameras.get(name);
        return camera == null ? List.of() : camera.novelty.since(sinceSecond);
    }

    /** The moments that stood out, newest first. */
    public synchronized List<Moment> moments() {
        return moments.all();
    }

    /** Rises when a moment is new or changed. */
    public synchronized long momentsVersion() {
        return moments.version();
    }

    /** The last dead letters, newest first. */
    public synchronized List<RejectedFrame> letters() {
        return List.copyOf(letters);
    }

    /** Rises with each dead letter. */
    public synchronized long lettersVersion() {
        return letterCount;
    }

    /** The last training steps of minibatches after {@code samples}, eldest first. */
    public synchronized List<GanStep> steps(long samples) {
        return steps.stream().filter(step -> step.samples() > samples).toList();
    }

    /** The newest picture of generated samples. */
    public synchronized Optional<GanSamples> samples() {
        return Optional.ofNullable(samples);
    }

    /** The models of the newest frames, the one that scored last first. */
    public synchronized List<ScoredBy> models() {
        long newest = models.values().stream().mapToLong(Long::longValue).max().orElse(0);
        return models.entrySet().stream()
                .filter(model -> model.getValue() > newest - MODEL_IS_RECENT_MS)
                .sorted(Map.Entry.<ScoredBy, Long>comparingByValue().reversed())
                .map(Map.Entry::getKey)
                .toList();
    }
}
