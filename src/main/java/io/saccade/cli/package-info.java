/** The command line: serve, score, calibrate, ingest, watch. */
@NullMarked
package io.saccade.cli;

import org.jspecify.annotations.NullMarked;
