package dev.accrue.gaussian;

import static dev.accrue.common.AccrueException.Category.USAGE;
import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * A method with its options still open. All that there are stand here.
 *
 * @param summary one line for people
 * @param projection the random projection that its features must have gone through; none where any view will do
 */
record MethodFamily(
        String name,
        Supplier<String> summary,
        Optional<String> projection,
        List<MethodOption> options,
        Function<Map<String, String>, Recipe> of) {

    private MethodFamily(
            String name,
            Supplier<String> summary,
            List<MethodOption> options,
            Function<Map<String, String>, Recipe> of) {
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

    private static final MethodOption PRIOR =
            MethodOption.words("prior", List.of("counts", "uniform"), () -> text("gaussian.option.prior"));

    private static final List<MethodOption> LDA_OPTIONS = List.of(
            MethodOption.words("covariance", List.of("pooled", "equal"), () -> text("gaussian.option.covariance")),
            MethodOption.number("epsilon", 0, MOST, FIXED_RIDGE, () -> text("gaussian.option.fixedRidge")),
            PRIOR,
            MethodOption.words(
                            "shrinkage",
                            List.of("oas", "rblw", "fixed", "none"),
                            () -> text("gaussian.option.shrinkage"))
                    .hinting(() -> text("gaussian.option.noLedoitWolf")));

    static final List<MethodFamily> ALL = List.of(
            new MethodFamily(
                    "article",
                    () -> text("gaussian.method.article"),
                    List.of(),
                    options -> linear(
                            LinearDiscriminant.Form.ARTICLE,
                            CovarianceSum.Weighting.EQUAL,
                            Shrinkage.absolute(ARTICLE_RIDGE),
                            Prior.COUNTS)),
            new MethodFamily("lda", () -> text("gaussian.method.lda"), LDA_OPTIONS, options -> lda("lda", options)),
            new MethodFamily(
                    "ncm",
                    () -> text("gaussian.method.ncm"),
                    List.of(MethodOption.words(
                            "metric", List.of("euclidean", "cosine"), () -> text("gaussian.option.metric"))),
                    options -> nearestMean(option(options, "metric").equals("cosine"))),
            new MethodFamily(
                    "qda",
                    () -> text("gaussian.method.qda"),
                    List.of(
                            MethodOption.number("alpha", 0, MOST, 1, () -> text("gaussian.option.alpha")),
                            MethodOption.number(
                                    "epsilon", 0, MOST, QDA_RIDGE, () -> text("gaussian.option.pooledRidge")),
                            PRIOR),
                    options -> new Recipe(
                            d -> new QdaFitting(
                                    d, number(options, "alpha"), number(options, "epsilon"), prior(options)),
                            QuadraticDiscriminant::of)),
            new MethodFamily(
                    "fecam",
                    () -> text("gaussian.method.fecam"),
                    List.of(
                            MethodOption.number("gamma1", 0, MOST, 1, () -> text("gaussian.option.gamma1")),
                            MethodOption.number("gamma2", 0, MOST, 1, () -> text("gaussian.option.gamma2"))),
                    options -> new Recipe(
                            d -> new FecamFitting(d, number(options, "gamma1"), number(options, "gamma2")),
                            QuadraticDiscriminant::of)),
            new MethodFamily(
                    "slda",
                    () -> text("gaussian.method.slda"),
                    List.of(MethodOption.number("epsilon", 0, 1, 1e-4, () -> text("gaussian.option.identity"))),
                    options -> linear(
                            LinearDiscriminant.Form.shrunk("identity"),
                            CovarianceSum.Weighting.POOLED_BY_IMAGES,
                            Shrinkage.towardsIdentity(number(options, "epsilon")),
                            Prior.UNIFORM)),
            new MethodFamily(
                    "ridge",
                    () -> text("gaussian.method.ridge"),
                    List.of(MethodOption.wordOrNumber("lambda", AUTO, 0, MOST, () -> text("gaussian.option.lambda"))),
                    MethodFamily::ridge),
            new MethodFamily(
                    "klda",
                    () -> text("gaussian.method.klda"),
                    Optional.of("fourier"),
                    LDA_OPTIONS,
                    options -> lda("klda", options)));

    private static Recipe ridge(Map<String, String> options) {
        boolean auto = option(options, "lambda").equals(AUTO);
        LinearDiscriminant.Form form = LinearDiscriminant.Form.ridge(auto);
        OptionalDouble lambda = auto ? OptionalDouble.empty() : OptionalDouble.of(number(options, "lambda"));
        return new Recipe(
                d -> new RidgeFitting(d, form, lambda), parameters -> LinearDiscriminant.of(parameters, form));
    }

    private static Recipe lda(String name, Map<String, String> options) {
        String rule = option(options, "shrinkage");
        if (!rule.equals("fixed") && number(options, "epsilon") != FIXED_RIDGE) {
            throw new AccrueException(
                    USAGE, text("gaussian.option.epsilonWithoutFixed", name, option(options, "epsilon"), rule));
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
