/** What a network is made of: layers as a readable list, the volume that each gives, and its trainable parameters. */
@NullMarked
package io.saccade.gan.net;

import org.jspecify.annotations.NullMarked;
