package io.saccade.http;

import io.saccade.scoring.Outcome;
import io.saccade.scoring.Outcome.Scored;
import io.saccade.scoring.ScoringListener;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The newest scored frame of each camera that this instance reads, for the page. Bounded: past {@value #MOST} cameras the
 * one that was silent longest is forgotten.
 */
@Singleton
final class LiveCameras implements ScoringListener {

    static final int MOST = 64;

    private final Map<String, Live> newest = new LinkedHashMap<>(MOST, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Live> eldest) {
            return size() > MOST;
        }
    };

    @Override
    public void onOutcome(Outcome outcome) {
        if (outcome instanceof Scored scored) {
            synchronized (newest) {
                newest.merge(
                        scored.frame().camera(),
                        new Live(scored, 1),
                        (before, now) -> new Live(scored, before.frames() + 1));
            }
        }
    }

    /** The newest frame of each camera, by camera id. */
    List<Live> all() {
        synchronized (newest) {
            return newest.values().stream()
                    .sorted((a, b) -> a.newest()
                            .frame()
                            .camera()
                            .compareTo(b.newest().frame().camera()))
                    .toList();
        }
    }

    /** The newest frame of a camera. */
    Optional<Scored> of(String camera) {
        synchronized (newest) {
            return Optional.ofNullable(newest.get(camera)).map(Live::newest);
        }
    }

    /**
     * A camera that sends.
     *
     * @param frames how many of its frames were scored here
     */
    record Live(Scored newest, long frames) {}
}
