package io.saccade.ops;

import java.util.HashSet;
import java.util.Set;

/**
 * The camera as a metric's tag. Each tag value costs memory here and in Prometheus for ever, and camera ids come from
 * senders: the first {@value #MOST} cameras have their own, the others share one.
 */
final class CameraTags {

    static final int MOST = 256;
    static final String OTHERS = "(others)";

    private static final int LONGEST = 128;

    private final Set<String> named = new HashSet<>();

    String of(String camera) {
        if (named.contains(camera)) {
            return camera;
        }
        if (named.size() >= MOST || camera.length() > LONGEST || camera.isEmpty()) {
            return OTHERS;
        }
        named.add(camera);
        return camera;
    }
}
