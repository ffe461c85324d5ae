/** The native image library: loading it once, and matrices over buffers of our own. */
@NullMarked
package io.saccade.opencv;

import org.jspecify.annotations.NullMarked;
