/** The edges that make frames: synthetic scene, image folder, MJPEG stream. */
@NullMarked
package io.saccade.camera;

import org.jspecify.annotations.NullMarked;
