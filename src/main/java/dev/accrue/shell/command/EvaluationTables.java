package dev.accrue.shell.command;

import dev.accrue.evaluation.CompareMethods;
import dev.accrue.evaluation.ConfusionMatrix;
import dev.accrue.evaluation.Evaluation;
import dev.accrue.learner.Temperature;
import dev.accrue.output.Table;
import dev.accrue.output.chart.Heatmap;
import dev.accrue.output.chart.LineChart;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Evaluations as rows and series. */
final class EvaluationTables {
    /** Columns of a confusion matrix that still fit a terminal. */
    static final int MOST_COLUMNS = 20;

    private static final String DIRECTION = "rows are true classes, columns are predicted classes";

    private EvaluationTables() {}

    static Table accuracy(Evaluation evaluation) {
        ConfusionMatrix confusion = evaluation.confusion();
        Table.Builder table = Table.titled("version " + evaluation.model().version() + " on " + confusion.total()
                        + " test images of " + evaluation.data())
                .text("measure")
                .decimal("value", 4)
                .text("over");
        int unseen = evaluation.unseenClasses().size();
        table.row(
                "accuracy, all",
                number(evaluation.all()),
                confusion.trueClasses().size() + " classes"
                        + (unseen > 0 ? ", " + unseen + " of them not learnt yet" : ""));
        if (unseen > 0) {
            table.row(
                    "accuracy, seen",
                    number(evaluation.seen()),
                    evaluation.model().classes().size() + " learnt classes");
        }
        table.row(
                "accuracy, old",
                number(evaluation.old()),
                evaluation.model().oldClasses().size() + " base classes");
        int added = evaluation.model().newClasses().size();
        if (added > 0) {
            table.row("accuracy, new", number(evaluation.added()), added + " added classes");
        }
        table.row(
                "macro F1", number(confusion.macroF1()), confusion.trueClasses().size() + " classes");
        table.row(
                "expected calibration error",
                number(evaluation.calibrationError()),
                "15 bins, images of learnt classes; " + temperature(evaluation));
        evaluation
                .softmax()
                .ifPresent(softmax -> table.row(
                                "softmax head, all", number(softmax.accuracy()), "knows the base classes only")
                        .row(
                                "softmax head, old",
                                number(softmax.accuracy(softmax.predictedClasses())),
                                softmax.predictedClasses().size() + " base classes"));
        return table.build();
    }

    private static String temperature(Evaluation evaluation) {
        Temperature temperature = evaluation.model().temperature();
        return temperature.vectors() == 0
                ? "no temperature fitted"
                : String.format(
                        Locale.ROOT,
                        "temperature %.3g, fitted to %d vectors left out",
                        temperature.value(),
                        temperature.vectors());
    }

    static Table perClass(Evaluation evaluation) {
        ConfusionMatrix confusion = evaluation.confusion();
        Table.Builder table = Table.titled("by class")
                .text("class")
                .text("origin")
                .number("images")
                .decimal("precision", 4)
                .decimal("recall", 4)
                .decimal("f1", 4);
        long[][] counts = confusion.counts();
        for (int row = 0; row < counts.length; row++) {
            String name = confusion.trueClasses().get(row);
            table.row(
                    name,
                    origin(evaluation, name),
                    Arrays.stream(counts[row]).sum(),
                    confusion.precision(name),
                    confusion.recall(name),
                    confusion.f1(name));
        }
        return table.build();
    }

    private static String origin(Evaluation evaluation, String name) {
        if (evaluation.model().oldClasses().contains(name)) {
            return "base";
        }
        return evaluation.model().classes().contains(name) ? "added" : "not learnt";
    }

    /** @param numbered head the columns by position, so that ten classes fit 80 characters */
    static Table confusion(Evaluation evaluation, boolean numbered) {
        ConfusionMatrix confusion = evaluation.confusion();
        Table.Builder table = Table.titled("confusion matrix: " + DIRECTION).text("true \\ predicted");
        List<String> columns = confusion.predictedClasses();
        for (int column = 0; column < columns.size(); column++) {
            table.number(numbered ? String.valueOf(column) : columns.get(column));
        }
        long[][] counts = confusion.counts();
        for (int row = 0; row < counts.length; row++) {
            String name = confusion.trueClasses().get(row);
            int column = columns.indexOf(name);
            List<@Nullable Object> cells = new ArrayList<>();
            cells.add(numbered ? (column < 0 ? "- " : column + " ") + name : name);
            for (long count : counts[row]) {
                cells.add(count);
            }
            table.row(cells.toArray());
        }
        return table.build();
    }

    static Heatmap heatmap(Evaluation evaluation) {
        ConfusionMatrix confusion = evaluation.confusion();
        return new Heatmap(
                String.format(
                        Locale.ROOT,
                        "Confusion matrix, version %d, accuracy %.4f",
                        evaluation.model().version(),
                        evaluation.all()),
                "true class",
                "predicted class",
                confusion.trueClasses(),
                confusion.predictedClasses(),
                confusion.counts());
    }

    static Table curve(List<Evaluation> increments) {
        Table.Builder table = Table.titled("accuracy after each increment")
                .number("version")
                .text("step")
                .number("classes")
                .decimal("all", 4)
                .decimal("seen", 4)
                .decimal("old", 4)
                .decimal("new", 4);
        increments.forEach(evaluation -> table.row(
                evaluation.model().version(),
                evaluation.model().summary(),
                evaluation.model().classes().size(),
                number(evaluation.all()),
                number(evaluation.seen()),
                number(evaluation.old()),
                number(evaluation.added())));
        return table.build();
    }

    static LineChart chart(List<Evaluation> increments) {
        return new LineChart(
                "Accuracy after each increment",
                "classes learnt",
                "accuracy",
                increments.stream()
                        .map(evaluation ->
                                String.valueOf(evaluation.model().classes().size()))
                        .toList(),
                List.of(
                        series("all test images", increments, Evaluation::all),
                        series("learnt classes", increments, Evaluation::seen),
                        series("old classes", increments, Evaluation::old),
                        series("new classes", increments, Evaluation::added)));
    }

    private static LineChart.Series series(
            String name, List<Evaluation> increments, ToDoubleFunction<Evaluation> measure) {
        return new LineChart.Series(
                name, increments.stream().mapToDouble(measure).toArray());
    }

    static Table comparison(CompareMethods.Comparison comparison) {
        Table.Builder table = Table.titled("classifiers of version " + comparison.version() + " on "
                        + comparison.images() + " test images of " + comparison.data())
                .text("method")
                .text("view")
                .text("in_use")
                .decimal("all", 4)
                .decimal("old", 4)
                .decimal("new", 4)
                .decimal("average_incremental", 4)
                .decimal("forgetting", 4)
                .decimal("calibration_error", 4)
                .decimal("fit_seconds", 3)
                .decimal("score_seconds", 3)
                .text("remarks");
        comparison
                .scores()
                .forEach(score -> table.row(
                        score.method(),
                        score.view(),
                        score.inUse() ? "yes" : "",
                        number(score.all()),
                        number(score.old()),
                        number(score.added()),
                        number(score.averageIncremental()),
                        number(score.forgetting()),
                        number(score.calibrationError()),
                        number(score.fitSeconds()),
                        number(score.scoreSeconds()),
                        String.join("; ", score.remarks())));
        return table.build();
    }

    private static @Nullable Double number(double value) {
        return Double.isNaN(value) ? null : value;
    }
}
