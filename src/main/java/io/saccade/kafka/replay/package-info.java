/** What is on the topics, looked at again: published maps are verified, dead letters sent back. */
@NullMarked
package io.saccade.kafka.replay;

import org.jspecify.annotations.NullMarked;
