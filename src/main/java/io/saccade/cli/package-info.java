/** The command line: serve, score, calibrate, ingest, watch, verify, redrive, gan. */
@NullMarked
package io.saccade.cli;

import org.jspecify.annotations.NullMarked;
