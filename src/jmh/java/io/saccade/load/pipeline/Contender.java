package io.saccade.load.pipeline;

import java.io.IOException;
import java.util.List;

/**
 * A program that scores the backlog.
 *
 * @param name in tables and topic names
 * @param program its processes
 */
record Contender(String name, Program program) {

    /** Makes the processes of one drain, not yet started. */
    interface Program {
        /** The processes that share the work as one group. */
        List<ProcessBuilder> processes(Place place) throws IOException;
    }

    /**
     * Where one drain takes place.
     *
     * @param bootstrapServers of the broker
     * @param group a new consumer group; also the beginning of the names of all topics that are written
     */
    record Place(String bootstrapServers, String group) {

        /** Topic with the frames. */
        static final String FRAMES = "frames";

        /** Topic that the score maps go to. */
        String maps() {
            return group + "-maps";
        }
    }
}
