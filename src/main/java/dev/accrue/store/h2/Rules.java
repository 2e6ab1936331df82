package dev.accrue.store.h2;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.gaussian.ClassStatistics;
import dev.accrue.store.ModelClass;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.NewClass;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What may be written. */
final class Rules {
    private static final int LONGEST_LABEL = 200;
    private static final Pattern SNAPSHOT_NAME = Pattern.compile("[\\p{L}\\p{N}._-]{1,100}");

    private Rules() {}

    /** @throws AccrueException USAGE */
    static void checkSnapshotName(String name) {
        if (!SNAPSHOT_NAME.matcher(name).matches()) {
            throw new AccrueException(
                    Category.USAGE,
                    "\"" + name + "\" cannot name a snapshot; use letters, digits, - _ and . only,"
                            + " at most 100 characters");
        }
    }

    /**
     * Checks classes by themselves.
     *
     * @param dimension d of the backbone
     * @throws AccrueException USAGE for a label, CONFLICT for a label given twice or another dimension, BAD_DATA
     *     for statistics that cannot be
     */
    static void checkClasses(List<NewClass> classes, int dimension) {
        if (classes.isEmpty()) {
            throw new AccrueException(Category.USAGE, "no class was given; name at least one");
        }
        Set<String> labels = new HashSet<>();
        for (NewClass added : classes) {
            checkLabel(added.label());
            if (!labels.add(added.label())) {
                throw new AccrueException(
                        Category.CONFLICT, "class \"" + added.label() + "\" was given twice; name each class once");
            }
            checkStatistics(added.label(), added.statistics(), dimension);
        }
    }

    /** @throws AccrueException CONFLICT if the version has one of the labels */
    static void checkNew(List<NewClass> classes, ModelVersion version) {
        for (NewClass added : classes) {
            version.classes().stream()
                    .filter(row -> row.label().equals(added.label()))
                    .findFirst()
                    .ifPresent(row -> {
                        throw new AccrueException(
                                Category.CONFLICT,
                                "class \"" + row.label() + "\" is already in the model (" + row.count()
                                        + " images, version " + version.number() + "); choose another name");
                    });
        }
    }

    /** @throws AccrueException USAGE, CONFLICT or BAD_DATA, see {@link dev.accrue.store.ModelStore#changedClasses} */
    static void checkChange(List<? extends ModelClass> classes, ModelVersion head, int dimension) {
        if (classes.isEmpty()) {
            throw new AccrueException(
                    Category.USAGE,
                    "no class would be left in the model; keep at least one, or start anew with train-base");
        }
        Set<String> labels = new HashSet<>();
        for (ModelClass each : classes) {
            if (!labels.add(each.label())) {
                throw new AccrueException(
                        Category.CONFLICT,
                        "class \"" + each.label() + "\" is already in the model (version " + head.number()
                                + "); choose another name");
            }
            if (each instanceof NewClass added) {
                checkClasses(List.of(added), dimension);
            } else if (!head.classes().contains(each)) {
                throw new AccrueException(
                        Category.CONFLICT, "class \"" + each.label() + "\" is not of version " + head.number());
            }
        }
    }

    /** What a person may mean by a name that no snapshot has. */
    static Optional<Long> versionNumber(String text) {
        return text.matches("[1-9][0-9]{0,17}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    private static void checkLabel(String label) {
        if (label.isBlank()) {
            throw new AccrueException(Category.USAGE, "a class name is blank; give it at least one visible character");
        }
        int length = label.codePointCount(0, label.length());
        if (length > LONGEST_LABEL) {
            throw new AccrueException(
                    Category.USAGE,
                    "the class name \"" + label.substring(0, label.offsetByCodePoints(0, 20)) + "...\" has " + length
                            + " characters; use at most " + LONGEST_LABEL);
        }
        label.codePoints().filter(Rules::unprintable).findFirst().ifPresent(character -> {
            throw new AccrueException(
                    Category.USAGE,
                    "the class name \""
                            + label.codePoints().mapToObj(Rules::shown).reduce("", String::concat)
                            + "\" has a control character (" + shown(character) + "); leave it out");
        });
    }

    private static boolean unprintable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            default -> false;
        };
    }

    private static String shown(int character) {
        return unprintable(character) ? "U+%04X".formatted(character) : Character.toString(character);
    }

    private static void checkStatistics(String label, ClassStatistics statistics, int dimension) {
        int d = statistics.dimension();
        if (d != dimension) {
            throw new AccrueException(
                    Category.CONFLICT,
                    "the features of class \"" + label + "\" have " + d + " dimensions and the backbone's have "
                            + dimension + "; take the statistics with the model's own backbone");
        }
        if (!allFinite(statistics.mean()) || !allFinite(statistics.scatter())) {
            throw new AccrueException(
                    Category.BAD_DATA,
                    "the statistics of class \"" + label
                            + "\" have a value that is not a finite number; check its images"
                            + " and take the statistics again");
        }
    }

    private static boolean allFinite(double[] values) {
        return Arrays.stream(values).allMatch(Double::isFinite);
    }

    /** d(d+1)/2. */
    static long packedLength(int dimension) {
        return (long) dimension * (dimension + 1) / 2;
    }
}
