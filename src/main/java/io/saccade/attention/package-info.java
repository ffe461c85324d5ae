/** Second step: an image becomes a score map, by the attention operator and its parameters. */
@NullMarked
package io.saccade.attention;

import org.jspecify.annotations.NullMarked;
