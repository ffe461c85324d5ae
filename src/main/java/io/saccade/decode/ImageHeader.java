package io.saccade.decode;

/**
 * What a compressed image says of itself before any pixel is decoded.
 *
 * @param channels 1 grey, 2 grey with alpha, 3 colour, 4 colour with alpha or CMYK
 * @param bits bits in a sample, 1 … 16
 */
record ImageHeader(int width, int height, int channels, int bits) {}
