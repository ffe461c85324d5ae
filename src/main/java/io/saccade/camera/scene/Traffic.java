package io.saccade.camera.scene;

import io.saccade.camera.scene.SceneObject.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Who is where in the street at a moment. Each lane is an endless row of slots that moves at the lane's speed; what is in
 * a slot follows from its number alone, so any moment can be asked for without those before it.
 */
final class Traffic {

    private static final double NEAR_END = -8;
    private static final double FAR_END = 150;
    private static final double CAR_SLOT = 15;
    private static final double WALK_SLOT = 7;

    /** Common car colours, in the shares that one meets: silver, greys, black, white, dark blue, dark red, beige. */
    private static final int[] COMMON = {
        0x9FA2A5, 0x86898C, 0x6A6D70, 0x55585B, 0x2A2C2F, 0x1F2023, 0x7C7F83, 0xB3B5B6, 0xE6E6E3, 0x2F3D57, 0x5B2C2D,
        0x8F8878, 0x46505A, 0x3E4043
    };

    private static final int[] STRIKING = {
        0xD3202A, 0xE9B10C, 0xF06A12, 0x1C57D8, 0x18A65A, 0xC8208C, 0x23B5D3, 0xF4F4F2, 0x7A2BC2
    };

    private static final int[] CLOTHES = {
        0x3A3F47, 0x5A5F66, 0x7B6F60, 0x2B3344, 0x6B5550, 0x8B8D8B, 0x4E5A4A, 0x2A2A2C, 0x9A948A
    };

    private final long seed;

    Traffic(long seed) {
        this.seed = seed;
    }

    /** Everyone between both ends of the street at a time in seconds, farthest first. */
    List<Mover> at(double seconds) {
        List<Mover> movers = new ArrayList<>();
        for (int lane = 0; lane < 4; lane++) {
            int heading = lane < 2 ? -1 : 1;
            double speed = Hashing.between(7, 12, seed, 400, lane);
            slots(movers, lane, heading * speed * seconds, CAR_SLOT);
        }
        for (int file = 4; file < 8; file++) {
            double speed = Hashing.between(1.0, 1.7, seed, 400, file) * (file % 2 == 0 ? 1 : -1);
            slots(movers, file, speed * seconds, WALK_SLOT);
        }
        movers.sort(Comparator.comparingDouble(Mover::z).reversed());
        return movers;
    }

    private void slots(List<Mover> movers, int row, double travelled, double length) {
        long first = (long) Math.floor((NEAR_END - travelled) / length);
        long last = (long) Math.floor((FAR_END - travelled) / length);
        for (long slot = first; slot <= last; slot++) {
            double busy = row < 4 ? 0.42 : 0.3;
            if (Hashing.unit(seed, 410, row, slot) < busy) {
                double start = slot * length;
                movers.add(row < 4 ? vehicle(row, slot, start + travelled) : pedestrian(row, slot, start, travelled));
            }
        }
    }

    private Vehicle vehicle(int lane, long slot, double start) {
        boolean van = Hashing.unit(seed, 420, lane, slot) < 0.14;
        boolean striking = Hashing.unit(seed, 421, lane, slot) < 0.16;
        double halfLength = van ? 2.6 : Hashing.between(1.95, 2.4, seed, 422 + lane * 1000L, slot);
        double room = CAR_SLOT - 2 * halfLength - 3;
        double z = start + 1.5 + halfLength + room * Hashing.unit(seed, 423, lane, slot);
        double sway = Hashing.between(-0.25, 0.25, seed, 424 + lane * 1000L, slot);
        double x = (lane - 1.5) * Backdrop.LANE + sway;
        int[] palette = striking ? STRIKING : COMMON;
        int rgb = palette[(int) (Hashing.unit(seed, 425, lane, slot) * palette.length)];
        return new Vehicle(van ? Kind.VAN : Kind.CAR, rgb, striking, x, z, halfLength, lane < 2 ? -1 : 1);
    }

    private Pedestrian pedestrian(int file, long slot, double start, double travelled) {
        boolean striking = Hashing.unit(seed, 430, file, slot) < 0.12;
        int[] palette = striking ? STRIKING : CLOTHES;
        int rgb = palette[(int) (Hashing.unit(seed, 431, file, slot) * palette.length)];
        int trousers = CLOTHES[(int) (Hashing.unit(seed, 432, file, slot) * CLOTHES.length)];
        double tall = Hashing.between(1.55, 1.9, seed, 433 + file * 1000L, slot);
        double z = start + travelled + WALK_SLOT * 0.8 * Hashing.unit(seed, 434, file, slot);
        double side = file < 6 ? -1 : 1;
        double x = side * Hashing.between(7.8, 10, seed, 435 + file * 1000L, slot);
        double stride = StrictMath.sin(travelled * 4.2 + slot);
        return new Pedestrian(rgb, striking, x, z, tall, stride, trousers);
    }
}
