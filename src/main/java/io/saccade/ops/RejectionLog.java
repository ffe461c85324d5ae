package io.saccade.ops;

import io.saccade.frame.Rejection;
import io.saccade.scoring.Outcome;
import io.saccade.scoring.Outcome.Rejected;
import io.saccade.scoring.ScoringListener;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** One line when a camera begins to send frames that are rejected for a reason, and a count each ten minutes after. */
@Singleton
final class RejectionLog implements ScoringListener {

    private static final Logger LOG = Logger.getLogger(RejectionLog.class);
    private static final long BETWEEN_LINES = Duration.ofMinutes(10).toNanos();

    private final CameraTags cameras = new CameraTags();
    private final Map<String, Silence> silences = new HashMap<>();

    @Override
    public void onCommitted(List<Outcome> outcomes) {
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Rejected rejected) {
                tell(rejected);
            }
        }
    }

    private void tell(Rejected rejected) {
        Rejection rejection = rejected.rejection();
        String camera = LogFields.name(cameras.of(rejected.frame().camera()));
        String reason = rejection.reason().wireName();
        LogFields fields = LogFields.of(rejected.frame()).and("camera", camera).and("reason", reason);
        String key = camera + " " + reason;
        Silence silence = silences.get(key);
        long now = System.nanoTime();
        if (silence == null) {
            silences.put(key, new Silence(now));
            fields.during(() -> LOG.warnf(
                    "camera=%s reason=%s frame=%s: %s (more of these are counted, not logged)",
                    camera, reason, rejected.frame().source(), rejection.detail()));
        } else if (now - silence.since > BETWEEN_LINES) {
            fields.during(() -> LOG.warnf("camera=%s reason=%s: %d more", camera, reason, silence.frames + 1));
            silences.put(key, new Silence(now));
        } else {
            silence.frames++;
        }
    }

    private static final class Silence {
        private final long since;
        private long frames;

        Silence(long since) {
            this.since = since;
        }
    }
}
