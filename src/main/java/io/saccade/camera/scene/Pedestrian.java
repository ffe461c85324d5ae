package io.saccade.camera.scene;

import io.saccade.camera.scene.SceneObject.Kind;

/**
 * Someone who walks on the pavement.
 *
 * @param stride −1 … 1, how far the legs are apart
 */
record Pedestrian(int rgb, boolean striking, double x, double z, double tall, double stride, int trousers)
        implements Mover {

    private static final int SKIN = 0xB98E74;
    private static final int HAIR = 0x3A2F28;

    @Override
    public Kind kind() {
        return Kind.PEDESTRIAN;
    }

    @Override
    public double halfWidth() {
        return 0.3;
    }

    @Override
    public double halfLength() {
        return 0.2;
    }

    @Override
    public void paint(Canvas canvas, Viewpoint view) {
        double hip = tall * 0.48;
        double neck = tall * 0.83;
        double swing = 0.16 * stride;
        Shapes.mat(canvas, view, x - 0.15, x + 0.7 * tall, z - 0.15, z + 0.35, 0x14161A, 0.35);
        leg(canvas, view, x - 0.1, -swing, hip);
        leg(canvas, view, x + 0.1, swing, hip);
        double[] torso = {
            x - 0.19,
            hip - 0.05,
            z,
            x + 0.19,
            hip - 0.05,
            z,
            x + 0.25,
            neck - 0.08,
            z,
            x + 0.12,
            neck,
            z,
            x - 0.12,
            neck,
            z,
            x - 0.25,
            neck - 0.08,
            z
        };
        Shapes.face(canvas, view, torso, rgb, 1);
        Shapes.post(canvas, view, x - 0.27, z + swing, 0.05, hip, neck - 0.06, Rgb.lit(rgb, 0.8));
        Shapes.post(canvas, view, x + 0.27, z - swing, 0.05, hip, neck - 0.06, Rgb.lit(rgb, 0.8));
        Shapes.disc(canvas, view, x, tall * 0.915, z, 0.125, HAIR, 1);
        Shapes.disc(canvas, view, x, tall * 0.9, z - 0.02, 0.1, SKIN, 1);
    }

    private void leg(Canvas canvas, Viewpoint view, double at, double swing, double hip) {
        double[] leg = {
            at - 0.07, 0.02, z + swing * 2, at + 0.07, 0.02, z + swing * 2, at + 0.09, hip, z, at - 0.09, hip, z
        };
        Shapes.face(canvas, view, leg, trousers, 1);
    }
}
