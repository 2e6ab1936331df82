package dev.accrue.learner;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Cancellation;
import dev.accrue.gaussian.Classifier;
import dev.accrue.gaussian.Method;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.Provenance;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The classifiers that the statistics allow. Changing to another one costs no image. */
public final class Classifiers {
    private final ModelSession session;

    public Classifiers(ModelSession session) {
        this.session = session;
    }

    /** @param options that it takes, each with its default */
    public record Kind(String name, String summary, List<Option> options) {}

    /**
     * @param values what may be given, for people; alternatives are separated by {@code |}
     */
    public record Option(String name, String values, String defaultValue, String summary) {}

    /** @param options all that it takes, in their order, with the values that it has */
    public record InUse(String name, Map<String, String> options) {

        /** "lda (covariance pooled, shrinkage oas)". */
        public String text() {
            return options.isEmpty()
                    ? name
                    : options.entrySet().stream()
                            .map(option -> option.getKey() + " " + option.getValue())
                            .collect(Collectors.joining(", ", name + " (", ")"));
        }
    }

    /**
     * @param from the version that was the head
     * @param to the new one, or the same if it had this classifier already
     * @param notes what the classifier did about hard statistics
     */
    public record Changed(long from, long to, InUse before, InUse after, List<String> notes, Duration duration) {}

    /** All there are. */
    public static List<Kind> all() {
        return Method.all().stream()
                .map(kind -> new Kind(
                        kind.name(),
                        kind.summary(),
                        kind.options().stream()
                                .map(option -> new Option(
                                        option.name(), option.values(), option.defaultValue(), option.summary()))
                                .toList()))
                .toList();
    }

    /** The current model's; empty in an empty model. */
    public Optional<InUse> inUse() {
        return session.store().head().map(head -> described(head.method()));
    }

    /**
     * Gives the current model another classifier. It is derived before anything is written.
     *
     * @param name of a classifier, with or without options as {@code name=value} behind it
     * @param options more that are not at their default
     * @param command as typed, for the history
     * @throws AccrueException USAGE for a name or an option that there is not, NOT_FOUND in an empty store, CONFLICT or
     *     BAD_DATA when the classifier cannot be derived from the model's statistics; nothing is changed
     */
    public Changed use(String name, Map<String, String> options, String command) {
        Supplier<Duration> elapsed = session.stopwatch();
        StringBuilder text = new StringBuilder(name);
        options.forEach(
                (option, value) -> text.append(' ').append(option).append('=').append(value));
        Method method = Method.parse(text.toString());
        ModelVersion head = session.head();
        InUse before = described(head.method());
        InUse after = described(method.id());
        if (before.equals(after)) {
            return new Changed(head.number(), head.number(), before, after, List.of(), elapsed.get());
        }
        requireFit(method, head.view().id());
        Classifier classifier = session.fit(head, method).classifier();
        String data = session.lastLearntFrom().map(Object::toString).orElse("");
        Provenance provenance =
                new Provenance(command, "changed the classifier to " + method.id(), data, "", 0, "", elapsed.get());
        Cancellation.check(); // the last moment at which nothing has been changed
        ModelVersion version = session.store().changedMethod(method.id(), provenance);
        session.derived(version, classifier);
        return new Changed(head.number(), version.number(), before, after, classifier.notes(), elapsed.get());
    }

    /**
     * @param view text of the view
     * @throws AccrueException CONFLICT when the method needs a projection that the view does not have
     */
    public static void requireFit(Method method, String view) {
        if (!fits(method, view)) {
            String needed = method.projection().orElseThrow();
            throw new AccrueException(
                    Category.CONFLICT,
                    text("learner.projectionNeeded", method.name(), needed, view, view.split(" ", 2)[0]));
        }
    }

    /** Whether a method does through a view what its name says. */
    public static boolean fits(Method method, String view) {
        return method.projection()
                .map(needed -> view.contains("projection=" + needed))
                .orElse(true);
    }

    /** @param id as a version keeps it; one that a newer release wrote is shown as it is */
    static InUse described(String id) {
        String name = id.split(" ", 2)[0];
        Optional<Kind> kind =
                all().stream().filter(each -> each.name().equals(name)).findFirst();
        if (kind.isEmpty()) {
            return new InUse(id, Map.of());
        }
        Map<String, String> options = new LinkedHashMap<>();
        kind.get().options().forEach(option -> options.put(option.name(), option.defaultValue()));
        for (String word : id.substring(name.length()).strip().split(" ", -1)) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                options.put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        return new InUse(name, options);
    }
}
