/** What a number of cameras takes: costs fitted to measurements, a plan by arithmetic, and a simulation that checks it. */
@NullMarked
package io.saccade.capacity;

import org.jspecify.annotations.NullMarked;
