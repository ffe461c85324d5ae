package io.saccade.gan;

/**
 * How unlike its camera's recent past a sample is, told before it is learnt from.
 *
 * @param novelty 0 … 1, calibrated against that camera's recent past; 0 for its first sample
 * @param discriminator D(x)
 * @param strangeness what novelty is calibrated from: about 1 where everything is as usual
 * @param where number of the cell that is most unusual, row by row
 * @param step number of steps that the weights had taken
 */
public record Novelty(double novelty, double discriminator, double strangeness, int where, long step) {}
