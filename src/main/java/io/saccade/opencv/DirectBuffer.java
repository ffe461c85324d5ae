package io.saccade.opencv;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Off-heap memory that grows to the largest size asked for and is reused from call to call by one thread. */
public final class DirectBuffer {

    private ByteBuffer memory = ByteBuffer.allocateDirect(0);

    /** A view of exactly that many bytes in native order; what it held before, and every earlier view, is void. */
    public ByteBuffer ofSize(int bytes) {
        if (memory.capacity() < bytes) {
            memory = ByteBuffer.allocateDirect(bytes);
        }
        return memory.slice(0, bytes).order(ByteOrder.nativeOrder());
    }

    /** A view of a copy of the bytes from position 0 to the limit. */
    public ByteBuffer copyOf(ByteBuffer bytes) {
        return ofSize(bytes.limit()).put(0, bytes, 0, bytes.limit());
    }
}
