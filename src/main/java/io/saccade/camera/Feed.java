package io.saccade.camera;

import java.io.IOException;

/**
 * One camera at work: takes frames from a source at a pace and publishes them, until the source ends, a number of frames
 * is reached, the publisher breaks, or it is stopped.
 */
public final class Feed {

    private final FrameSource source;
    private final String camera;
    private final Pacer pacer;
    private final FramePublisher publisher;
    private final long limit;
    private volatile boolean stopped;

    /**
     * A feed that has not begun.
     *
     * @param limit most frames; {@link Long#MAX_VALUE} for no limit
     */
    public Feed(FrameSource source, String camera, Pacer pacer, FramePublisher publisher, long limit) {
        this.source = source;
        this.camera = camera;
        this.pacer = pacer;
        this.publisher = publisher;
        this.limit = limit;
    }

    /**
     * Runs to the end; does not close the source.
     *
     * @throws IOException if the source is lost; the message is one line
     * @throws InterruptedException if the thread is interrupted
     */
    public void run() throws IOException, InterruptedException {
        for (long sequence = 0; sequence < limit && !stopped && !publisher.broken(); sequence++) {
            pacer.await();
            EncodedFrame frame = source.next();
            if (frame == null) {
                return;
            }
            publisher.publish(camera, sequence, frame);
        }
    }

    /** Ends the run after the frame in work. */
    public void stop() {
        stopped = true;
    }
}
