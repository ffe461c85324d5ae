package io.saccade.attention;

import java.util.Arrays;

/** The ways to the same scores; each frame takes the cheapest that is exact for it. */
public enum Tier {
    /** A quadratic in the pixel: the logits hardly differ over the frame. */
    QUADRATIC(0),
    /** Eight exponentials for each score: no logit difference can overflow. */
    EXPONENTIAL(1),
    /** Nine exponentials of float64 logits less their maximum: any finite keys. */
    STABLE(2),
    /** 256 scores, looked up by the grey value. */
    TABLE(3);

    private final long code;

    Tier(long code) {
        this.code = code;
    }

    /** The number that graphs give for a tier. */
    long code() {
        return code;
    }

    static Tier ofCode(long code) {
        return Arrays.stream(values())
                .filter(tier -> tier.code == code)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no tier has code " + code));
    }
}
