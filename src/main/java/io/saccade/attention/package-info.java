/** Second step: an image becomes a score map, by the attention operator and its parameters or by a user's own model. */
@NullMarked
package io.saccade.attention;

import org.jspecify.annotations.NullMarked;
