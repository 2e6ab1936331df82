package dev.accrue.evaluation;

import dev.accrue.learner.EmbeddedImages;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Test images, asked after each increment: then those of the classes learnt until then. At the end all are asked. */
final class Exam {
    private final EmbeddedImages images;
    private final List<List<String>> increments;
    private final List<String> oldClasses;

    /** Of each class of the images: the increment that brought it, -1 where the model does not know it. */
    private final int[] broughtBy;

    /** Of each class of the images: its position in the model, or -1. */
    private final int[] positions;

    /** @param increments names of the classes that each brought, in the model's order */
    Exam(EmbeddedImages images, List<List<String>> increments, List<String> oldClasses) {
        this.images = images;
        this.increments = increments;
        this.oldClasses = oldClasses;
        Map<String, Integer> increment = new HashMap<>();
        Map<String, Integer> position = new HashMap<>();
        for (int k = 0; k < increments.size(); k++) {
            for (String name : increments.get(k)) {
                increment.put(name, k);
                position.put(name, position.size());
            }
        }
        this.broughtBy = numbers(images.classes(), increment);
        this.positions = numbers(images.classes(), position);
    }

    private static int[] numbers(List<String> classes, Map<String, Integer> numbers) {
        return classes.stream().mapToInt(name -> numbers.getOrDefault(name, -1)).toArray();
    }

    EmbeddedImages images() {
        return images;
    }

    /** The model's, in its order. */
    List<String> classes() {
        return increments.stream().flatMap(List::stream).toList();
    }

    List<String> oldClasses() {
        return oldClasses;
    }

    /** Classes added after the base. */
    List<String> newClasses() {
        return classes().stream().filter(name -> !oldClasses.contains(name)).toList();
    }

    /** Position of the last increment. */
    int last() {
        return increments.size() - 1;
    }

    /** Positions of the images of the classes learnt after increment k. */
    int[] rows(int k) {
        return IntStream.range(0, images.size())
                .filter(row -> increment(row) >= 0 && increment(row) <= k)
                .toArray();
    }

    /** How many images there are of each increment's classes. */
    long[] counts() {
        long[] counts = new long[increments.size()];
        for (int row : rows(last())) {
            counts[increment(row)]++;
        }
        return counts;
    }

    /**
     * How many of the images asked are right, for each increment up to k.
     *
     * @param rows which images were asked
     * @param predicted answers {@code [rows]}, positions in the model
     */
    long[] correct(int k, int[] rows, int[] predicted) {
        long[] correct = new long[k + 1];
        for (int i = 0; i < rows.length; i++) {
            if (positions[images.labels()[rows[i]]] == predicted[i]) {
                correct[increment(rows[i])]++;
            }
        }
        return correct;
    }

    /** The same at the end, when all images were asked. */
    long[] correct(int[] predicted) {
        int[] rows = IntStream.range(0, predicted.length).toArray();
        return correct(last(), rows, predicted);
    }

    private int increment(int row) {
        return broughtBy[images.labels()[row]];
    }
}
