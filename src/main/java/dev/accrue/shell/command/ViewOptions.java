package dev.accrue.shell.command;

import dev.accrue.learner.Views;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The options by which a model is told how to see its backbone. */
final class ViewOptions {
    private ViewOptions() {}

    /** @param features the default */
    static CommandSpec addTo(CommandSpec command, String features) {
        return command.option("features", "last|multi", features, Values.oneOf("last", "multi"))
                .option("grids", "LIST", null)
                .option("mirror", "yes|no", "yes", Values.oneOf("yes", "no"))
                .option("shift", "PIXELS", "0")
                .option("turns", "yes|no", "no", Values.oneOf("yes", "no"))
                .option(
                        "normalize",
                        "none|l2|tukey|hellinger",
                        "none",
                        Values.oneOf("none", "l2", "tukey", "hellinger"))
                .option("projection", "none|relu|fourier", "none", Values.oneOf("none", "relu", "fourier"))
                .option("width", "N", null)
                .option("also", "VIEWS", null)
                .option("scatter", "auto|shared|per-class", "auto", Values.oneOf(ViewOptions::scatters));
    }

    private static List<String> scatters() {
        return Arrays.stream(Views.Scatter.values()).map(Views.Scatter::id).toList();
    }

    /** Texts of views, that which the classifier sees through first. */
    static List<String> views(Arguments arguments) {
        StringBuilder first = new StringBuilder(arguments.text("features"));
        for (String name : List.of("grids", "mirror", "shift", "turns", "normalize", "projection", "width")) {
            arguments
                    .optional(name)
                    .ifPresent(
                            value -> first.append(' ').append(name).append('=').append(value));
        }
        if (!arguments.text("projection").equals("none")) {
            first.append(" seed=").append(arguments.text("seed"));
        }
        return Stream.concat(
                        Stream.of(first.toString()),
                        arguments.optional("also").stream().flatMap(also -> Arrays.stream(also.split(";", -1))))
                .toList();
    }
}
