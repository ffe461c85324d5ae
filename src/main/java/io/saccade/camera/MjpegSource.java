package io.saccade.camera;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A stream of JPEG files, one after the other: an MJPEG file, or the standard output of a program such as ffmpeg. */
public final class MjpegSource implements FrameSource {

    /** Opens the stream from its beginning. */
    @FunctionalInterface
    private interface Opening {
        InputStream open() throws IOException;
    }

    private final String name;
    private final Opening opening;
    private final boolean loop;
    private final boolean live;
    private final Consumer<String> notes;
    private InputStream in;
    private MjpegSplitter splitter;
    private long frame;
    private long framesOfRound;

    private MjpegSource(String name, Opening opening, boolean loop, boolean live, Consumer<String> notes)
            throws IOException {
        this.name = name;
        this.opening = opening;
        this.loop = loop;
        this.live = live;
        this.notes = notes;
        this.in = opening.open();
        this.splitter = new MjpegSplitter(in, MjpegSplitter.DEFAULT_MAX_FRAME, notes);
    }

    /** An MJPEG file, again and again with {@code loop}; notes are told about frames that are left out. */
    public static MjpegSource file(Path file, boolean loop, Consumer<String> notes) throws IOException {
        String name = FileSource.fileName(file).replaceFirst("\\.[^.]*$", "");
        return new MjpegSource(name, () -> Files.newInputStream(file), loop, false, notes);
    }

    /** A stream that goes on elsewhere; a frame counts as taken when it is read. Closing closes it. */
    public static MjpegSource live(String name, InputStream in, Consumer<String> notes) throws IOException {
        return new MjpegSource(name, () -> in, false, true, notes);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public @Nullable EncodedFrame next() throws IOException {
        byte[] bytes = splitter.next();
        if (bytes == null && loop && framesOfRound > 0) {
            in.close();
            in = opening.open();
            splitter = new MjpegSplitter(in, MjpegSplitter.DEFAULT_MAX_FRAME, notes);
            framesOfRound = 0;
            bytes = splitter.next();
        }
        if (bytes == null) {
            return null;
        }
        framesOfRound++;
        return new EncodedFrame(bytes, EncodedFrame.JPEG, live ? Instant.now() : null, "frame " + frame++);
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            notes.accept(name + " did not close: " + e.getMessage());
        }
    }
}
