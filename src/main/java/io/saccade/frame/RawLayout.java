package io.saccade.frame;

/**
 * The shape of a frame of raw interleaved samples, {@code [height, width, channels]} row-major, as its sender gave it.
 *
 * @param dtype {@code u8}, {@code f16} or {@code f32}, little-endian
 */
public record RawLayout(int width, int height, int channels, String dtype) {}
