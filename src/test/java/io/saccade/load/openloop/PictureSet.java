package io.saccade.load.openloop;

import io.saccade.frame.FrameSize;
import io.saccade.frame.Payload;
import io.saccade.load.LoadFrames;
import java.io.IOException;
import java.util.List;

/**
 * The pictures of a run, encoded before the clock starts; they come round and round.
 *
 * @param source where they come from, in a word or two
 */
record PictureSet(FrameSize size, List<Payload> payloads, String source) {

    /** That many pictures of {@code $FOOTAGE} or of the synthetic street. */
    static PictureSet of(FrameSize size, Codec codec, int count) throws IOException, InterruptedException {
        LoadFrames frames = LoadFrames.of(size, count);
        return new PictureSet(
                size, frames.pictures().stream().map(codec::encode).toList(), frames.source());
    }

    Payload get(int picture) {
        return payloads.get(picture);
    }

    /** Number of the picture that a frame shows. */
    int pictureOf(long frame) {
        return (int) (frame % payloads.size());
    }
}
