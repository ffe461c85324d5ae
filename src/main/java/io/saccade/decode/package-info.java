/** First step: encoded bytes become an image. */
@NullMarked
package io.saccade.decode;

import org.jspecify.annotations.NullMarked;
