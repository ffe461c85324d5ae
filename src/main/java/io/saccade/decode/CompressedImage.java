package io.saccade.decode;

import java.nio.ByteBuffer;

/**
 * A compressed image as it goes to its native decoder: only the parts that make up the picture. Metadata, animations and
 * what lies behind the end stay out, so that no parser of theirs has to be trusted.
 *
 * @param header what the file says of itself
 * @param file a valid file of the same picture, from position 0 to its limit
 * @param leastBytes no whole file of this size is shorter
 */
record CompressedImage(ImageHeader header, ByteBuffer file, long leastBytes) {}
