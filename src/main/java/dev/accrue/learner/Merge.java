package dev.accrue.learner;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.gaussian.ClassStatistics;
import dev.accrue.store.ClassRow;
import dev.accrue.store.ModelClass;
import dev.accrue.store.ModelContent;
import dev.accrue.store.ModelStore;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.ModelView;
import dev.accrue.store.NewClass;
import dev.accrue.store.NewPooledClass;
import dev.accrue.store.NewSealedClass;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a model becomes when it takes in another one's classes. Statistics add up exactly, so merging is no more than
 * deciding, class by class, whose statistics count.
 */
public final class Merge {

    /** What to do with a class that both have, learnt from other images. */
    public enum OnConflict {
        /** Change nothing and name them. */
        REFUSE,
        /** Keep what the model has. */
        KEEP,
        /** Take what the other has instead. */
        REPLACE,
        /** Count the images of both, which is right if they have none in common. */
        APPEND;

        /** The name a person types. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** @throws AccrueException USAGE */
        public static OnConflict parse(String text) {
            return Arrays.stream(values())
                    .filter(each -> each.id().equals(text))
                    .findFirst()
                    .orElseThrow(() -> new AccrueException(
                            Category.USAGE,
                            text(
                                    "learner.sameClassUnknown",
                                    text,
                                    Arrays.stream(values()).map(OnConflict::id).collect(Collectors.joining(", ")))));
        }
    }

    /**
     * What became of a class of the other model.
     *
     * @param what "added", "same", "kept", "replaced" or "appended"
     * @param images of the class in the model now
     */
    public record Outcome(String label, String what, long images) {}

    private final List<ModelClass> classes = new ArrayList<>();
    private final List<Outcome> outcomes = new ArrayList<>();

    private final String view;

    /** @param view whose classes are told of */
    private Merge(String view) {
        this.view = view;
    }

    /** When the model was empty. */
    static List<Outcome> allAdded(ModelContent content) {
        return content.classesOf(content.views().get(0).plan().id()).stream()
                .map(each -> new Outcome(each.label(), "added", count(each)))
                .toList();
    }

    /** @throws AccrueException CONFLICT if the backbones differ, or naming the classes in conflict */
    static Merge of(ModelStore store, ModelVersion head, ModelContent content, Path other, OnConflict onConflict) {
        if (!content.backbone().sha256().equals(head.backbone())) {
            throw new AccrueException(
                    Category.CONFLICT,
                    text(
                            "learner.otherBackbone",
                            other,
                            shortened(content.backbone().sha256()),
                            content.backbone().architecture(),
                            shortened(head.backbone())));
        }
        requireSameViews(head, content, other);
        Merge merge = new Merge(head.view().id());
        merge.classes.addAll(head.rows());
        List<String> conflicts = new ArrayList<>();
        for (ModelClass theirs : content.classes()) {
            Optional<ClassRow> ours = head.rows().stream()
                    .filter(row ->
                            row.label().equals(theirs.label()) && row.view().equals(theirs.view()))
                    .findFirst();
            if (ours.isEmpty()) {
                merge.classes.add(theirs);
                merge.outcome(theirs, "added", count(theirs));
            } else if (same(store, ours.get(), theirs)) {
                merge.outcome(theirs, "same", ours.get().count());
            } else if (onConflict == OnConflict.REFUSE) {
                conflicts.add(
                        text("learner.classInBoth", theirs.label(), ours.get().count(), count(theirs)));
            } else {
                merge.resolve(store, ours.get(), theirs, onConflict);
            }
        }
        if (!conflicts.isEmpty()) {
            throw new AccrueException(Category.CONFLICT, text("learner.classesInBoth", String.join(", ", conflicts)));
        }
        merge.requireWholeSeals(head, content, other);
        return merge;
    }

    private static void requireSameViews(ModelVersion head, ModelContent content, Path other) {
        List<String> ours = head.views().stream().map(ModelView::id).sorted().toList();
        List<String> theirs =
                content.views().stream().map(view -> view.plan().id()).sorted().toList();
        if (!ours.equals(theirs)) {
            throw new AccrueException(
                    Category.CONFLICT,
                    text("learner.otherViews", String.join("; ", ours), other, String.join("; ", theirs)));
        }
        if (head.views().stream().anyMatch(ModelView::pools)
                || content.views().stream().anyMatch(view -> view.plan().pools())) {
            throw new AccrueException(Category.CONFLICT, text("learner.scatterInCommon", other));
        }
    }

    /** A shared scatter comes with the shares of all its classes, so one of them must not be here beside it. */
    private void requireWholeSeals(ModelVersion head, ModelContent content, Path other) {
        for (ModelClass each : content.classes()) {
            if (each instanceof NewSealedClass sealed
                    && !classes.contains(sealed)
                    && head.rows().stream()
                            .noneMatch(row -> row.sharedScatter().equals(Optional.of(sealed.sharedScatter())))
                    && classes.stream()
                            .anyMatch(taken -> taken instanceof NewSealedClass with
                                    && with.sharedScatter().equals(sealed.sharedScatter()))) {
                throw new AccrueException(Category.CONFLICT, text("learner.sealedTogether", sealed.label(), other));
            }
        }
    }

    private void resolve(ModelStore store, ClassRow ours, ModelClass theirs, OnConflict onConflict) {
        switch (onConflict) {
            case KEEP -> outcome(theirs, "kept", ours.count());
            case REPLACE -> {
                classes.set(classes.indexOf(ours), theirs);
                outcome(theirs, "replaced", count(theirs));
            }
            case APPEND -> {
                if (!(theirs instanceof NewClass more)) {
                    throw new AccrueException(Category.CONFLICT, text("learner.sealedThere", theirs.label()));
                }
                ClassStatistics sum =
                        store.statistics(ours).mergedWith(more.statistics().get());
                classes.set(
                        classes.indexOf(ours),
                        new NewClass(
                                ours.label(),
                                ours.view(),
                                ours.base(),
                                ours.source() + " + " + more.source(),
                                () -> sum,
                                () -> store.heldOut(ours)));
                outcome(theirs, "appended", sum.count());
            }
            case REFUSE -> throw new IllegalStateException("refused before");
        }
    }

    private void outcome(ModelClass theirs, String what, long images) {
        if (theirs.view().equals(view)) { // the other views see the same images
            outcomes.add(new Outcome(theirs.label(), what, images));
        }
    }

    private static boolean same(ModelStore store, ClassRow ours, ModelClass theirs) {
        if (theirs instanceof NewSealedClass sealed) {
            return ours.sharedScatter().equals(Optional.of(sealed.sharedScatter()))
                    && ours.count() == sealed.count()
                    && Arrays.equals(store.mean(ours), sealed.mean());
        }
        if (ours.isSealed() || !(theirs instanceof NewClass added)) {
            return false;
        }
        ClassStatistics here = store.statistics(ours);
        ClassStatistics there = added.statistics().get();
        return here.count() == there.count()
                && Arrays.equals(here.mean(), there.mean())
                && Arrays.equals(here.scatter(), there.scatter());
    }

    private static long count(ModelClass theirs) {
        if (theirs instanceof NewSealedClass sealed) {
            return sealed.count();
        }
        if (theirs instanceof NewPooledClass pooled) {
            return pooled.count();
        }
        return theirs instanceof NewClass added ? added.statistics().get().count() : ((ClassRow) theirs).count();
    }

    private static String shortened(String sha256) {
        return sha256.substring(0, Math.min(12, sha256.length()));
    }

    boolean changesNothing() {
        return outcomes.stream()
                .allMatch(outcome ->
                        outcome.what().equals("same") || outcome.what().equals("kept"));
    }

    List<ModelClass> classes() {
        return classes;
    }

    List<Outcome> outcomes() {
        return List.copyOf(outcomes);
    }

    /** The labels that made a difference. */
    String summary() {
        return outcomes.stream()
                .filter(outcome ->
                        !outcome.what().equals("same") && !outcome.what().equals("kept"))
                .map(Outcome::label)
                .collect(Collectors.joining(", "));
    }
}
