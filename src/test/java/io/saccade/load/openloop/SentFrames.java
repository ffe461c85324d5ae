package io.saccade.load.openloop;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every frame of a run, and where the broker says that it lies. */
final class SentFrames {

    private final List<SentFrame> frames = new ArrayList<>();
    private final Map<Position, SentFrame> acknowledged = new HashMap<>();

    /** Writes down a frame before it is sent. */
    synchronized SentFrame add(Schedule.Due due, int picture, long dueNanos) {
        SentFrame frame = new SentFrame(frames.size(), due.phase(), due.camera(), picture, dueNanos);
        frames.add(frame);
        return frame;
    }

    /** Writes down where it lies. */
    synchronized void acknowledge(SentFrame frame, Position at) {
        acknowledged.put(at, frame);
    }

    /** The frame of an index, if there is one. */
    synchronized Optional<SentFrame> get(long index) {
        return index >= 0 && index < frames.size() ? Optional.of(frames.get((int) index)) : Optional.empty();
    }

    /** Frames handed over. */
    synchronized int count() {
        return frames.size();
    }

    /** All of which the broker has said where they lie. */
    synchronized Map<Position, SentFrame> acknowledged() {
        return Map.copyOf(acknowledged);
    }

    /** Whether it has said so of all. */
    synchronized boolean isSettled() {
        return acknowledged.size() == frames.size();
    }
}
