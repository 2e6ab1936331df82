package dev.accrue.learner;

import static dev.accrue.common.Messages.text;

import dev.accrue.backbone.Backbone;
import dev.accrue.backbone.View;
import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Cancellation;
import dev.accrue.gaussian.Classifier;
import dev.accrue.gaussian.Method;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.ModelView;
import dev.accrue.store.Provenance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The views through which the current model sees its backbone, side by side. Looking through another costs no image. */
public final class Views {
    /** Features from which on the scatter of each class takes more room than most people want to give: 34 MiB. */
    private static final int WIDE = 3000;

    private final ModelSession session;

    public Views(ModelSession session) {
        this.session = session;
    }

    /** How scatters are kept. */
    public enum Scatter {
        /** One for all classes in a view of {@value #WIDE} features or more, one a class in others. */
        AUTO,
        /** One for all classes. */
        SHARED,
        PER_CLASS;

        /** The name a person types. */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** @throws AccrueException USAGE */
        public static Scatter parse(String text) {
            return Arrays.stream(values())
                    .filter(each -> each.id().equals(text.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> new AccrueException(
                            Category.USAGE,
                            text(
                                    "learner.scatterUnknown",
                                    text,
                                    Arrays.stream(values()).map(Scatter::id).collect(Collectors.joining(", ")))));
        }
    }

    /**
     * @param number to name it by, the one in use first
     * @param id its text
     * @param shared whether its classes share one scatter
     */
    public record Listed(int number, String id, int dimension, boolean shared, boolean inUse) {}

    /** @param notes what the classifier did about hard statistics */
    public record Changed(long from, long to, String before, String after, List<String> notes, Duration duration) {}

    /** Those of the current model, the one in use first. */
    public List<Listed> all() {
        List<Listed> listed = new ArrayList<>();
        for (ModelView view : session.head().views()) {
            listed.add(new Listed(listed.size() + 1, view.id(), view.dimension(), view.pools(), listed.isEmpty()));
        }
        return listed;
    }

    /** Texts of the current model's views; none in an empty model. */
    public List<String> names() {
        return session.store().head().stream()
                .flatMap(head -> head.views().stream())
                .map(ModelView::id)
                .toList();
    }

    /**
     * Lets the classifier of the current model see through another of its views. It is derived before anything is
     * written.
     *
     * @param reference the text of a view, or its number in {@link #all}
     * @param command as typed, for the history
     * @throws AccrueException NOT_FOUND for a view the model does not have, CONFLICT or BAD_DATA when its classifier cannot
     *     be derived there; nothing is changed
     */
    public Changed use(String reference, String command) {
        Supplier<Duration> elapsed = session.stopwatch();
        ModelVersion head = session.head();
        ModelView before = head.view();
        ModelView after = find(head, reference);
        if (after.equals(before)) {
            return new Changed(head.number(), head.number(), before.id(), after.id(), List.of(), elapsed.get());
        }
        Method method = Method.parse(head.method());
        Classifiers.requireFit(method, after.id());
        Classifier classifier =
                session.fit(head.seenThrough(after.id()), method).classifier();
        String data = session.lastLearntFrom().map(Object::toString).orElse("");
        Provenance provenance =
                new Provenance(command, "looked through the view " + after.id(), data, "", 0, "", elapsed.get());
        Cancellation.check(); // the last moment at which nothing has been changed
        ModelVersion version = session.store().changedView(after.id(), provenance);
        session.derived(version, classifier);
        return new Changed(head.number(), version.number(), before.id(), after.id(), classifier.notes(), elapsed.get());
    }

    /** @throws AccrueException NOT_FOUND, naming those there are */
    static ModelView find(ModelVersion version, String reference) {
        List<ModelView> views = version.views();
        if (reference.matches("[1-9][0-9]{0,3}") && Integer.parseInt(reference) <= views.size()) {
            return views.get(Integer.parseInt(reference) - 1);
        }
        String id =
                reference.matches("[0-9]+") ? reference : View.parse(reference).id();
        return views.stream()
                .filter(view -> view.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new AccrueException(
                        Category.NOT_FOUND,
                        text(
                                "learner.viewUnknown",
                                reference,
                                views.stream().map(ModelView::id).collect(Collectors.joining("; ")))));
    }

    static List<View> of(ModelVersion version) {
        return version.views().stream().map(view -> View.parse(view.id())).toList();
    }

    /** @throws AccrueException USAGE for a view that the backbone cannot give */
    static List<ModelView.Plan> plans(Backbone backbone, List<View> views, Scatter scatter) {
        return views.stream()
                .map(view -> {
                    int dimension = backbone.dimension(view);
                    boolean pools = scatter == Scatter.SHARED || (scatter == Scatter.AUTO && dimension >= WIDE);
                    return new ModelView.Plan(view.id(), dimension, pools);
                })
                .toList();
    }
}
