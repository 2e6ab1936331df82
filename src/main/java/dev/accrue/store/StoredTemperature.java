package dev.accrue.store;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;

/**
 * What the scores of a version's classifier are divided by to make its posterior as sure as it is right.
 *
 * @param temperature T, finite and above 0
 * @param vectors feature vectors left out of the fit that it was fitted to
 */
public record StoredTemperature(double temperature, long vectors) {

    /** @throws AccrueException BAD_DATA for a temperature that cannot be one */
    public StoredTemperature {
        if (!isTemperature(temperature)) {
            throw new AccrueException(Category.BAD_DATA, text("store.temperatureUnfit", temperature));
        }
    }

    /** Whether scores can be divided by it without losing what they say. */
    public static boolean isTemperature(double value) {
        return value > 0 && value < Double.POSITIVE_INFINITY;
    }
}
