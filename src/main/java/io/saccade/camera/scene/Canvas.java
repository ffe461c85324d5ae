package io.saccade.camera.scene;

import java.util.Arrays;

/**
 * Fills convex polygons with soft edges into {@code [height, width]} packed RGB.
 *
 * <p>Own code and not {@code java.awt}, because the pixels must be the same on every Java release and machine: the default
 * parameters are fitted to them. Each row is cut into four lines; a polygon covers one span of each, counted in 1/64 pixel.
 */
final class Canvas {

    private static final int LINES = 4;

    /** Coverage of a full pixel by one line. */
    private static final int FULL = 64;

    private final int width;
    private final int height;
    private final int[] pixels;
    private final int[] coverage;

    Canvas(int width, int height) {
        this.width = width;
        this.height = height;
        this.pixels = new int[width * height];
        this.coverage = new int[width + 1];
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** The pixels themselves, row-major, {@code 0xRRGGBB}. */
    int[] pixels() {
        return pixels;
    }

    /** Fills the convex polygon of the corners {@code (xs[i], ys[i])} with a colour at an opacity of 0 … 1. */
    void fill(double[] xs, double[] ys, int rgb, double opacity) {
        double top = Double.MAX_VALUE;
        double bottom = -Double.MAX_VALUE;
        for (double y : ys) {
            top = Math.min(top, y);
            bottom = Math.max(bottom, y);
        }
        int firstRow = (int) Math.max(0, Math.floor(top));
        int lastRow = (int) Math.min(height - 1, Math.floor(bottom));
        for (int row = firstRow; row <= lastRow; row++) {
            fillRow(xs, ys, row, rgb, opacity);
        }
    }

    private void fillRow(double[] xs, double[] ys, int row, int rgb, double opacity) {
        int from = width;
        int to = 0;
        for (int line = 0; line < LINES; line++) {
            double y = row + (line + 0.5) / LINES;
            double left = Double.MAX_VALUE;
            double right = -Double.MAX_VALUE;
            for (int i = 0, j = xs.length - 1; i < xs.length; j = i++) {
                if ((ys[i] <= y) != (ys[j] <= y)) {
                    double x = xs[i] + (y - ys[i]) / (ys[j] - ys[i]) * (xs[j] - xs[i]);
                    left = Math.min(left, x);
                    right = Math.max(right, x);
                }
            }
            left = Math.max(left, 0);
            right = Math.min(right, width);
            if (left < right) {
                cover(left, right);
                from = Math.min(from, (int) left);
                to = Math.max(to, Math.min(width, (int) right + 1));
            }
        }
        if (from < to) {
            blend(row, from, to, rgb, opacity);
        }
    }

    /** Adds the coverage of the span [left, right) as differences between neighbouring pixels, plus the soft ends. */
    private void cover(double left, double right) {
        int first = (int) left;
        int last = Math.min(width - 1, (int) right);
        if (first == last) {
            int part = (int) ((right - left) * FULL);
            coverage[first] += part;
            coverage[first + 1] -= part;
            return;
        }
        int begin = (int) ((first + 1 - left) * FULL);
        int end = (int) ((right - last) * FULL);
        coverage[first] += begin;
        coverage[first + 1] += FULL - begin;
        coverage[last] += end - FULL;
        coverage[last + 1] -= end;
    }

    private void blend(int row, int from, int to, int rgb, double opacity) {
        int red = Rgb.red(rgb);
        int green = Rgb.green(rgb);
        int blue = Rgb.blue(rgb);
        int scale = (int) (opacity * 256);
        int covered = 0;
        for (int x = from, at = row * width + from; x < to; x++, at++) {
            covered += coverage[x];
            int alpha = (Math.min(covered, LINES * FULL) * scale) >> 8;
            if (alpha >= LINES * FULL) {
                pixels[at] = rgb;
            } else if (alpha > 0) {
                int under = pixels[at];
                int r = Rgb.red(under) + (((red - Rgb.red(under)) * alpha) >> 8);
                int g = Rgb.green(under) + (((green - Rgb.green(under)) * alpha) >> 8);
                int b = Rgb.blue(under) + (((blue - Rgb.blue(under)) * alpha) >> 8);
                pixels[at] = (r << 16) | (g << 8) | b;
            }
        }
        Arrays.fill(coverage, from, Math.min(to + 1, coverage.length), 0);
    }
}
