/** Third step: a score map becomes bytes: safetensors, heat map, summary. */
@NullMarked
package io.saccade.encode;

import org.jspecify.annotations.NullMarked;
