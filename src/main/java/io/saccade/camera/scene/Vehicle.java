package io.saccade.camera.scene;

import io.saccade.camera.scene.SceneObject.Kind;

/**
 * A car or van: a hull with a cabin on it, wheels, panes and lamps.
 *
 * @param heading 1 drives away from the camera's end of the street, −1 towards it
 */
record Vehicle(Kind kind, int rgb, boolean striking, double x, double z, double halfLength, int heading)
        implements Mover {

    private static final int GLASS = 0x2E363D;
    private static final int TYRE = 0x1C1C1E;
    private static final int RIM = 0x8B8D90;

    /** Height of the hull's lower edge and shoulder, metres. */
    private static final double SILL = 0.28;

    private static final double SHOULDER = 0.92;

    /** The sun stands to the left, a little behind the camera. */
    private static final double SHADOW_SHIFT = 0.75;

    @Override
    public double halfWidth() {
        return kind == Kind.VAN ? 1.0 : 0.9;
    }

    @Override
    public double tall() {
        return kind == Kind.VAN ? 2.35 : 1.46;
    }

    @Override
    public void paint(Canvas canvas, Viewpoint view) {
        double w = halfWidth();
        double l = halfLength();
        double cast = SHADOW_SHIFT * tall();
        Shapes.mat(canvas, view, x - w, x + w + cast, z - l + 0.1, z + l + cast * 0.35, 0x14161A, 0.42);
        Shapes.mat(canvas, view, x - w, x + w, z - l, z + l, 0x0E0F11, 0.6);

        boolean leftSeen = view.x() < x;
        double flank = leftSeen ? x - w : x + w;
        Solid hull = new Solid(x, w, w * 0.94, SILL, SHOULDER, z - l, z + l, z - l + 0.08, z + l - 0.08);
        hull.paint(canvas, view, rgb, leftSeen);
        for (int axle = -1; axle <= 1; axle += 2) {
            double at = z + axle * l * 0.62;
            double outside = leftSeen ? flank - 0.01 : flank + 0.01;
            Shapes.wheel(canvas, view, outside, 0.33, at, 0.34, TYRE);
            Shapes.wheel(canvas, view, outside, 0.33, at, 0.19, RIM);
        }
        Solid cabin = cabin(w, l);
        cabin.paint(canvas, view, rgb, leftSeen);
        cabin.panes(canvas, view, GLASS, leftSeen, kind == Kind.VAN ? 0.45 : 0.12);
        lamps(canvas, view, w, l);
    }

    private Solid cabin(double w, double l) {
        if (kind == Kind.VAN) {
            double nose = heading * l * 0.22;
            return new Solid(
                    x,
                    w * 0.97,
                    w * 0.93,
                    SHOULDER,
                    tall(),
                    z - l + Math.max(0, -nose),
                    z + l - Math.max(0, nose),
                    z - l + 0.05 + Math.max(0, -nose * 1.5),
                    z + l - 0.05 - Math.max(0, nose * 1.5));
        }
        double middle = z - heading * l * 0.16;
        return new Solid(
                x,
                w * 0.9,
                w * 0.7,
                SHOULDER,
                tall(),
                middle - l * 0.62,
                middle + l * 0.62,
                middle - l * 0.36,
                middle + l * 0.36);
    }

    private void lamps(Canvas canvas, Viewpoint view, double w, double l) {
        int lamp = heading < 0 ? 0xE4E6DF : 0x8E2420;
        double face = z - l - 0.005;
        for (int side = -1; side <= 1; side += 2) {
            Shapes.post(canvas, view, x + side * w * 0.76, face, w * 0.16, 0.62, 0.8, lamp);
        }
        Shapes.post(canvas, view, x, face, 0.26, 0.42, 0.54, 0xC9CAC2);
    }

    /**
     * A box whose top may be smaller than its bottom.
     *
     * @param x middle across the street
     * @param low half-width of the bottom
     * @param high half-width of the top
     * @param y0 height of the bottom
     * @param y1 height of the top
     * @param z0 near edge of the bottom
     * @param z1 far edge of the bottom
     * @param t0 near edge of the top
     * @param t1 far edge of the top
     */
    private record Solid(
            double x, double low, double high, double y0, double y1, double z0, double z1, double t0, double t1) {

        /** Paints the faces that can be seen from above and before it: near, one flank and top. */
        void paint(Canvas canvas, Viewpoint view, int rgb, boolean leftSeen) {
            Shapes.face(canvas, view, flank(leftSeen, 0, 1, 0, 1), Rgb.lit(rgb, leftSeen ? 0.86 : 0.62), 1);
            Shapes.face(canvas, view, near(0, 1, 0, 1), Rgb.lit(rgb, 0.76), 1);
            double[] top = {x - high, y1, t0, x + high, y1, t0, x + high, y1, t1, x - high, y1, t1};
            Shapes.face(canvas, view, top, Rgb.lit(rgb, 1.04), 1);
        }

        /** Paints glass into the near face and the flank; {@code blind} is the share of the flank without a pane. */
        void panes(Canvas canvas, Viewpoint view, int glass, boolean leftSeen, double blind) {
            Shapes.face(canvas, view, near(0.07, 0.93, 0.1, 0.9), glass, 1);
            Shapes.face(canvas, view, flank(leftSeen, blind, 0.48, 0.14, 0.9), glass, 1);
            Shapes.face(canvas, view, flank(leftSeen, 0.53, 0.92, 0.14, 0.9), glass, 1);
        }

        private double[] near(double from, double to, double low01, double high01) {
            return new double[] {
                across(from, low01), up(low01), edge(z0, t0, low01),
                across(to, low01), up(low01), edge(z0, t0, low01),
                across(to, high01), up(high01), edge(z0, t0, high01),
                across(from, high01), up(high01), edge(z0, t0, high01)
            };
        }

        private double[] flank(boolean left, double from, double to, double low01, double high01) {
            return new double[] {
                across(left ? 0 : 1, low01), up(low01), along(from, low01),
                across(left ? 0 : 1, low01), up(low01), along(to, low01),
                across(left ? 0 : 1, high01), up(high01), along(to, high01),
                across(left ? 0 : 1, high01), up(high01), along(from, high01)
            };
        }

        private double across(double share, double rise) {
            double half = edge(low, high, rise);
            return x - half + 2 * half * share;
        }

        private double along(double share, double rise) {
            double near = edge(z0, t0, rise);
            return near + (edge(z1, t1, rise) - near) * share;
        }

        private double up(double rise) {
            return edge(y0, y1, rise);
        }

        private static double edge(double bottom, double top, double rise) {
            return bottom + (top - bottom) * rise;
        }
    }
}
