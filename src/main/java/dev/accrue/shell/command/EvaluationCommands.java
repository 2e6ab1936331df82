package dev.accrue.shell.command;

import static dev.accrue.shell.command.CommandSpec.Group.MEASURE;
import static dev.accrue.shell.command.CommandSpec.command;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.dataset.DatasetCatalog;
import dev.accrue.evaluation.Evaluate;
import dev.accrue.evaluation.Evaluation;
import dev.accrue.learner.Predict;
import dev.accrue.output.Charts;
import dev.accrue.output.OutputFiles;
import dev.accrue.output.Table;
import dev.accrue.output.TableFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import org.springframework.shell.command.CommandRegistration;

/** {@code evaluate}, {@code predict}, {@code export confusion} and {@code export accuracy-curve}. */
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
                command("evaluate", MEASURE, "Measure the model on the test images of a data set")
                        .with(images::addTo)
                        .runs(this::evaluate),
                command("predict", MEASURE, "Say which classes pictures belong to")
                        .arguments("file", "pictures (PNG, JPEG, BMP, GIF)", List::of)
                        .option("top", "N", "3", "how many guesses a picture")
                        .with(ImageOptions::addSkipBad)
                        .runs(this::predict),
                exporter("export confusion", "Write the confusion matrix of the test images to a file")
                        .runs(this::exportConfusion),
                exporter("export accuracy-curve", "Write the accuracy after each increment to a file")
                        .runs(this::exportCurve));
    }

    private CommandSpec exporter(String name, String description) {
        return command(name, MEASURE, description)
                .requiredOption("output", "FILE", "file to write")
                .option(
                        "format",
                        "FORMAT",
                        null,
                        "csv, json or png; left out: by the file's ending",
                        () -> List.of("csv", "json", "png"))
                .flag("force", "replace the file if it is there")
                .with(images::addTo);
    }

    private Reply evaluate(Arguments arguments) {
        Evaluation evaluation = evaluate.head(images.choice(arguments), arguments.progress());
        List<Table> tables =
                new ArrayList<>(List.of(EvaluationTables.accuracy(evaluation), EvaluationTables.perClass(evaluation)));
        List<String> notes = LearningCommands.skipped(evaluation.skipped());
        boolean forPeople = arguments.format() == TableFormat.TABLE;
        if (forPeople && evaluation.confusion().predictedClasses().size() > EvaluationTables.MOST_COLUMNS) {
            notes.add("the confusion matrix is too wide to print; write it with: export confusion --output FILE");
        } else {
            tables.add(EvaluationTables.confusion(evaluation, forPeople));
        }
        evaluation.notes().forEach(note -> notes.add("classifier: " + note));
        if (!evaluation.unseenClasses().isEmpty()) {
            notes.add("not learnt yet, so never predicted: " + String.join(", ", evaluation.unseenClasses()));
        }
        return new Reply(tables, notes);
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
        return Reply.note("wrote " + export.table().title() + " to " + file);
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
                            ? "--format is \"" + format + "\"; expected csv, json or png"
                            : "the ending of \"" + file + "\" does not say which format to write; add --format csv,"
                                    + " json or png");
        }
        return format;
    }
}
