package io.saccade.scoring;

import io.saccade.frame.Frame;

/** Scores frames, one at a time. */
public interface Scorer extends AutoCloseable {

    /** What became of the frame; a bad frame is an outcome, an exception is a fault of the service. */
    Outcome score(Frame frame);

    @Override
    void close();
}
