package io.saccade.camera.scene;

/**
 * Everything in the street that stands still: sky, two rows of houses, grass, pavements and the road with its markings.
 * Drawn once for a camera by following a ray through four places of each pixel; trees are painted over it.
 *
 * <p>Across the street, in metres from the middle of the road: road to 7, pavement to 10.5, grass to 14, then houses.
 */
final class Backdrop {

    static final double ROAD = 7;
    static final double PAVEMENT = 10.5;
    static final double FACADE = 14;
    static final double LANE = 3.5;

    private static final double HOUSE = 13;
    private static final double HAZE = 260;
    private static final double HORIZON = 400;

    private static final int[] PLASTER = {
        0x8E6552, 0xB5A68C, 0xA6A39E, 0xC2B8A2, 0x9A8F86, 0xAFA9A4, 0x7F7B78, 0xB8AFA0, 0x98948C
    };
    private static final int HAZE_COLOUR = 0xC3CCD2;
    private static final int GLASS = 0x47515B;

    private final long seed;
    private final Viewpoint view;
    private final int asphalt;
    private final double coverage;

    Backdrop(long seed, Viewpoint view) {
        this.seed = seed;
        this.view = view;
        double grey = Hashing.between(96, 124, seed, 100, 0);
        double warm = Hashing.between(-3, 3, seed, 101, 0);
        this.asphalt = Rgb.of(grey + warm, grey, grey - warm);
        this.coverage = Hashing.between(0.25, 0.7, seed, 102, 0);
    }

    /** Paints the whole canvas. */
    void paint(Canvas canvas) {
        int[] pixels = canvas.pixels();
        for (int row = 0; row < canvas.height(); row++) {
            for (int column = 0; column < canvas.width(); column++) {
                int upper = Rgb.mix(look(column + 0.25, row + 0.25), look(column + 0.75, row + 0.25), 0.5);
                int lower = Rgb.mix(look(column + 0.25, row + 0.75), look(column + 0.75, row + 0.75), 0.5);
                pixels[row * canvas.width() + column] = Rgb.mix(upper, lower, 0.5);
            }
        }
        for (int tree = 12; tree >= 0; tree--) {
            plant(canvas, tree, -1);
            plant(canvas, tree, 1);
        }
    }

    private int look(double column, double row) {
        double[] ray = view.ray(column, row);
        double toGround = ray[1] < 0 ? -view.above() / ray[1] : Double.MAX_VALUE;
        double side = ray[0] < 0 ? -1 : 1;
        double toWall = ray[0] == 0 ? Double.MAX_VALUE : (side * FACADE - view.x()) / ray[0];
        if (toWall < toGround) {
            double y = view.above() + toWall * ray[1];
            double z = toWall * ray[2];
            if (z < HORIZON && y < roof(side, z)) {
                return haze(house(side, z, y), z);
            }
        }
        if (toGround < Double.MAX_VALUE && toGround * ray[2] < HORIZON) {
            double x = view.x() + toGround * ray[0];
            double z = toGround * ray[2];
            return haze(ground(x, z), z);
        }
        return sky(ray);
    }

    private static int haze(int rgb, double z) {
        return Rgb.mix(rgb, HAZE_COLOUR, 0.85 * (1 - 1 / (1 + Math.max(0, z) / HAZE)));
    }

    private int sky(double[] ray) {
        double up = Math.max(0, ray[1] / Math.max(1e-6, ray[2]));
        int blue = Rgb.mix(0xC9D3D9, 0x93B4D6, Math.min(1, up * 2.2));
        double cloud = Hashing.smooth(seed + 1, ray[0] * 6, up * 14) * 0.6
                + Hashing.smooth(seed + 2, ray[0] * 17, up * 33) * 0.4;
        double thick = Math.max(0, Math.min(1, (cloud - 1 + coverage) * 3));
        return Rgb.mix(blue, 0xDDDFE0, thick);
    }

    private double roof(double side, double z) {
        return Hashing.between(7.5, 15, seed, 200 + (long) side, houseNumber(z));
    }

    private static long houseNumber(double z) {
        return (long) Math.floor(z / HOUSE);
    }

    private int house(double side, double z, double y) {
        long number = houseNumber(z);
        int wall = PLASTER[(int) (Hashing.unit(seed, 210 + (long) side, number, 0) * PLASTER.length)];
        double alongHouse = z - number * HOUSE;
        double roof = roof(side, z);
        double grain = 0.94 + 0.1 * Hashing.smooth(seed + 3, z * 1.5, y * 1.5);
        double light = (side < 0 ? 0.96 : 0.72) * grain;
        if (y > roof - 0.5) {
            return Rgb.lit(0x5E5650, light);
        }
        double bay = alongHouse / (HOUSE / 4) % 1;
        double storey = (y - 0.6) / 3.1;
        boolean framed = bay > 0.24 && bay < 0.76 && storey > 0 && storey % 1 > 0.22 && storey % 1 < 0.80;
        boolean pane = framed && bay > 0.28 && bay < 0.72 && storey % 1 > 0.26 && storey % 1 < 0.76;
        if (pane) {
            long window = (long) (alongHouse / (HOUSE / 4)) + 7 * (long) storey;
            double shine = Hashing.unit(seed, 220 + (long) side, number, window);
            return Rgb.mix(GLASS, 0x9FB0BC, shine * shine * 0.7 + 0.25 * (storey % 1));
        }
        return framed ? Rgb.lit(0xC8C5BE, light) : Rgb.lit(wall, light);
    }

    private int ground(double x, double z) {
        double across = Math.abs(x);
        double patches =
                Hashing.smooth(seed + 4, x * 0.35, z * 0.12) * 0.6 + Hashing.smooth(seed + 5, x * 2.1, z * 1.3) * 0.4;
        double grain = Hashing.unit(seed, 6, (long) Math.floor(x * 25), (long) Math.floor(z * 25));
        double shade = x > ROAD - 2.5 - 1.2 * Hashing.unit(seed, 7, houseNumber(z), 0) && x > 0 ? 0.74 : 1;
        if (across < ROAD) {
            return Rgb.lit(road(x, z, patches, grain), shade);
        }
        if (across < ROAD + 0.3) {
            return Rgb.lit(0xA5A29C, shade * (0.93 + 0.1 * patches));
        }
        if (across < PAVEMENT) {
            boolean joint = across * 1.25 % 1 < 0.06 || (z + 1000) * 0.8 % 1 < 0.05;
            return Rgb.lit(0x928E88, shade * (joint ? 0.82 : 0.9 + 0.14 * patches + 0.05 * grain));
        }
        double blades = 0.72 + 0.36 * patches + 0.22 * grain;
        return Rgb.lit(Rgb.mix(0x66764A, 0x847F55, patches * patches), shade * blades);
    }

    private int road(double x, double z, double patches, double grain) {
        double across = Math.abs(x);
        double wear = 1.5 * Hashing.smooth(seed + 8, x * 5, z * 2) - 0.25;
        boolean crossing = z > 21 && z < 24.5 && across < ROAD - 0.4 && (across + 0.25) % 1 < 0.5;
        boolean middle = across > 0.08 && across < 0.2;
        boolean dash = Math.abs(across - LANE) < 0.07 && (z + 900) % 9 < 3.2;
        boolean edge = Math.abs(across - ROAD + 0.35) < 0.06;
        boolean marked = crossing || ((middle || dash || edge) && (z < 19.5 || z > 26));
        double inLane = across % LANE - LANE / 2;
        double track = Math.abs(Math.abs(inLane) - 0.75) < 0.3 ? 0.95 : 1;
        int surface = Rgb.lit(asphalt, track * (0.86 + 0.2 * patches + 0.1 * grain));
        if (Hashing.unit(seed, 9, (long) Math.floor(x / 1.7), (long) Math.floor(z / 2.3)) < 0.012) {
            surface = Rgb.lit(surface, 0.72);
        }
        return marked ? Rgb.mix(surface, 0xD8D8D2, 0.9 * Math.max(0.35, Math.min(1, wear + 0.5))) : surface;
    }

    private void plant(Canvas canvas, int tree, int side) {
        double z = 12 + 11 * tree + 4 * Hashing.unit(seed, 300 + side, tree, 0);
        if (Hashing.unit(seed, 301 + side, tree, 0) > 0.7) {
            return;
        }
        double x = side * 12.2;
        double crown = Hashing.between(1.5, 2.3, seed, 310 + side, tree);
        double trunk = Hashing.between(2.2, 3.2, seed, 320 + side, tree);
        if (view.depth(x, 0, z) < 4) {
            return;
        }
        Shapes.post(canvas, view, x, z, 0.16, 0, trunk + crown * 0.5, haze(0x51463B, z));
        int leaf = Rgb.mix(0x4B5E36, 0x66733F, Hashing.unit(seed, 330 + side, tree, 0));
        for (int blob = 0; blob < 130; blob++) {
            double u = 2 * Hashing.unit(seed, 340 + side, tree, blob) - 1;
            double v = 2 * Hashing.unit(seed, 350 + side, tree, blob) - 1;
            if (u * u + v * v < 1) {
                double light = 0.72 + 0.26 * v - 0.12 * u * side + 0.3 * Hashing.unit(seed, 360, tree, blob);
                double lift = trunk + crown * (1 + v);
                Shapes.disc(canvas, view, x + u * crown, lift, z, 0.24 * crown, haze(Rgb.lit(leaf, light), z), 0.9);
            }
        }
    }
}
