package io.saccade.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnxruntime.OnnxJavaType;

/** The element types that our graphs use. */
public enum ElementType {
    UINT8(TensorProto.DataType.UINT8, OnnxJavaType.UINT8, Byte.BYTES),
    BOOL(TensorProto.DataType.BOOL, OnnxJavaType.BOOL, Byte.BYTES),
    INT32(TensorProto.DataType.INT32, OnnxJavaType.INT32, Integer.BYTES),
    INT64(TensorProto.DataType.INT64, OnnxJavaType.INT64, Long.BYTES),
    FLOAT(TensorProto.DataType.FLOAT, OnnxJavaType.FLOAT, Float.BYTES),
    DOUBLE(TensorProto.DataType.DOUBLE, OnnxJavaType.DOUBLE, Double.BYTES);

    private final TensorProto.DataType proto;
    private final OnnxJavaType java;
    private final int bytes;

    ElementType(TensorProto.DataType proto, OnnxJavaType java, int bytes) {
        this.proto = proto;
        this.java = java;
        this.bytes = bytes;
    }

    /** Bytes that one element takes. */
    public int bytes() {
        return bytes;
    }

    int number() {
        return proto.getNumber();
    }

    OnnxJavaType java() {
        return java;
    }
}
