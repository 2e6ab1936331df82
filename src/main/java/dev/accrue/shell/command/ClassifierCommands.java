package dev.accrue.shell.command;

import static dev.accrue.common.Messages.text;
import static dev.accrue.shell.command.CommandSpec.Group.CHOOSE;
import static dev.accrue.shell.command.CommandSpec.Group.MEASURE;
import static dev.accrue.shell.command.CommandSpec.command;

import dev.accrue.dataset.DatasetCatalog;
import dev.accrue.evaluation.CompareMethods;
import dev.accrue.learner.Classifiers;
import dev.accrue.output.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.shell.CompletionProposal;
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
        return List.of(
                command("classifiers", CHOOSE).runs(this::list),
                command("use classifier", CHOOSE)
                        .arguments("name", ClassifierNames.asWords())
                        .with(ClassifierCommands::addOptions)
                        .runs(this::use),
                command("compare", MEASURE)
                        .optionalArguments("name", ClassifierNames.asWords())
                        .flag("all-views")
                        .flag("no-increments")
                        .with(images::addTo)
                        .runs(this::compare));
    }

    /** Every option that any classifier has; which belong together is checked when the classifier is known. */
    private static CommandSpec addOptions(CommandSpec command) {
        for (String name : optionNames()) {
            Values alternatives = Values.computed(context -> ClassifierNames.alternatives(name).stream()
                    .map(CompletionProposal::new)
                    .toList());
            command.explainedOption(name, "VALUE", null, explanation(name), alternatives);
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

    private Reply use(Arguments arguments) {
        Map<String, String> options = new LinkedHashMap<>();
        optionNames().forEach(name -> arguments.optional(name).ifPresent(value -> options.put(name, value)));
        String name = String.join(" ", arguments.words("name"));
        Classifiers.Changed changed = classifiers.use(name, options, arguments.line());
        if (changed.from() == changed.to()) {
            return Reply.note(text(
                    "command.useClassifier.already",
                    changed.from(),
                    changed.after().text()));
        }
        List<String> notes = new ArrayList<>();
        notes.add(text(
                "command.useClassifier.done",
                changed.after().text(),
                changed.before().text(),
                changed.from(),
                changed.to(),
                Durations.text(changed.duration())));
        changed.notes().forEach(note -> notes.add(text("command.classifierNote", note)));
        return new Reply(List.of(), notes).undoneBy("undo");
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
        notes.add(text("command.compare.done", comparison.classes(), comparison.increments()));
        if (comparison.sealed()) {
            notes.add(text("command.compare.sealed"));
        }
        if (!comparison.unseen().isEmpty()) {
            notes.add(text("command.unseen", String.join(", ", comparison.unseen())));
        }
        return new Reply(List.of(EvaluationTables.comparison(comparison)), notes);
    }
}
