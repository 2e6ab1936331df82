package dev.accrue.gaussian;

import static dev.accrue.common.AccrueException.Category.USAGE;

import dev.accrue.common.AccrueException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * A method with its options still open. All that there are stand here.
 *
 * @param projection the random projection that its features must have gone through; none where any view will do
 */
record MethodFamily(
        String name,
        String summary,
        Optional<String> projection,
        List<MethodOption> options,
        Function<Map<String, String>, Recipe> of) {

    private MethodFamily(
            String name, String summary, List<MethodOption> options, Function<Map<String, String>, Recipe> of) {
        this(name, summary, Optional.empty(), options, of);
    }

    /** A method with its options chosen: how its classifiers are made, from statistics and from what was kept. */
    record Recipe(IntFunction<Fitting> fitting, Function<double[], Classifier> kept) {}

    private static final double ARTICLE_RIDGE = 1e-6;
    private static final double FIXED_RIDGE = 1e-3;

    /** Larger, because it must also do where all images together are fewer than the features. */
    private static final double QDA_RIDGE = 1e-2;

    private static final String AUTO = "auto";

    /** Sizes that a person may ask for; the bound only keeps an answer finite. */
    private static final double MOST = 1e6;

    private static final MethodOption PRIOR = MethodOption.words(
            "prior",
            List.of("counts", "uniform"),
            "counts: a class of more images is likelier; uniform: all classes are alike",
            "");

    private static final List<MethodOption> LDA_OPTIONS = List.of(
            MethodOption.words(
                    "covariance",
                    List.of("pooled", "equal"),
                    "pooled: every image counts the same; equal: every class does",
                    ""),
            MethodOption.number(
                    "epsilon", 0, MOST, FIXED_RIDGE, "with shrinkage=fixed: the ridge as a part of the mean variance"),
            PRIOR,
            MethodOption.words(
                    "shrinkage",
                    List.of("oas", "rblw", "fixed", "none"),
                    "towards the identity; oas and rblw find the amount themselves (Chen et al. 2010)",
                    "; ledoit-wolf itself needs the fourth moments of the features, which are not"
                            + " kept: rblw is what to expect of it, given the second moments"));

    static final List<MethodFamily> ALL = List.of(
            new MethodFamily(
                    "article",
                    "one covariance for all classes, as published (Lee et al. 2018)",
                    List.of(),
                    options -> linear(
                            LinearDiscriminant.Form.ARTICLE,
                            CovarianceSum.Weighting.EQUAL,
                            Shrinkage.absolute(ARTICLE_RIDGE),
                            Prior.COUNTS)),
            new MethodFamily(
                    "lda",
                    "linear discriminant analysis: one covariance for all classes, shrunk as far as the images ask for",
                    LDA_OPTIONS,
                    options -> lda("lda", options)),
            new MethodFamily(
                    "ncm",
                    "nearest class mean",
                    List.of(MethodOption.words(
                            "metric", List.of("euclidean", "cosine"), "the distance, or the angle, to the mean", "")),
                    options -> nearestMean(option(options, "metric").equals("cosine"))),
            new MethodFamily(
                    "qda",
                    "quadratic discriminant analysis: a covariance for each class, shrunk towards the pooled one",
                    List.of(
                            MethodOption.number(
                                    "alpha",
                                    0,
                                    MOST,
                                    1,
                                    "the pooled covariance weighs as much as alpha images for each feature"),
                            MethodOption.number(
                                    "epsilon", 0, MOST, QDA_RIDGE, "the ridge as a part of the mean pooled variance"),
                            PRIOR),
                    options -> new Recipe(
                            d -> new QdaFitting(
                                    d, number(options, "alpha"), number(options, "epsilon"), prior(options)),
                            QuadraticDiscriminant::of)),
            new MethodFamily(
                    "fecam",
                    "Mahalanobis distance with the correlations of each class (Goswami et al. 2023)",
                    List.of(
                            MethodOption.number("gamma1", 0, MOST, 1, "weight of the mean variance on the diagonal"),
                            MethodOption.number(
                                    "gamma2", 0, MOST, 1, "weight of the mean covariance off the diagonal")),
                    options -> new Recipe(
                            d -> new FecamFitting(d, number(options, "gamma1"), number(options, "gamma2")),
                            QuadraticDiscriminant::of)),
            new MethodFamily(
                    "slda",
                    "streaming linear discriminant analysis, on exact statistics (Hayes and Kanan 2020)",
                    List.of(MethodOption.number("epsilon", 0, 1, 1e-4, "weight of the identity in the covariance")),
                    options -> linear(
                            LinearDiscriminant.Form.shrunk("identity"),
                            CovarianceSum.Weighting.POOLED_BY_IMAGES,
                            Shrinkage.towardsIdentity(number(options, "epsilon")),
                            Prior.UNIFORM)),
            new MethodFamily(
                    "ridge",
                    "ridge regression of the classes; on a random ReLU projection that of McDonnell et al. (2023)",
                    List.of(MethodOption.wordOrNumber(
                            "lambda",
                            AUTO,
                            0,
                            MOST,
                            "the ridge as a part of the mean variance; auto: by generalised cross-validation, from the"
                                    + " statistics")),
                    MethodFamily::ridge),
            new MethodFamily(
                    "klda",
                    "kernel discriminant analysis: lda on random Fourier features (Momeni et al. 2025)",
                    Optional.of("fourier"),
                    LDA_OPTIONS,
                    options -> lda("klda", options)));

    private static Recipe ridge(Map<String, String> options) {
        boolean auto = option(options, "lambda").equals(AUTO);
        LinearDiscriminant.Form form =
                LinearDiscriminant.Form.ridge(auto ? ", chosen by generalised cross-validation" : "");
        OptionalDouble lambda = auto ? OptionalDouble.empty() : OptionalDouble.of(number(options, "lambda"));
        return new Recipe(
                d -> new RidgeFitting(d, form, lambda), parameters -> LinearDiscriminant.of(parameters, form));
    }

    private static Recipe lda(String name, Map<String, String> options) {
        String rule = option(options, "shrinkage");
        if (!rule.equals("fixed") && number(options, "epsilon") != FIXED_RIDGE) {
            throw new AccrueException(
                    USAGE,
                    name + " epsilon=" + option(options, "epsilon") + " has no meaning with shrinkage=" + rule
                            + "; say shrinkage=fixed as well, or leave epsilon out");
        }
        Shrinkage shrinkage = switch (rule) {
            case "oas" -> Shrinkage.oas();
            case "rblw" -> Shrinkage.rblw();
            case "fixed" -> Shrinkage.fixed(number(options, "epsilon"));
            default -> Shrinkage.none();
        };
        return linear(
                LinearDiscriminant.Form.shrunk(rule),
                option(options, "covariance").equals("pooled")
                        ? CovarianceSum.Weighting.POOLED
                        : CovarianceSum.Weighting.EQUAL,
                shrinkage,
                prior(options));
    }

    private static Recipe linear(
            LinearDiscriminant.Form form, CovarianceSum.Weighting weighting, Shrinkage shrinkage, Prior prior) {
        return new Recipe(
                d -> new LinearFitting(d, form, weighting, shrinkage, prior),
                parameters -> LinearDiscriminant.of(parameters, form));
    }

    private static Recipe nearestMean(boolean cosine) {
        LinearDiscriminant.Form form = cosine ? LinearDiscriminant.Form.COSINE : LinearDiscriminant.Form.EUCLIDEAN;
        return new Recipe(d -> new NearestMeanFitting(d, form), parameters -> LinearDiscriminant.of(parameters, form));
    }

    Optional<MethodOption> option(String name) {
        return options.stream().filter(option -> option.name().equals(name)).findFirst();
    }

    private static Prior prior(Map<String, String> options) {
        return option(options, "prior").equals("counts") ? Prior.COUNTS : Prior.UNIFORM;
    }

    private static double number(Map<String, String> options, String name) {
        return Double.parseDouble(option(options, name));
    }

    private static String option(Map<String, String> options, String name) {
        String value = options.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no option " + name);
        }
        return value;
    }
}
