package io.saccade.config;

/** What an instance does. */
public enum Role {
    /** Scores the frames topic. */
    SCORE,
    /** Trains a GAN on the frames topic. */
    TRAIN,
    /** Answers the dashboard and the API; health and metrics answer always. */
    SERVE
}
