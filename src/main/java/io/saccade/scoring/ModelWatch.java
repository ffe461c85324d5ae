package io.saccade.scoring;

import io.saccade.frame.Digests;
import io.saccade.onnx.ModelRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the model's file now and then, and swaps the model when its content has changed.
 *
 * <p>It asks instead of being told, because mounted Kubernetes volumes change by a symbolic link that is swapped some
 * folders above the file, which file system events of the file's folder don't show. A content is tried once: one that is
 * refused, such as a file that is half written, is tried again when the file has changed.
 */
public final class ModelWatch implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ModelWatch.class);

    private final ModelSwitch models;
    private final ModelSource source;
    private final Path file;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread daemon = new Thread(task, "model-watch");
        daemon.setDaemon(true);
        return daemon;
    });

    private @Nullable Stamp seen;
    private String tried;
    private boolean unreadable;

    /** A watch that does not run yet, on the file that the model in force was read from. */
    public ModelWatch(ModelSwitch models, Path file) {
        this.models = models;
        this.source = models.current().settings().model();
        this.file = file;
        this.tried = models.current().fileDigest();
    }

    /** Looks at the file in every such interval, from now on. */
    public void start(Duration interval) {
        var unused = thread.scheduleWithFixedDelay(this::look, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Looks once: at size and time first, and reads the file only when they have changed. */
    synchronized void look() {
        try {
            Stamp now = Stamp.of(file);
            if (!now.equals(seen)) {
                byte[] content = source.read(file);
                seen = now; // taken before reading: what was written meanwhile is a change
                tryOnce(content);
            }
            unreadable = false;
        } catch (IOException | ModelRefusedException e) {
            tellOnce(e);
        } catch (RuntimeException e) { // one that comes out would end the watch
            LOG.errorf(e, "model: looking at %s failed", file);
        }
    }

    private void tryOnce(byte[] content) {
        String digest = Digests.sha256(content);
        if (digest.equals(tried)) {
            return;
        }
        tried = digest;
        try {
            models.swap(content, file.toString());
        } catch (ModelRefusedException told) {
            LOG.debugf("model: %s is tried again when it changes", file);
        }
    }

    private void tellOnce(Exception why) {
        if (!unreadable) {
            LOG.warnf("model: can't read %s: %s; the model in force stays", file, why);
        }
        unreadable = true;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    /** What a file looks like from outside; links are followed. */
    private record Stamp(
            long size, FileTime modified, @Nullable Object key) {

        static Stamp of(Path file) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
        }
    }
}
