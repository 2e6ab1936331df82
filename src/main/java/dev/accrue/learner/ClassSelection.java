package dev.accrue.learner;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which classes of a data set shape the backbone: names, or positions such as {@code 0-4}, or the first half. */
final class ClassSelection {
    private static final Pattern RANGE = Pattern.compile("(\\d{1,6})-(\\d{1,6})");
    private static final Pattern POSITION = Pattern.compile("\\d{1,6}");

    private ClassSelection() {}

    /**
     * @param selection names, positions counted from 0 and ranges of positions, separated by commas; empty for the
     *     first half of the classes, which leaves the others to be added
     */
    static List<String> of(List<String> classes, Optional<String> selection) {
        if (selection.isEmpty()) {
            return classes.subList(0, Math.max(Math.min(2, classes.size()), (classes.size() + 1) / 2));
        }
        LinkedHashSet<String> chosen = new LinkedHashSet<>();
        for (String part : selection.get().split(",", -1)) {
            for (String name : expand(classes, part.strip())) {
                if (!chosen.add(name)) {
                    throw new AccrueException(Category.USAGE, text("learner.classNamedTwiceInClasses", name));
                }
            }
        }
        return new ArrayList<>(chosen);
    }

    private static List<String> expand(List<String> classes, String part) {
        if (classes.contains(part)) {
            return List.of(part);
        }
        Matcher range = RANGE.matcher(part);
        if (range.matches()) {
            int from = Integer.parseInt(range.group(1));
            int to = Integer.parseInt(range.group(2));
            if (from <= to && to < classes.size()) {
                return classes.subList(from, to + 1);
            }
        } else if (POSITION.matcher(part).matches() && Integer.parseInt(part) < classes.size()) {
            return List.of(classes.get(Integer.parseInt(part)));
        }
        throw new AccrueException(
                Category.NOT_FOUND,
                text("learner.classNotInData", part, String.join(", ", classes), classes.size() - 1));
    }
}
