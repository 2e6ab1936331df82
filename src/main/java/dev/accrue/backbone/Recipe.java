package dev.accrue.backbone;

import static dev.accrue.common.AccrueException.Category.USAGE;
import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.dataset.Augmentation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a step of training does. A value with one text, {@link #id}.
 *
 * @param descent how a gradient moves the weights
 * @param schedule how the learning rate runs from the first step to the last
 * @param augmentation how pictures are changed; where it turns them, training tells 4 times as many classes apart, and
 *     the head keeps the scores of the upright ones
 * @param smoothing share of each label that is spread over all classes, 0 to 0.9 (Szegedy et al. 2016)
 * @param decay part of a weight that is added to its gradient; of matrices and convolutions, not of biases nor of the
 *     scales and shifts of batch normalisation
 * @param averaging how much of the running average of the weights stays from step to step, 0 to less than 1; the average
 *     takes the place of the weights in the end. 0 for the weights themselves
 */
public record Recipe(
        Descent descent,
        Schedule schedule,
        Augmentation augmentation,
        double smoothing,
        double decay,
        double averaging) {

    /** As published: Adam at a constant rate, pictures as they are. */
    public static final Recipe ARTICLE = new Recipe(Descent.ADAM, Schedule.CONSTANT, Augmentation.NONE, 0, 0, 0);

    /** Moved and mirrored pictures, momentum, weight decay, and a rate that rises and falls once. */
    public static final Recipe STRONG =
            new Recipe(Descent.NESTEROV, Schedule.CYCLE, new Augmentation(0.125, true, 0, 0), 0, 5e-4, 0);

    /** The names, the default first. */
    public static final List<String> NAMES = List.of("strong", "article");

    private static final int USUAL_BATCH = 128;

    /** How a gradient moves the weights. */
    public enum Descent {
        /** Kingma and Ba 2015, with their constants. */
        ADAM(0.001f),
        /** Stochastic gradient descent with a Nesterov momentum of 0.9 (Sutskever et al. 2013). */
        NESTEROV(0.2f);

        private final float rate;

        Descent(float rate) {
            this.rate = rate;
        }
    }

    /** How the learning rate runs. */
    public enum Schedule {
        CONSTANT,
        /** Up and down once. */
        CYCLE
    }

    /** What may follow a name, with the values of the strong recipe; for people. */
    public static String possibleOptions() {
        return text("backbone.recipe.options");
    }

    /**
     * @param text {@code strong} or {@code article} and, each after a blank, options as {@code name=value}; anything that
     *     {@link #id} gave, and more
     * @throws AccrueException USAGE, with what there is
     */
    public static Recipe parse(String text) {
        List<String> words = List.of(text.strip().toLowerCase(Locale.ROOT).split("\\s+", -1));
        if (!NAMES.contains(words.get(0))) {
            throw new AccrueException(USAGE, text("backbone.recipe.unknown", words.get(0), either(NAMES)));
        }
        Map<String, String> options = new LinkedHashMap<>();
        for (String word : words.subList(1, words.size())) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw new AccrueException(USAGE, text("backbone.recipe.notAnOption", word, possibleOptions()));
            }
            if (options.put(word.substring(0, equals), word.substring(equals + 1)) != null) {
                throw new AccrueException(USAGE, text("backbone.recipe.optionTwice", word.substring(0, equals)));
            }
        }
        Recipe recipe = of(words.get(0)).with(options);
        if (!options.isEmpty()) {
            throw new AccrueException(
                    USAGE,
                    text("backbone.recipe.noOption", options.keySet().iterator().next(), possibleOptions()));
        }
        return recipe;
    }

    private static Recipe of(String name) {
        return name.equals("article") ? ARTICLE : STRONG;
    }

    /** Takes the options it knows out of the map. */
    private Recipe with(Map<String, String> options) {
        return new Recipe(
                descent,
                word("schedule", options.remove("schedule"), schedule, Schedule.values()),
                new Augmentation(
                        number("shift", options.remove("shift"), augmentation.shift(), 0.5),
                        word("mirror", options.remove("mirror"), Answer.of(augmentation.mirror()), Answer.values())
                                == Answer.YES,
                        number("cutout", options.remove("cutout"), augmentation.cutout(), 1),
                        number("rotation", options.remove("rotation"), augmentation.rotation(), 0.9)),
                number("smoothing", options.remove("smoothing"), smoothing, 0.9),
                number("decay", options.remove("decay"), decay, 1),
                number("averaging", options.remove("averaging"), averaging, 0.99999));
    }

    private enum Answer {
        YES,
        NO;

        static Answer of(boolean yes) {
            return yes ? YES : NO;
        }
    }

    private static <E extends Enum<E>> E word(String option, @Nullable String text, E otherwise, E[] values) {
        if (text == null) {
            return otherwise;
        }
        List<String> possible = new ArrayList<>();
        for (E each : values) {
            if (lower(each).equals(text)) {
                return each;
            }
            possible.add(lower(each));
        }
        throw new AccrueException(USAGE, text("backbone.recipe.badWord", option, text, either(possible)));
    }

    private static double number(String option, @Nullable String text, double otherwise, double most) {
        if (text == null) {
            return otherwise;
        }
        try {
            double value = Double.parseDouble(text);
            if (value >= 0 && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // refused below, as a number out of range is
        }
        throw new AccrueException(USAGE, text("backbone.recipe.badNumber", option, text, number(most)));
    }

    /** As a sentence leaves a choice: one or another. */
    private static String either(List<String> words) {
        return words.stream()
                .reduce((some, next) -> text("backbone.recipe.or", some, next))
                .orElse("");
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String number(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    /** The learning rate where nobody says otherwise: 0.001 of Adam, or at the peak 0.2 for each 128 images of a step. */
    public float usualRate(int batchSize) {
        return descent == Descent.ADAM ? descent.rate : descent.rate * batchSize / USUAL_BATCH;
    }

    /** The one text of this recipe: a name, and every option that is not as that name has it. */
    public String id() {
        String name = descent == Descent.ADAM ? "article" : "strong";
        Map<String, String> usual = of(name).options();
        StringBuilder id = new StringBuilder(name);
        options().forEach((option, value) -> {
            if (!Objects.equals(value, usual.get(option))) {
                id.append(' ').append(option).append('=').append(value);
            }
        });
        return id.toString();
    }

    private Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("schedule", lower(schedule));
        options.put("shift", number(augmentation.shift()));
        options.put("mirror", lower(Answer.of(augmentation.mirror())));
        options.put("cutout", number(augmentation.cutout()));
        options.put("rotation", number(augmentation.rotation()));
        options.put("smoothing", number(smoothing));
        options.put("decay", number(decay));
        options.put("averaging", number(averaging));
        return options;
    }

    @Override
    public String toString() {
        return id();
    }
}
