/** Named tensors and the safetensors format they travel in. */
@NullMarked
package io.saccade.tensor;

import org.jspecify.annotations.NullMarked;
