package io.saccade.camera.scene;

/**
 * A pinhole camera over the street. World axes in metres: x to the right across the street, y up, z along the street; the
 * camera stands at z = 0.
 */
final class Viewpoint {

    /** Nearest depth, in metres, that still projects. */
    static final double NEAR = 0.5;

    private final double x;
    private final double above;
    private final double centreColumn;
    private final double centreRow;
    private final double focal;
    private final double sinYaw;
    private final double cosYaw;
    private final double sinPitch;
    private final double cosPitch;

    /**
     * A camera at {@code x} across the street and {@code above} the road, turned by {@code yaw} radians to the right of
     * the street's direction and {@code pitch} radians below the horizon, with a focal length in pixels.
     */
    Viewpoint(int width, int height, double x, double above, double yaw, double pitch, double focal) {
        this.x = x;
        this.above = above;
        this.centreColumn = width / 2.0;
        this.centreRow = height / 2.0;
        this.focal = focal;
        this.sinYaw = StrictMath.sin(yaw);
        this.cosYaw = StrictMath.cos(yaw);
        this.sinPitch = StrictMath.sin(pitch);
        this.cosPitch = StrictMath.cos(pitch);
    }

    double x() {
        return x;
    }

    double above() {
        return above;
    }

    /** Depth of a point along the line of sight. */
    double depth(double px, double py, double pz) {
        return (px - x) * sinYaw * cosPitch - (py - above) * sinPitch + pz * cosYaw * cosPitch;
    }

    /** Column of a point, in pixels from the left edge. */
    double column(double px, double py, double pz) {
        return centreColumn + focal * ((px - x) * cosYaw - pz * sinYaw) / depth(px, py, pz);
    }

    /** Row of a point, in pixels from the top edge. */
    double row(double px, double py, double pz) {
        double up = (px - x) * sinYaw * sinPitch + (py - above) * cosPitch + pz * cosYaw * sinPitch;
        return centreRow - focal * up / depth(px, py, pz);
    }

    /** The direction {x, y, z} in which a place of the picture looks; not of unit length. */
    double[] ray(double column, double row) {
        double across = (column - centreColumn) / focal;
        double up = (centreRow - row) / focal;
        return new double[] {
            across * cosYaw + up * sinYaw * sinPitch + sinYaw * cosPitch,
            up * cosPitch - sinPitch,
            -across * sinYaw + up * cosYaw * sinPitch + cosYaw * cosPitch
        };
    }
}
