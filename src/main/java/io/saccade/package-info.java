/** Where it starts: the main class, and how the parts are put together. */
@NullMarked
package io.saccade;

import org.jspecify.annotations.NullMarked;
