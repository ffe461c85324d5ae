/** Java processes of tests: their start, their ports, and the signals that they get. */
package io.saccade.process;
