/** A procedural street for cameras that don't exist: what it shows follows from seed, camera and frame number. */
@NullMarked
package io.saccade.camera.scene;

import org.jspecify.annotations.NullMarked;
