package io.saccade.capacity;

/**
 * One number of a plan.
 *
 * @param name lower case, words joined by hyphens
 * @param bound what makes it so large
 */
public record Figure(String name, double value, String unit, String bound) {}
