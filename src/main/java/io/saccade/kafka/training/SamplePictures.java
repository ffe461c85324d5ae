package io.saccade.kafka.training;

import io.saccade.gan.Checkpoint;
import io.saccade.gan.SampleGrid;
import io.saccade.gan.Samples;

/**
 * Pictures of what the generator makes.
 *
 * @param count samples in a picture
 */
record SamplePictures(Samples samples, int count) {

    /** A PNG; the same weights give the same picture. */
    byte[] draw(Checkpoint checkpoint) {
        return SampleGrid.png(samples.of(checkpoint, count), samples.volume());
    }
}
