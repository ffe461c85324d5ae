package io.saccade.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

/** An open model; any number of threads may run it at once, each with a {@link Binding} of its own. */
public final class Session implements AutoCloseable {

    private final OrtSession session;

    Session(OrtSession session) {
        this.session = session;
    }

    OrtSession ort() {
        return session;
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new OnnxException("can't close the session", e);
        }
    }
}
