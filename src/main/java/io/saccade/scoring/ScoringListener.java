package io.saccade.scoring;

import java.util.List;

/** Hears what came of frames once that is settled; called from one thread, and must be quick. */
public interface ScoringListener {

    /** These frames are done with: their records and their positions are committed. In the order of each camera. */
    void onCommitted(List<Outcome> outcomes);
}
