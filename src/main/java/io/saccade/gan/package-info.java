/**
 * The second flow: samples become minibatches, minibatches become training steps of a generative adversarial network, and
 * each sample is told how novel it is before it is learnt from.
 */
@NullMarked
package io.saccade.gan;

import org.jspecify.annotations.NullMarked;
