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
        return command.option(
                        "features",
                        "last|multi",
                        features,
                        "layers that feature vectors come from: the last one, or several depths side by side",
                        () -> List.of("last", "multi"))
                .option(
                        "grids",
                        "LIST",
                        null,
                        "with multi: cells a side for each depth, such as 2,2,3,3; 0 leaves it out")
                .option(
                        "mirror",
                        "yes|no",
                        "yes",
                        "take the mean of an image and its mirror image; twice the work",
                        () -> List.of("yes", "no"))
                .option(
                        "normalize",
                        "none|l2|tukey",
                        "none",
                        "transform of the vectors: length 1, or the square root of each feature",
                        () -> List.of("none", "l2", "tukey"))
                .option(
                        "projection",
                        "none|relu|fourier",
                        "none",
                        "random map to more dimensions, after all else; the seed is that of --seed",
                        () -> List.of("none", "relu", "fourier"))
                .option("width", "N", null, "with a projection: its dimensions; left out: 2000")
                .option(
                        "also",
                        "VIEWS",
                        null,
                        "further views side by side, in quotes and separated by semicolons:"
                                + " \"last; multi normalize=l2\"")
                .option(
                        "scatter",
                        "auto|shared|per-class",
                        "auto",
                        "one scatter for all classes of a view, or one a class; auto: shared from 3,000 features on."
                                + " Shared, a class cannot be removed without a trace",
                        () -> Arrays.stream(Views.Scatter.values())
                                .map(Views.Scatter::id)
                                .toList());
    }

    /** Texts of views, that which the classifier sees through first. */
    static List<String> views(Arguments arguments) {
        StringBuilder first = new StringBuilder(arguments.text("features"));
        for (String name : List.of("grids", "mirror", "normalize", "projection", "width")) {
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
