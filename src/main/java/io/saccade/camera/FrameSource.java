package io.saccade.camera;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where frames come from, one after the other. A source serves one thread. */
public interface FrameSource extends AutoCloseable {

    /** A name that a camera can take: the file's or folder's, the host's. */
    String name();

    /**
     * The next frame, waiting for it where the source is live; null when there are no more.
     *
     * @throws IOException if the source is lost or breaks its format; the message is one line for a person
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    @Nullable
    EncodedFrame next() throws IOException, InterruptedException;

    /** Ends the source; a thread that waits in {@link #next} gets an exception. */
    @Override
    void close();
}
