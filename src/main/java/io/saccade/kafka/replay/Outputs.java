package io.saccade.kafka.replay;

import io.saccade.kafka.replay.Output.Kind;
import java.util.function.ObjLongConsumer;

/** All outputs of one partition of frames, read side by side. */
record Outputs(OutputCursor maps, OutputCursor letters, OutputCursor superseded) {

    /** Hands over, with their frames' offsets, outputs up to that frame that were not handed over yet. */
    void upTo(long frame, ObjLongConsumer<Output> outputs) {
        maps.upTo(frame, (offset, record) -> outputs.accept(new Output(Kind.MAP, record), offset));
        letters.upTo(frame, (offset, record) -> outputs.accept(new Output(Kind.LETTER, record), offset));
        superseded.upTo(frame, (offset, record) -> outputs.accept(new Output(Kind.SUPERSEDED, record), offset));
    }

    /** Whether an output of that frame may have been deleted by its topic's retention. */
    boolean mayHaveLost(long frame) {
        return maps.mayHaveLost(frame) || letters.mayHaveLost(frame) || superseded.mayHaveLost(frame);
    }
}
