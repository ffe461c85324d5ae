package io.saccade.gan;

import io.saccade.frame.Image;
import io.saccade.frame.SampleType;
import io.saccade.gan.net.Volume;

/**
 * A frame as a sample: each channel is divided by its Frobenius norm over the whole frame (all zeros stay so), averaged over
 * the area of each cell of a grid, and multiplied by √(H W), so that entries are of order 1. A frame that is made brighter
 * or darker by a factor gives the same sample.
 *
 * @param grid [rows, columns, channels]; a sample is row-major
 */
record FrameVector(Volume grid) {

    /** The sample of an image with the grid's channels. */
    float[] of(Image image) {
        if (image.channels() != grid.channels()) {
            throw new IllegalArgumentException(
                    "expected an image of " + grid.channels() + " channels, got " + image.channels());
        }
        int channels = grid.channels();
        Cells columns = new Cells(image.width(), grid.width());
        Cells rows = new Cells(image.height(), grid.height());
        double[] means = new double[grid.size()];
        double[] squares = new double[channels];
        double[] row = new double[image.width() * channels];
        double[] averaged = new double[grid.width() * channels];
        byte[] bytes = new byte[image.type() == SampleType.U8 ? row.length : 0];
        for (int y = 0; y < image.height(); y++) {
            read(image, y, bytes, row);
            for (int i = 0; i < row.length; i++) {
                squares[i % channels] += row[i] * row[i];
            }
            for (int x = 0; x < grid.width(); x++) {
                for (int c = 0; c < channels; c++) {
                    averaged[x * channels + c] = columns.mean(row, x, channels, c);
                }
            }
            rows.spread(y, averaged, means);
        }
        double scale = Math.sqrt((double) image.height() * image.width());
        float[] sample = new float[means.length];
        for (int i = 0; i < sample.length; i++) {
            double norm = Math.sqrt(squares[i % channels]);
            sample[i] = norm == 0 ? 0 : (float) (means[i] / norm * scale);
        }
        return sample;
    }

    private static void read(Image image, int y, byte[] bytes, double[] row) {
        if (image.type() == SampleType.U8) {
            image.samples().get(y * row.length, bytes);
            for (int i = 0; i < row.length; i++) {
                row[i] = bytes[i] & 0xFF;
            }
        } else {
            for (int i = 0; i < row.length; i++) {
                row[i] = image.samples().getFloat((y * row.length + i) * Float.BYTES);
            }
        }
    }

    /**
     * How an axis of pixels is cut into cells of equal length, which may begin and end inside a pixel.
     *
     * @param pixels along the axis
     * @param count cells
     */
    private record Cells(int pixels, int count) {

        double begin(int cell) {
            return (double) cell * pixels / count;
        }

        /** The part of a pixel that lies in a cell. */
        double share(int pixel, int cell) {
            return Math.max(0, Math.min(pixel + 1, begin(cell + 1)) - Math.max(pixel, begin(cell)));
        }

        /** First pixel of a cell. */
        int first(int cell) {
            return (int) begin(cell);
        }

        /** Behind the last pixel of a cell. */
        int end(int cell) {
            return Math.min(pixels, (int) Math.ceil(begin(cell + 1)));
        }

        double mean(double[] row, int cell, int channels, int channel) {
            int first = first(cell);
            int last = end(cell) - 1;
            double sum = row[first * channels + channel] * share(first, cell);
            for (int x = first + 1; x < last; x++) {
                sum += row[x * channels + channel];
            }
            if (last > first) {
                sum += row[last * channels + channel] * share(last, cell);
            }
            return sum * count / pixels;
        }

        /** Adds a row's averages to the cells that it lies in, with the share that each is of its cell. */
        void spread(int pixel, double[] averaged, double[] means) {
            int cell = (int) ((long) pixel * count / pixels);
            for (; cell < count && begin(cell) < pixel + 1; cell++) {
                double share = share(pixel, cell) * count / pixels;
                for (int i = 0; i < averaged.length; i++) {
                    means[cell * averaged.length + i] += share * averaged[i];
                }
            }
        }
    }
}
