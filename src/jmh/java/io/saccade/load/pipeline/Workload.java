package io.saccade.load.pipeline;

import io.saccade.attention.AttentionParameters;
import io.saccade.attention.NaiveGraphs;
import io.saccade.attention.Samples;
import io.saccade.frame.FrameSize;
import io.saccade.load.LoadFrames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What everyone is given.
 *
 * @param frames number of frames in the backlog
 * @param pictures what they show, in turns
 * @param parameters of the operator, for frames of this size
 * @param parameterFile the same in a file
 * @param naiveGraph ONNX file of the operator as one would write it
 */
record Workload(int frames, LoadFrames pictures, AttentionParameters parameters, Path parameterFile, Path naiveGraph) {

    /** As many cameras as partitions, each in a partition of its own. */
    static final int CAMERAS = 4;

    private static final int PICTURES = 64;
    private static final int COLOURS = 3;
    private static final FrameSize VGA = new FrameSize(640, 480);
    private static final double KEYS_AT_VGA = 300;

    /** Makes the pictures and writes the files into a folder. */
    static Workload of(int frames, FrameSize size, int outputChannels, Path folder)
            throws IOException, InterruptedException {
        AttentionParameters parameters = outputChannels == 1
                ? AttentionParameters.defaults().scaledTo(size)
                : Samples.parameters(
                        COLOURS, outputChannels, KEYS_AT_VGA * Math.sqrt((double) size.pixels() / VGA.pixels()), 1);
        return new Workload(
                frames,
                LoadFrames.of(size, PICTURES),
                parameters,
                Files.write(folder.resolve("parameters.safetensors"), parameters.toBytes()),
                Files.write(folder.resolve("naive.onnx"), NaiveGraphs.matMulSoftmax(COLOURS, outputChannels)));
    }

    /** The camera of a frame, which is also its partition. */
    static int camera(long frame) {
        return (int) (frame % CAMERAS);
    }
}
