package dev.accrue.gaussian;

import dev.accrue.common.AccrueException;

/**
 * A classifier's estimate, made class by class. With one covariance for all classes only the sum of their scatters is
 * kept, so a model of 1,000 classes in 1280 dimensions needs the memory of one scatter, one sum and the means; with a
 * covariance for each class that of all scatters. For one thread.
 *
 * <p>Everything is taken in the order of the additions, so one more class added to a fitting gives bit for bit what
 * a new fitting of all classes gives. What is given is shared, not copied: leave it as it is.
 */
public interface Fitting {

    /**
     * Adds a class with a scatter of its own.
     *
     * @throws AccrueException CONFLICT when the dimension is not the fitting's
     */
    void add(ClassStatistics statistics);

    /**
     * Adds a class that was sealed: its scatter comes with {@link #add(SharedScatter)}, before or after. A method with
     * a covariance for each class refuses both with a CONFLICT that says what to do.
     *
     * @param count n, at least 1
     * @param mean m {@code [d]}
     * @throws AccrueException CONFLICT when the dimension is not the fitting's, BAD_DATA when it counts no image
     */
    void add(long count, double[] mean);

    /**
     * Adds the scatters of sealed classes, once for all of them. They weigh as many classes as were sealed, also
     * when some of these have left the model since.
     *
     * @throws AccrueException CONFLICT when the dimension is not the fitting's
     */
    void add(SharedScatter shared);

    /**
     * The classifier of what was added so far, its classes in the order of their additions. May be called between
     * additions; changes nothing.
     *
     * @throws AccrueException CONFLICT when no class or no scatter was added, BAD_DATA when the statistics are not
     *     finite or do not give a positive definite covariance
     */
    Classifier classifier();

    /**
     * The covariance that the classifier uses, ridge included. Where each class has its own it is the pooled one, which
     * these are shrunk to or lie around; where there is none it is the identity. Changes nothing.
     *
     * @throws AccrueException CONFLICT when no scatter was added, or too little for the method's options
     */
    CovarianceEstimate covariance();
}
