package io.saccade.encode;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;

/** Smallest and largest score of a plane, and where the largest is. */
record Extremes(double min, double max, int maxX, int maxY) {

    static Extremes of(Mat plane) {
        try (DoublePointer min = new DoublePointer(1);
                DoublePointer max = new DoublePointer(1);
                Point minAt = new Point();
                Point maxAt = new Point()) {
            opencv_core.minMaxLoc(plane, min, max, minAt, maxAt, null);
            return new Extremes(min.get(), max.get(), maxAt.x(), maxAt.y());
        }
    }
}
