package dev.accrue.shell.command;

import static dev.accrue.common.Messages.text;
import static dev.accrue.shell.command.CommandSpec.Group.MEASURE;
import static dev.accrue.shell.command.CommandSpec.command;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.dataset.DatasetCatalog;
import dev.accrue.evaluation.Evaluate;
import dev.accrue.evaluation.Evaluation;
import dev.accrue.learner.Predict;
import dev.accrue.output.OutputFiles;
import dev.accrue.output.Table;
import dev.accrue.output.TableFormat;
import dev.accrue.output.chart.Chart;
import dev.accrue.output.chart.Charts;
import dev.accrue.output.chart.Showing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import org.springframework.shell.command.CommandRegistration;

/** {@code evaluate}, {@code curve}, {@code predict}, {@code export confusion} and {@code export accuracy-curve}. */
public final class EvaluationCommands implements CommandGroup {
    private final Evaluate evaluate;
    private final Predict predict;
    private final ImageOptions images;

    public EvaluationCommands(Evaluate evaluate, Predict predict, DatasetCatalog catalog) {
        this.evaluate = evaluate;
        this.predict = predict;
        this.images = new ImageOptions(catalog);
    }

    @Override
    public List<CommandRegistration> registrations() {
        return List.of(
                command("evaluate", MEASURE)
                        .with(EvaluationCommands::addPicture)
                        .with(images::addTo)
                        .runs(this::evaluate),
                command("curve", MEASURE)
                        .with(EvaluationCommands::addPicture)
                        .with(images::addTo)
                        .runs(this::curve),
                exporter("export confusion").runs(this::exportConfusion),
                exporter("export accuracy-curve").runs(this::exportCurve),
                command("predict", MEASURE)
                        .arguments("file", Values.FILES)
                        .option("top", "N", "3")
                        .with(ImageOptions::addSkipBad)
                        .runs(this::predict));
    }

    private static CommandSpec addPicture(CommandSpec command) {
        return command.option("picture", "HOW", "auto", Values.oneOf(Showing::words));
    }

    private CommandSpec exporter(String name) {
        return command(name, MEASURE)
                .requiredOption("output", "FILE", Values.FILES)
                .option("format", "csv|json|png", null, Values.oneOf("csv", "json", "png"))
                .flag("force")
                .with(images::addTo);
    }

    private Reply evaluate(Arguments arguments) {
        Showing showing = Showing.parse(arguments.text("picture"));
        Evaluation evaluation = evaluate.head(images.choice(arguments), arguments.progress());
        List<Table> tables =
                new ArrayList<>(List.of(EvaluationTables.accuracy(evaluation), EvaluationTables.perClass(evaluation)));
        List<String> notes = LearningCommands.skipped(evaluation.skipped());
        Showing.Shown shown = shown(showing, EvaluationTables.heatmap(evaluation), arguments);
        boolean forPeople = arguments.format() == TableFormat.TABLE;
        int columns = evaluation.confusion().predictedClasses().size();
        if (shown.drawings().isEmpty() && forPeople && columns > EvaluationTables.MOST_COLUMNS) {
            notes.add(text("command.evaluate.tooWide"));
        } else if (shown.drawings().isEmpty()) {
            tables.add(EvaluationTables.confusion(evaluation, forPeople));
        }
        notes.addAll(shown.notes());
        evaluation.notes().forEach(note -> notes.add(text("command.classifierNote", note)));
        if (!evaluation.unseenClasses().isEmpty()) {
            notes.add(text("command.unseen", String.join(", ", evaluation.unseenClasses())));
        }
        return new Reply(tables, shown.drawings(), notes);
    }

    private Reply curve(Arguments arguments) {
        Showing showing = Showing.parse(arguments.text("picture"));
        List<Evaluation> increments = evaluate.increments(images.choice(arguments), arguments.progress());
        Showing.Shown shown = shown(showing, EvaluationTables.chart(increments), arguments);
        List<String> notes =
                LearningCommands.skipped(increments.get(increments.size() - 1).skipped());
        notes.addAll(shown.notes());
        return new Reply(List.of(EvaluationTables.curve(increments)), shown.drawings(), notes);
    }

    /** A program that reads CSV or JSON wants nothing drawn between; a file beside is no harm. */
    private static Showing.Shown shown(Showing showing, Chart chart, Arguments arguments) {
        boolean drawable = arguments.format() == TableFormat.TABLE || showing == Showing.FILE;
        return (drawable ? showing : Showing.NONE).show(chart, arguments.terminal());
    }

    private Reply predict(Arguments arguments) {
        Table.Builder table = Table.titled("predictions")
                .text("file")
                .number("rank")
                .text("class")
                .decimal("probability", 4);
        Predict.Result result = predict.run(
                arguments.paths("file"),
                arguments.integer("top", 1, 1000),
                ImageOptions.skipBad(arguments),
                arguments.progress());
        result.guesses()
                .forEach(guess -> table.row(guess.file().toString(), guess.rank(), guess.label(), guess.probability()));
        return new Reply(List.of(table.build()), LearningCommands.skipped(result.skipped()));
    }

    private Reply exportConfusion(Arguments arguments) {
        return export(arguments, file -> {
            Evaluation evaluation = evaluate.head(images.choice(arguments), arguments.progress());
            return new Export(
                    EvaluationTables.confusion(evaluation, false),
                    png -> Charts.writePng(EvaluationTables.heatmap(evaluation), png));
        });
    }

    private Reply exportCurve(Arguments arguments) {
        return export(arguments, file -> {
            List<Evaluation> increments = evaluate.increments(images.choice(arguments), arguments.progress());
            return new Export(
                    EvaluationTables.curve(increments),
                    png -> Charts.writePng(EvaluationTables.chart(increments), png));
        });
    }

    private record Export(Table table, Consumer<Path> picture) {}

    /** Refuses what cannot be written before the work is done, not after it. */
    private static Reply export(Arguments arguments, Function<Path, Export> work) {
        Path file = arguments.path("output");
        String format = format(arguments, file);
        boolean force = arguments.flag("force");
        OutputFiles.check(file, force);
        Export export = work.apply(file);
        if (format.equals("png")) {
            export.picture().accept(file);
        } else {
            OutputFiles.write(file, TableFormat.parse(format).render(export.table()), force);
        }
        return Reply.note(text("command.export.wrote", export.table().title(), file));
    }

    private static String format(Arguments arguments, Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        String format = arguments
                .optional("format")
                .orElseGet(() -> name.contains(".") ? name.substring(name.lastIndexOf('.') + 1) : "");
        if (!List.of("csv", "json", "png").contains(format)) {
            throw new AccrueException(
                    Category.USAGE,
                    arguments.optional("format").isPresent()
                            ? text("command.export.badFormat", format)
                            : text("command.export.noFormat", file));
        }
        return format;
    }
}
