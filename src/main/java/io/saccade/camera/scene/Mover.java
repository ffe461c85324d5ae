package io.saccade.camera.scene;

import io.saccade.camera.scene.SceneObject.Kind;
import java.util.Optional;

/** Something that moves along the street: where it is now and how to paint it. */
sealed interface Mover permits Vehicle, Pedestrian {

    /** What it is. */
    Kind kind();

    /** Main colour before light, {@code 0xRRGGBB}. */
    int rgb();

    /** Whether its colour is a rare one. */
    boolean striking();

    /** Its middle across the street, metres. */
    double x();

    /** Its middle along the street, metres. */
    double z();

    /** Half its extent across the street, metres. */
    double halfWidth();

    /** Half its extent along the street, metres. */
    double halfLength();

    /** Its height, metres. */
    double tall();

    /** Paints its shadow, then itself. */
    void paint(Canvas canvas, Viewpoint view);

    /** Its box in a frame of that size, if a part of it can be seen. */
    default Optional<SceneObject> box(Viewpoint view, int width, int height) {
        double left = Double.MAX_VALUE;
        double top = Double.MAX_VALUE;
        double right = -Double.MAX_VALUE;
        double bottom = -Double.MAX_VALUE;
        for (int corner = 0; corner < 8; corner++) {
            double px = x() + ((corner & 1) == 0 ? -halfWidth() : halfWidth());
            double py = (corner & 2) == 0 ? 0 : tall();
            double pz = z() + ((corner & 4) == 0 ? -halfLength() : halfLength());
            if (view.depth(px, py, pz) < Viewpoint.NEAR) {
                return Optional.empty();
            }
            left = Math.min(left, view.column(px, py, pz));
            right = Math.max(right, view.column(px, py, pz));
            top = Math.min(top, view.row(px, py, pz));
            bottom = Math.max(bottom, view.row(px, py, pz));
        }
        int x0 = (int) Math.max(0, Math.floor(left));
        int y0 = (int) Math.max(0, Math.floor(top));
        int x1 = (int) Math.min(width, Math.ceil(right));
        int y1 = (int) Math.min(height, Math.ceil(bottom));
        return x1 <= x0 || y1 <= y0
                ? Optional.empty()
                : Optional.of(new SceneObject(kind(), rgb(), striking(), x0, y0, x1 - x0, y1 - y0));
    }
}
