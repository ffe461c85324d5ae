package io.saccade.scoring;

import io.saccade.frame.Frame;
import io.saccade.frame.ModelIdentity;
import io.saccade.onnx.ModelRefusedException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import org.jboss.logging.Logger;

/**
 * The model in force, and how another takes its place without a gap.
 *
 * <p>Whoever scores takes a {@link Lease} for a batch, and the batch is scored by one model. Another model is opened and
 * run once beside the one in force, with lanes of its own; then new leases get the new lanes, while frames of older leases
 * are finished by the old ones. The old model is closed with its last lease. Until then both are in memory.
 *
 * <p>Thread-safe. A model that is refused changes nothing.
 */
public final class ModelSwitch implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ModelSwitch.class);

    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final Object swapping = new Object();
    private final Object counting = new Object();
    private Running inForce;

    /** Starts with a model, which it closes in the end. */
    public ModelSwitch(Scoring first) {
        inForce = new Running(first);
    }

    /** Hears of swaps, from the thread that swaps. */
    public interface Listener {

        /** Leases from now on are on this model. */
        void onSwapped(Scoring next);

        /** A model was refused; the one before stays in force. */
        void onRefused();
    }

    /** Tells {@code listener} of every swap to come. */
    public void listen(Listener listener) {
        listeners.add(listener);
    }

    /** The model in force; it may be closed when another has taken its place. */
    public Scoring current() {
        synchronized (counting) {
            return inForce.scoring;
        }
    }

    /** The lanes in force, for a batch; the caller closes the lease when it has the batch's outcomes. */
    public Lease lease() {
        synchronized (counting) {
            inForce.users++;
            return new Lease(inForce);
        }
    }

    /**
     * Puts another model in force: the caller waits while it is loaded, nobody else does.
     *
     * @param file the bytes of a file of the same kind as the first model's
     * @param origin the file's name, or who sent it, for the log
     * @throws ModelRefusedException if it can't take the place of the one in force; the message fits behind its name
     */
    public void swap(byte[] file, String origin) throws ModelRefusedException {
        synchronized (swapping) {
            Scoring before = current();
            Scoring next;
            try {
                next = before.with(file);
            } catch (ModelRefusedException | RuntimeException e) {
                listeners.forEach(Listener::onRefused);
                LOG.warnf(
                        "model: %s %s; %s stays in force",
                        origin, e.getMessage(), before.identity().shortDigest());
                throw e;
            }
            putInForce(new Running(next));
            listeners.forEach(listener -> listener.onSwapped(next));
            LOG.infof(
                    "model: %s took over from %s (%s)",
                    next.identity().shortDigest(), before.identity().shortDigest(), origin);
        }
    }

    private void putInForce(Running next) {
        Running before;
        synchronized (counting) {
            before = inForce;
            inForce = next;
        }
        release(before);
    }

    private void release(Running running) {
        boolean last;
        synchronized (counting) {
            last = --running.users == 0;
        }
        if (last) {
            running.close();
        }
    }

    /** Closes the model in force as soon as nobody has a lease on it. */
    @Override
    public void close() {
        Running last;
        synchronized (counting) {
            last = inForce;
        }
        release(last);
    }

    /** The lanes of one model, for one batch. One thread at a time. */
    public final class Lease implements AutoCloseable {

        private final Running running;
        private boolean closed;

        private Lease(Running running) {
            this.running = running;
        }

        /** Starts on a frame; the future is done when the frame is. */
        public Future<Outcome> submit(Frame frame) {
            return running.lanes.submit(frame);
        }

        /** The model that scores these frames. */
        public ModelIdentity identity() {
            return running.scoring.identity();
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                release(running);
            }
        }
    }

    /** A model with its lanes; whoever holds it counts as a user: each lease, and the switch while it is in force. */
    private static final class Running {

        private final Scoring scoring;
        private final Lanes lanes;
        private int users = 1;

        private Running(Scoring scoring) {
            this.scoring = scoring;
            this.lanes = new Lanes(scoring.settings().lanes(), scoring::newScorer);
        }

        private void close() {
            if (lanes.finish()) {
                scoring.close();
            } else {
                LOG.errorf(
                        "model: a frame never ended; %s is not closed",
                        scoring.identity().shortDigest());
            }
        }
    }
}
