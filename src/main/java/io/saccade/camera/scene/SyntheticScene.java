package io.saccade.camera.scene;

import io.saccade.frame.Image;
import io.saccade.frame.SampleType;
import java.util.List;

/**
 * A street as a fixed camera sees it: houses, grass, pavements and a marked road; cars, vans and pedestrians that move,
 * some in rare colours; daylight that changes, passing clouds, shadows and sensor noise.
 *
 * <p>A frame follows from seed, camera and frame number alone, to the byte, on every machine. Each camera of a seed looks
 * at a street of its own. One scene serves one thread.
 */
public final class SyntheticScene {

    /** Width and height of a frame unless asked otherwise. */
    public static final int DEFAULT_WIDTH = 640;

    public static final int DEFAULT_HEIGHT = 480;

    /** Frames that make one second of the street's time. */
    public static final double FRAMES_PER_SECOND = 10;

    private static final double START_SECONDS = 1000;

    private final Viewpoint view;
    private final Traffic traffic;
    private final Daylight daylight;
    private final int[] backdrop;
    private final Canvas canvas;
    private final byte[] samples;

    /**
     * The street of one camera.
     *
     * @param camera index of the camera, from 0
     * @throws IllegalArgumentException if a side is under 16 or over 8192 pixels
     */
    public SyntheticScene(long seed, int camera, int width, int height) {
        if (Math.min(width, height) < 16 || Math.max(width, height) > 8192) {
            throw new IllegalArgumentException(
                    "a synthetic frame has 16 to 8192 pixels a side, got " + width + " × " + height);
        }
        long street = Hashing.mix(seed, 1, camera, 0);
        this.view = viewpoint(street, width, height);
        this.traffic = new Traffic(street);
        this.daylight = new Daylight(street);
        this.canvas = new Canvas(width, height);
        this.samples = new byte[width * height * 3];
        new Backdrop(street, view).paint(canvas);
        this.backdrop = canvas.pixels().clone();
    }

    /** The scene of a camera in the default size. */
    public static SyntheticScene ofDefaultSize(long seed, int camera) {
        return new SyntheticScene(seed, camera, DEFAULT_WIDTH, DEFAULT_HEIGHT);
    }

    public int width() {
        return canvas.width();
    }

    public int height() {
        return canvas.height();
    }

    /** A frame as a new image {@code [height, width, 3]} of 8-bit red-green-blue. */
    public Image render(long frame) {
        Image image = Image.allocate(width(), height(), 3, SampleType.U8);
        render(frame, image);
        return image;
    }

    /** Renders a frame into an image of this scene's size, 8-bit red-green-blue. */
    public void render(long frame, Image into) {
        double seconds = seconds(frame);
        System.arraycopy(backdrop, 0, canvas.pixels(), 0, backdrop.length);
        for (Mover mover : traffic.at(seconds)) {
            mover.paint(canvas, view);
        }
        daylight.expose(canvas, seconds, frame, samples);
        into.samples().put(0, samples);
    }

    /** The moving things that a frame shows, farthest first. */
    public List<SceneObject> objects(long frame) {
        return traffic.at(seconds(frame)).stream()
                .flatMap(mover -> mover.box(view, width(), height()).stream())
                .toList();
    }

    private static double seconds(long frame) {
        return START_SECONDS + frame / FRAMES_PER_SECOND;
    }

    private static Viewpoint viewpoint(long street, int width, int height) {
        double x = Hashing.between(1, 8.5, street, 10, 0);
        double above = Hashing.between(5.5, 9, street, 11, 0);
        double pitch = StrictMath.toRadians(Hashing.between(17, 34, street, 12, 0));
        double yaw = StrictMath.toRadians(-x * 1.6 + Hashing.between(-5, 3, street, 13, 0));
        double focal = width / 2.0 / StrictMath.tan(StrictMath.toRadians(Hashing.between(50, 64, street, 14, 0) / 2));
        return new Viewpoint(width, height, x, above, yaw, pitch, focal);
    }
}
