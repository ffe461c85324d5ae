package io.saccade.camera.scene;

/** Simple shapes of the world, projected and filled. A shape that reaches behind the camera is left out. */
final class Shapes {

    private static final int DISC_CORNERS = 14;
    private static final double[] COS = new double[DISC_CORNERS];
    private static final double[] SIN = new double[DISC_CORNERS];

    static {
        for (int i = 0; i < DISC_CORNERS; i++) {
            COS[i] = StrictMath.cos(2 * StrictMath.PI * i / DISC_CORNERS);
            SIN[i] = StrictMath.sin(2 * StrictMath.PI * i / DISC_CORNERS);
        }
    }

    private Shapes() {}

    /** A flat convex face: three numbers x, y, z for each corner. */
    static void face(Canvas canvas, Viewpoint view, double[] corners, int rgb, double opacity) {
        int n = corners.length / 3;
        double[] xs = new double[n];
        double[] ys = new double[n];
        for (int i = 0; i < n; i++) {
            double x = corners[3 * i];
            double y = corners[3 * i + 1];
            double z = corners[3 * i + 2];
            if (view.depth(x, y, z) < Viewpoint.NEAR) {
                return;
            }
            xs[i] = view.column(x, y, z);
            ys[i] = view.row(x, y, z);
        }
        canvas.fill(xs, ys, rgb, opacity);
    }

    /** A rectangle lying on the ground. */
    static void mat(
            Canvas canvas, Viewpoint view, double x0, double x1, double z0, double z1, int rgb, double opacity) {
        face(canvas, view, new double[] {x0, 0.01, z0, x1, 0.01, z0, x1, 0.01, z1, x0, 0.01, z1}, rgb, opacity);
    }

    /** An upright rectangle of a half-width around x that faces along the street. */
    static void post(Canvas canvas, Viewpoint view, double x, double z, double half, double low, double high, int rgb) {
        face(
                canvas,
                view,
                new double[] {x - half, low, z, x + half, low, z, x + half, high, z, x - half, high, z},
                rgb,
                1);
    }

    /** A disc across the street, around a point. */
    static void disc(
            Canvas canvas, Viewpoint view, double x, double y, double z, double radius, int rgb, double opacity) {
        double[] corners = new double[3 * DISC_CORNERS];
        for (int i = 0; i < DISC_CORNERS; i++) {
            corners[3 * i] = x + radius * COS[i];
            corners[3 * i + 1] = y + radius * SIN[i];
            corners[3 * i + 2] = z;
        }
        face(canvas, view, corners, rgb, opacity);
    }

    /** A wheel: a disc along the street, around a point. */
    static void wheel(Canvas canvas, Viewpoint view, double x, double y, double z, double radius, int rgb) {
        double[] corners = new double[3 * DISC_CORNERS];
        for (int i = 0; i < DISC_CORNERS; i++) {
            corners[3 * i] = x;
            corners[3 * i + 1] = y + radius * SIN[i];
            corners[3 * i + 2] = z + radius * COS[i];
        }
        face(canvas, view, corners, rgb, 1);
    }
}
