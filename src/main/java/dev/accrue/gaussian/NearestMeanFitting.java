package dev.accrue.gaussian;

import dev.accrue.gaussian.LinearDiscriminant.Form;
import dev.accrue.gaussian.LinearDiscriminant.Prototype;
import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;

/**
 * Nearest class mean, written as linear discriminants with the identity for a covariance. Euclidean: the score is
 * -|z - m|^2 / 2 without |z|^2 / 2, which is common to the classes. By the angle: both are brought to length 1, and
 * the score is the cosine, again up to what is common to the classes. A vector of zeros has no direction: as a
 * feature vector it is as near to every class, as a mean its cosine is 0.
 */
final class NearestMeanFitting implements Fitting {

    private final Form form;
    private final Prototypes prototypes;

    NearestMeanFitting(int dimension, Form form) {
        this.form = form;
        this.prototypes = new Prototypes(dimension);
    }

    @Override
    public void add(ClassStatistics statistics) {
        add(statistics.count(), statistics.mean());
    }

    @Override
    public void add(long count, double[] mean) {
        prototypes.add(count, mean);
    }

    @Override
    public void add(SharedScatter shared) {
        prototypes.requireDimension(shared.dimension());
    }

    @Override
    public Classifier classifier() {
        List<Prototype> classes = prototypes.classes();
        return form.unitLength()
                ? discriminant(classes.stream().map(NearestMeanFitting::unit).toList())
                : discriminant(classes);
    }

    private LinearDiscriminant discriminant(List<Prototype> classes) {
        return LinearDiscriminant.of(form, classes, this::offset, DMatrixRMaj::copy, Regularisation.NONE);
    }

    /** |m|^2 / 2 in the cosine, which takes back what the discriminant subtracts: 1/2, or 0 for a mean of zeros. */
    private double offset(Prototype prototype) {
        return form.unitLength() && squares(prototype.mean()) > 0 ? 0.5 : 0;
    }

    private static Prototype unit(Prototype prototype) {
        double squares = squares(prototype.mean());
        double scale = squares == 0 ? 0 : 1 / Math.sqrt(squares);
        return new Prototype(
                prototype.count(),
                Arrays.stream(prototype.mean()).map(value -> value * scale).toArray());
    }

    private static double squares(double[] vector) {
        return Arrays.stream(vector).map(value -> value * value).sum();
    }

    /** The identity: distances are Euclidean, whatever the classes. */
    @Override
    public CovarianceEstimate covariance() {
        return CovarianceEstimate.identity(prototypes.dimension());
    }
}
