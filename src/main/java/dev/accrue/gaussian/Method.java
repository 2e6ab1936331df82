package dev.accrue.gaussian;

import static dev.accrue.common.AccrueException.Category.USAGE;

import dev.accrue.common.AccrueException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a classifier is derived from the statistics. Changing it costs no image. */
public enum Method {
    /**
     * The published method: Lee et al., "A Simple Unified Framework for Detecting Out-of-Distribution Samples and
     * Adversarial Attacks" (NeurIPS 2018), its class-incremental part, with the equal-weight average of the class
     * covariances, 1e-6 on the diagonal and the logarithm of the class counts.
     */
    ARTICLE;

    /** The name a person types. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws AccrueException USAGE when no method has this name; the message lists those that exist */
    public static Method parse(String text) {
        return Arrays.stream(values())
                .filter(method -> method.id().equalsIgnoreCase(text.strip()))
                .findFirst()
                .orElseThrow(() -> new AccrueException(
                        USAGE,
                        "unknown method \"" + text + "\"; expected one of: "
                                + Arrays.stream(values()).map(Method::id).collect(Collectors.joining(", "))));
    }

    /**
     * An empty estimate, to which classes are added one by one.
     *
     * @param dimension d, at least 1
     * @throws AccrueException CONFLICT when d is less than 1
     */
    public Fitting fitting(int dimension) {
        return switch (this) {
            case ARTICLE -> new ArticleFitting(dimension);
        };
    }

    /**
     * Derives the classifier; its classes are in the order of the list.
     *
     * @param classes at least one, all of one dimension d; costs C d^2 + d^3/3 + C d^2 flops
     * @throws AccrueException CONFLICT when there is no class or the dimensions differ, BAD_DATA when the statistics
     *     do not give a positive definite covariance
     */
    public Classifier classifier(List<ClassStatistics> classes) {
        Fitting fitting = fitting(classes.isEmpty() ? 1 : classes.get(0).dimension());
        classes.forEach(fitting::add);
        return fitting.classifier();
    }

    /**
     * The classifier that gave these parameters, with bit for bit the same scores.
     *
     * @param parameters of {@link Classifier#parameters}, of a classifier of this method
     * @throws AccrueException BAD_DATA when they are not of the length that they say, or not finite
     */
    public Classifier classifier(double[] parameters) {
        return switch (this) {
            case ARTICLE -> ArticleDiscriminant.of(parameters);
        };
    }
}
