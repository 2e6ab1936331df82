package dev.accrue.backbone;

import static dev.accrue.common.AccrueException.Category.USAGE;
import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What turns a backbone's output into the vector whose statistics are kept. Statistics belong to one backbone and one
 * view, and never mix; one pass over the images feeds any number of views. A value with one text, {@link #id}.
 *
 * @param features which layers a vector comes from
 * @param grids cells a side that each depth is averaged over, the first depth first, 0 to leave a depth out; empty for
 *     the backbone's own choice. Only of {@link Features#MULTI}
 * @param mirror the mean of an image's vector and that of its mirror image, instead of the vector alone
 * @param shift pixels of the network's input by which four copies of an image are moved up, down, left and right (what
 *     comes in is mirrored at the edge), whose vectors the mean takes in as well; 0 for none
 * @param turns whether the mean vector of the image turned by 90, 180 and 270 degrees (and mirrored, where the image is)
 *     stands beside the image's own, which makes d twice as large
 * @param normalization a fixed transform of the vector
 * @param projection a random map to more dimensions, after all else
 */
public record View(
        Features features,
        List<Integer> grids,
        boolean mirror,
        int shift,
        boolean turns,
        Normalization normalization,
        Optional<Projection> projection) {

    /** The pooled output of the last layer, as it is. */
    public static final View LAST =
            new View(Features.LAST, List.of(), false, 0, false, Normalization.NONE, Optional.empty());

    private static final int LARGEST_GRID = 16;
    private static final int LARGEST_SHIFT = 16;
    private static final int LARGEST_WIDTH = 32_768;
    private static final String OPTIONS =
            "grids=2,2,3,3, mirror=yes|no, shift=PIXELS, turns=yes|no, normalize=none|l2|tukey|hellinger,"
                    + " projection=none|relu|fourier, width=NUMBER, seed=NUMBER, scale=NUMBER";

    public View {
        grids = List.copyOf(grids);
    }

    /** Which layers. */
    public enum Features {
        /** The last one, averaged over the whole picture: d is the number of its channels. */
        LAST,
        /** Several depths, each averaged over the cells of a grid, side by side. */
        MULTI
    }

    /** A transform of the vector, before any projection. */
    public enum Normalization {
        NONE,
        /** Length 1; a vector of zeros stays one. */
        L2,
        /** sign(x) |x|^(1/2): Tukey's ladder of powers, which makes skewed features more Gaussian. */
        TUKEY,
        /**
         * sign(x) (|x| / sum |x|)^(1/2): square roots at length 1, so that a product of two vectors is their Hellinger kernel
         * (Arandjelovic and Zisserman 2012, "Three Things Everyone Should Know to Improve Object Retrieval"); a vector of
         * zeros stays one.
         */
        HELLINGER
    }

    /** What comes after the random matrix. */
    public enum Kind {
        /** max(0, W x), as in RanPAC (McDonnell et al. 2023). */
        RELU,
        /** sqrt(2 / width) cos(W x / scale + b), the random features of a Gaussian kernel (Rahimi and Recht 2007). */
        FOURIER
    }

    /**
     * W has independent standard normal entries divided by sqrt(d), d being the length of what is projected, so that
     * W x is of the size of a feature whatever d is.
     *
     * @param width dimensions of the result
     * @param seed of W (and b)
     * @param scale of the Gaussian kernel, in the unit of a feature; 1 and without meaning for {@link Kind#RELU}
     */
    public record Projection(Kind kind, int width, long seed, double scale) {}

    /**
     * @param text {@code last} or {@code multi} and, each after a blank, options as {@code name=value}; anything that
     *     {@link #id} gave, and more
     * @throws AccrueException USAGE, with what there is
     */
    public static View parse(String text) {
        String[] words = text.strip().toLowerCase(Locale.ROOT).split("\\s+", -1);
        Map<String, String> options = new LinkedHashMap<>();
        for (String word : Arrays.asList(words).subList(1, words.length)) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw refused(text("backbone.view.notAnOption", word, OPTIONS));
            }
            if (options.put(word.substring(0, equals), word.substring(equals + 1)) != null) {
                throw refused(text("backbone.view.optionTwice", word.substring(0, equals)));
            }
        }
        return of(words[0], options);
    }

    /**
     * @param features {@code last} or {@code multi}
     * @param options by name; what is left out is at its default
     * @throws AccrueException USAGE, with what there is
     */
    public static View of(String features, Map<String, String> options) {
        Map<String, String> left = new LinkedHashMap<>(options);
        Features chosen = word(Features.class, "features", features);
        List<Integer> grids = grids(left.remove("grids"), chosen);
        boolean mirror = yes("mirror", left.remove("mirror"));
        int shift = (int) number("shift", left.getOrDefault("shift", "0"), 0, LARGEST_SHIFT);
        left.remove("shift");
        boolean turns = yes("turns", left.remove("turns"));
        Normalization normalization = word(Normalization.class, "normalize", left.getOrDefault("normalize", "none"));
        left.remove("normalize");
        Optional<Projection> projection = projection(left);
        if (!left.isEmpty()) {
            String option = left.keySet().iterator().next();
            throw refused(
                    projection.isEmpty() && left.keySet().stream().anyMatch(List.of("width", "seed", "scale")::contains)
                            ? text("backbone.view.noOptionWithoutProjection", option, OPTIONS)
                            : text("backbone.view.noOption", option, OPTIONS));
        }
        return new View(chosen, grids, mirror, shift, turns, normalization, projection);
    }

    private static Optional<Projection> projection(Map<String, String> left) {
        String kind = left.getOrDefault("projection", "none");
        left.remove("projection");
        if (kind.equalsIgnoreCase("none")) {
            return Optional.empty();
        }
        Kind chosen = word(Kind.class, "projection", kind);
        int width = (int) number("width", left.getOrDefault("width", "2000"), 1, LARGEST_WIDTH);
        long seed = (long) number("seed", left.getOrDefault("seed", "1"), 0, 1L << 52);
        double scale = chosen == Kind.FOURIER ? number("scale", left.getOrDefault("scale", "1"), 1e-6, 1e6) : 1;
        left.remove("width");
        left.remove("seed");
        if (chosen == Kind.FOURIER) {
            left.remove("scale");
        }
        return Optional.of(new Projection(chosen, width, seed, scale));
    }

    private static List<Integer> grids(@Nullable String text, Features features) {
        if (text == null) {
            return List.of();
        }
        if (features == Features.LAST) {
            throw refused(text("backbone.view.gridsOfLast", text));
        }
        List<Integer> grids = new ArrayList<>();
        for (String cell : text.split(",", -1)) {
            grids.add((int) number("grids", cell, 0, LARGEST_GRID));
        }
        if (grids.stream().allMatch(grid -> grid == 0)) {
            throw refused(text("backbone.view.gridsOfNothing", text));
        }
        return grids;
    }

    private static boolean yes(String option, @Nullable String text) {
        if (text == null || text.equals("no")) {
            return false;
        }
        if (text.equals("yes")) {
            return true;
        }
        throw refused(text("backbone.view.notYesOrNo", option, text));
    }

    private static double number(String option, String text, double least, double most) {
        try {
            double value = Double.parseDouble(text);
            if (value >= least && value <= most && (option.equals("scale") || value == Math.rint(value))) {
                return value;
            }
        } catch (NumberFormatException e) {
            // refused below, as a number out of range is
        }
        throw refused(
                option.equals("scale")
                        ? text("backbone.view.badNumber", option, text, plain(least), plain(most))
                        : text("backbone.view.badWholeNumber", option, text, plain(least), plain(most)));
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    private static <E extends Enum<E>> E word(Class<E> type, String option, String text) {
        for (E each : type.getEnumConstants()) {
            if (each.name().equalsIgnoreCase(text)) {
                return each;
            }
        }
        throw refused(text(
                "backbone.view.badWord",
                option,
                text,
                Arrays.stream(type.getEnumConstants())
                        .map(each -> each.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "))));
    }

    private static AccrueException refused(String message) {
        return new AccrueException(USAGE, message);
    }

    /**
     * @param side of the pictures that a network sees, in pixels
     * @throws AccrueException USAGE if the view moves them by that or more
     */
    public void requireFit(int side) {
        if (shift >= side) {
            throw refused(text("backbone.view.shiftTooLarge", id(), shift, side));
        }
    }

    /** The one text of this view: features, and every option that is not at its default. */
    public String id() {
        StringBuilder id = new StringBuilder(features.name().toLowerCase(Locale.ROOT));
        if (!grids.isEmpty()) {
            id.append(" grids=").append(grids.stream().map(String::valueOf).collect(Collectors.joining(",")));
        }
        if (mirror) {
            id.append(" mirror=yes");
        }
        if (shift > 0) {
            id.append(" shift=").append(shift);
        }
        if (turns) {
            id.append(" turns=yes");
        }
        if (normalization != Normalization.NONE) {
            id.append(" normalize=").append(normalization.name().toLowerCase(Locale.ROOT));
        }
        projection.ifPresent(map -> {
            id.append(" projection=").append(map.kind().name().toLowerCase(Locale.ROOT));
            id.append(" width=").append(map.width());
            id.append(" seed=").append(map.seed());
            if (map.kind() == Kind.FOURIER) {
                id.append(" scale=").append(plain(map.scale()));
            }
        });
        return id.toString();
    }

    @Override
    public String toString() {
        return id();
    }
}
