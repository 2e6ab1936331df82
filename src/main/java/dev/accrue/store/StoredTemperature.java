package dev.accrue.store;

/**
 * What the scores of a version's classifier are divided by to make its posterior as sure as it is right.
 *
 * @param temperature T, above 0
 * @param vectors held-out feature vectors that it was fitted to
 */
public record StoredTemperature(double temperature, long vectors) {}
