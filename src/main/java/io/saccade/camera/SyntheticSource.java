package io.saccade.camera;

import io.saccade.camera.scene.SyntheticScene;
import io.saccade.frame.Image;
import java.time.Instant;

/** A synthetic street as JPEG frames, without end; each counts as taken at the moment it is asked for. */
public final class SyntheticSource implements FrameSource {

    private final String name;
    private final SyntheticScene scene;
    private final JpegEncoder encoder;
    private final Image image;
    private long frame;

    /** The frames of a scene from number 0. */
    public SyntheticSource(String name, SyntheticScene scene, JpegEncoder encoder) {
        this.name = name;
        this.scene = scene;
        this.encoder = encoder;
        this.image = scene.render(0);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public EncodedFrame next() {
        Instant captured = Instant.now();
        scene.render(frame, image);
        return new EncodedFrame(encoder.encode(image), EncodedFrame.JPEG, captured, "frame " + frame++);
    }

    @Override
    public void close() {
        // nothing is held
    }
}
