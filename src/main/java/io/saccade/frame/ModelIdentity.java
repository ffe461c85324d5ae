package io.saccade.frame;

/**
 * What made a score map; part of every record, so that a reader can tell maps of different makers apart.
 *
 * @param digest SHA-256 of the parameters, 64 hexadecimal digits
 * @param operator name and version of the operator, as {@code attention/1}
 * @param provider execution provider that really runs, {@code cpu} or {@code cuda}
 * @param runtime version of ONNX Runtime
 */
public record ModelIdentity(String digest, String operator, String provider, String runtime) {

    private static final int SHORT = 12;

    /** The first digits of the digest, for ids and logs. */
    public String shortDigest() {
        return digest.substring(0, SHORT);
    }
}
