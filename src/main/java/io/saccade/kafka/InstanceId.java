package io.saccade.kafka;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;

/**
 * A name for this instance that outlives a crash, so that its next start ends the transaction that the crash left open.
 * Unique because two instances on one host can't listen on one port; in Kubernetes the host is the pod's name, which a
 * StatefulSet keeps.
 */
final class InstanceId {

    private static final String RANDOM = UUID.randomUUID().toString();

    private InstanceId() {}

    /** Group, host and port; where the port is left to chance, so is the name. */
    static String of(String group, int port) {
        return group + "-" + host() + "-" + (port == 0 ? RANDOM : port);
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
