/** The flow of one frame through decode, attention and encode, and its outcome; knows no Kafka. */
@NullMarked
package io.saccade.scoring;

import org.jspecify.annotations.NullMarked;
