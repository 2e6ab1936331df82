package dev.accrue.gaussian;

import static dev.accrue.common.AccrueException.Category.USAGE;
import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a classifier is derived from the statistics, with its options. Changing it costs no image. A value: two are
 * equal when their {@link #id} is.
 */
public final class Method {
    /**
     * The published method: Lee et al., "A Simple Unified Framework for Detecting Out-of-Distribution Samples and
     * Adversarial Attacks" (NeurIPS 2018), its class-incremental part, with the equal-weight average of the class
     * covariances, 1e-6 on the diagonal and the logarithm of the class counts.
     */
    public static final Method ARTICLE = of("article", Map.of());

    private final String name;
    private final String id;
    private final Optional<String> projection;
    private final MethodFamily.Recipe recipe;

    private Method(String name, String id, Optional<String> projection, MethodFamily.Recipe recipe) {
        this.name = name;
        this.id = id;
        this.projection = projection;
        this.recipe = recipe;
    }

    /** @param options in the order of their names */
    public record Description(String name, String summary, List<Option> options) {
        public Description {
            options = List.copyOf(options);
        }
    }

    /**
     * @param values what may be given, for people
     * @param defaultValue what holds when it is not given
     */
    public record Option(String name, String values, String defaultValue, String summary) {}

    /** What there is. */
    public static List<Description> all() {
        return MethodFamily.ALL.stream()
                .map(family -> new Description(
                        family.name(),
                        family.summary().get(),
                        family.options().stream()
                                .map(option -> new Option(
                                        option.name(),
                                        option.values(),
                                        option.defaultValue(),
                                        option.summary().get()))
                                .toList()))
                .toList();
    }

    /**
     * @param id a name and, each after a blank, options as {@code name=value}, in any order; the text that is kept
     *     with a version
     * @throws AccrueException USAGE as {@link #of} does, or when a word is no option or an option stands twice
     */
    public static Method parse(String id) {
        String[] words = id.strip().split("\\s+", -1);
        Map<String, String> options = new LinkedHashMap<>();
        for (int w = 1; w < words.length; w++) {
            int equals = words[w].indexOf('=');
            if (equals < 1) {
                throw new AccrueException(USAGE, text("gaussian.method.notAnOption", words[w]));
            }
            String option = words[w].substring(0, equals).toLowerCase(Locale.ROOT);
            if (options.put(option, words[w].substring(equals + 1)) != null) {
                throw new AccrueException(USAGE, text("gaussian.method.optionTwice", option));
            }
        }
        return of(words[0], options);
    }

    /**
     * @param options values by name; what is left out is at its default
     * @throws AccrueException USAGE when there is no such method, option or value, or options contradict each other;
     *     the message says what there is
     */
    public static Method of(String name, Map<String, String> options) {
        MethodFamily family = MethodFamily.ALL.stream()
                .filter(each -> each.name().equals(name.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() ->
                        new AccrueException(USAGE, text("gaussian.method.unknown", name, names(MethodFamily.ALL))));
        Map<String, String> chosen = new TreeMap<>();
        family.options().forEach(option -> chosen.put(option.name(), option.defaultValue()));
        options.forEach((option, value) -> {
            MethodOption found = family.option(option).orElseThrow(() -> unknownOption(family, option));
            chosen.put(found.name(), found.canonical(family.name(), value));
        });
        StringBuilder id = new StringBuilder(family.name());
        chosen.forEach((option, value) -> {
            if (family.option(option)
                    .filter(each -> each.defaultValue().equals(value))
                    .isEmpty()) {
                id.append(' ').append(option).append('=').append(value);
            }
        });
        return new Method(
                family.name(), id.toString(), family.projection(), family.of().apply(chosen));
    }

    private static AccrueException unknownOption(MethodFamily family, String option) {
        return new AccrueException(
                USAGE,
                family.options().isEmpty()
                        ? text("gaussian.method.noOptions", family.name(), option)
                        : text(
                                "gaussian.method.noOption",
                                family.name(),
                                option,
                                family.options().stream()
                                        .map(each -> each.name() + " (" + each.values() + ")")
                                        .collect(Collectors.joining(", "))));
    }

    private static String names(List<MethodFamily> families) {
        return families.stream().map(MethodFamily::name).collect(Collectors.joining(", "));
    }

    /**
     * The random projection that the features must have gone through for the method to be what its name says, as
     * {@code fourier}: a matter of the view that they come from, which whoever fits it checks. Where there is none, any
     * view will do.
     */
    public Optional<String> projection() {
        return projection;
    }

    /** The first word of the {@link #id}. */
    public String name() {
        return name;
    }

    /** The name and every option that is not at its default, in the order of their names. */
    public String id() {
        return id;
    }

    /**
     * An empty estimate, to which classes are added one by one.
     *
     * @param dimension d, at least 1
     * @throws AccrueException CONFLICT when d is less than 1
     */
    public Fitting fitting(int dimension) {
        return recipe.fitting().apply(dimension);
    }

    /**
     * Derives the classifier; its classes are in the order of the list.
     *
     * @param classes at least one, all of one dimension d; with one covariance for all classes it costs
     *     C d^2 + d^3/3 + 2 C d^2 flops, with one a class C d^3/3
     * @throws AccrueException CONFLICT when there is no class, the dimensions differ or the images are too few for
     *     the options, BAD_DATA when the statistics do not give a positive definite covariance
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
        return recipe.kept().apply(parameters);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Method method && id.equals(method.id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return id;
    }
}
