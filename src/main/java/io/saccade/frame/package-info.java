/** The vocabulary of the data's way: what a frame, an image, a score map and a rejection are. */
@NullMarked
package io.saccade.frame;

import org.jspecify.annotations.NullMarked;
