package io.saccade.load.openloop;

/** Where a frame lies on {@code frames}. */
record Position(int partition, long offset) {}
