/** Plots of measurements as SVG pictures, in plain text and without a library. */
package io.saccade.load.plot;
