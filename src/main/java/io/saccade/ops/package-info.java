/** What operators look at: health, warm-up and metrics. */
@NullMarked
package io.saccade.ops;

import org.jspecify.annotations.NullMarked;
