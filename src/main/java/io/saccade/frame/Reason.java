package io.saccade.frame;

import java.util.Locale;

/** Why a frame was rejected: the closed set of {@code saccade-reason} on the dead-letter topic. */
public enum Reason {
    /** No value, or a value of no bytes. */
    EMPTY,
    /** Neither JPEG, PNG, safetensors nor raw bytes with a shape, or float samples for a model of bytes. */
    UNSUPPORTED_FORMAT,
    /** The content type names another format than the bytes are in. */
    CONTENT_TYPE_MISMATCH,
    /** The format is known, the bytes are broken. */
    UNDECODABLE,
    /** More pixels than the service accepts; no pixel was decoded. */
    TOO_MANY_PIXELS,
    /** Smaller than the window of the model. */
    TOO_FEW_PIXELS,
    /** Not the one size that the model takes. */
    SIZE_MISMATCH,
    /** Decoding took longer than the service waits. */
    DECODE_TIMEOUT,
    /** The channels neither match the model nor convert to it by a stated rule. */
    CHANNEL_MISMATCH,
    /** A float sample, or a score of a user's own model, is NaN, infinite or too large for the encoding of maps. */
    NOT_FINITE,
    /** The encoded score map is larger than its topic takes. */
    SCORE_MAP_TOO_LARGE,
    /** The scorer fails on this frame and works on others, or a user's own model gave no map for it. */
    SCORING_FAILED,
    /** {@code ce_expirytime} had passed. */
    EXPIRED;

    /** The name on the wire, as {@code content-type-mismatch}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
