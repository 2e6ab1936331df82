package dev.accrue.shell.command;

import static dev.accrue.shell.command.CommandSpec.Group.LEARN;
import static dev.accrue.shell.command.CommandSpec.Group.MEASURE;
import static dev.accrue.shell.command.CommandSpec.command;

import dev.accrue.dataset.DatasetCatalog;
import dev.accrue.evaluation.CompareMethods;
import dev.accrue.learner.Classifiers;
import dev.accrue.output.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.shell.command.CommandRegistration;

/** {@code use classifier}, {@code classifiers} and {@code compare}. */
public final class ClassifierCommands implements CommandGroup {
    private final Classifiers classifiers;
    private final CompareMethods compare;
    private final ImageOptions images;

    public ClassifierCommands(Classifiers classifiers, CompareMethods compare, DatasetCatalog catalog) {
        this.classifiers = classifiers;
        this.compare = compare;
        this.images = new ImageOptions(catalog);
    }

    @Override
    public List<CommandRegistration> registrations() {
        Supplier<List<String>> names =
                () -> Classifiers.all().stream().map(Classifiers.Kind::name).toList();
        return List.of(
                command("use classifier", LEARN, "Tell the classes apart another way; costs no image")
                        .argument("name", "one of: " + String.join(", ", names.get()), names)
                        .with(ClassifierCommands::addOptions)
                        .runs(this::use),
                command("classifiers", LEARN, "List the classifiers, what they do and their options")
                        .runs(this::list),
                command("compare", MEASURE, "Measure several classifiers on the classes of the model")
                        .optionalArguments(
                                "name",
                                "classifiers, each with its options behind it: article lda shrinkage=oas; left out: all",
                                names)
                        .flag("all-views", "through each view of the model, not only the one in use")
                        .flag(
                                "no-increments",
                                "measure the whole model only, without average incremental accuracy and forgetting")
                        .with(images::addTo)
                        .runs(this::compare));
    }

    /** Every option that any classifier has; which belong together is checked when the classifier is known. */
    private static CommandSpec addOptions(CommandSpec command) {
        for (String name : optionNames()) {
            command.option(name, "VALUE", null, explanation(name), () -> values(name));
        }
        return command;
    }

    private static Set<String> optionNames() {
        return Classifiers.all().stream()
                .flatMap(kind -> kind.options().stream())
                .map(Classifiers.Option::name)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** "lda, qda: prior of a class (counts|uniform) [counts]", classifiers that mean the same together. */
    private static String explanation(String name) {
        Map<String, List<String>> kinds = new LinkedHashMap<>();
        for (Classifiers.Kind kind : Classifiers.all()) {
            kind.options().stream()
                    .filter(option -> option.name().equals(name))
                    .forEach(option -> kinds.computeIfAbsent(
                                    option.summary() + " (" + option.values() + ") [" + option.defaultValue() + "]",
                                    meaning -> new ArrayList<>())
                            .add(kind.name()));
        }
        return kinds.entrySet().stream()
                .map(meaning -> String.join(", ", meaning.getValue()) + ": " + meaning.getKey())
                .collect(Collectors.joining("; "));
    }

    /** For completion: the alternatives, where there are some. */
    private static List<String> values(String name) {
        return Classifiers.all().stream()
                .flatMap(kind -> kind.options().stream())
                .filter(option -> option.name().equals(name) && option.values().contains("|"))
                .flatMap(option -> Arrays.stream(option.values().split("\\|", -1)))
                .distinct()
                .toList();
    }

    private Reply use(Arguments arguments) {
        Map<String, String> options = new LinkedHashMap<>();
        optionNames().forEach(name -> arguments.optional(name).ifPresent(value -> options.put(name, value)));
        Classifiers.Changed changed = classifiers.use(arguments.text("name"), options, arguments.line());
        if (changed.from() == changed.to()) {
            return Reply.note(
                    "version " + changed.from() + " uses " + changed.after().text() + " already; nothing was changed");
        }
        List<String> notes = new ArrayList<>();
        notes.add("classifier " + changed.after().text() + " instead of "
                + changed.before().text() + ": version " + changed.from() + " -> " + changed.to() + " in "
                + Durations.text(changed.duration()) + " (take back with: undo)");
        changed.notes().forEach(note -> notes.add("classifier: " + note));
        return new Reply(List.of(), notes);
    }

    private Reply list(Arguments arguments) {
        Optional<Classifiers.InUse> inUse = classifiers.inUse();
        Table.Builder kinds =
                Table.titled("classifiers").text("classifier").text("in_use").text("what");
        Table.Builder options = Table.titled("options")
                .text("classifier")
                .text("option")
                .text("values")
                .text("default")
                .text("in_use")
                .text("what");
        for (Classifiers.Kind kind : Classifiers.all()) {
            Optional<Classifiers.InUse> used = inUse.filter(each -> each.name().equals(kind.name()));
            kinds.row(kind.name(), used.isPresent() ? "yes" : "", kind.summary());
            for (Classifiers.Option option : kind.options()) {
                options.row(
                        kind.name(),
                        option.name(),
                        option.values(),
                        option.defaultValue(),
                        used.map(each -> each.options().getOrDefault(option.name(), ""))
                                .orElse(""),
                        option.summary());
            }
        }
        return new Reply(List.of(kinds.build(), options.build()), List.of());
    }

    /** Options may also follow their classifier as words of their own: lda shrinkage=oas ncm. */
    private static List<String> named(List<String> words) {
        List<String> methods = new ArrayList<>();
        for (String word : words) {
            int last = methods.size() - 1;
            if (word.contains("=") && !word.contains(" ") && last >= 0) {
                methods.set(last, methods.get(last) + " " + word);
            } else {
                methods.add(word);
            }
        }
        return methods;
    }

    private Reply compare(Arguments arguments) {
        CompareMethods.Comparison comparison = compare.run(
                new CompareMethods.Request(
                        named(arguments.words("name")),
                        arguments.flag("all-views"),
                        !arguments.flag("no-increments"),
                        images.choice(arguments)),
                arguments.progress());
        List<String> notes = LearningCommands.skipped(comparison.skipped());
        notes.add(comparison.classes() + " classes in " + comparison.increments()
                + " increments; change the model's classifier with: use classifier NAME");
        if (comparison.sealed()) {
            notes.add(
                    "the scatter that sealed classes share counts from the first increment on, whichever they came by");
        }
        if (!comparison.unseen().isEmpty()) {
            notes.add("not learnt yet, so never predicted: " + String.join(", ", comparison.unseen()));
        }
        return new Reply(List.of(EvaluationTables.comparison(comparison)), notes);
    }
}
