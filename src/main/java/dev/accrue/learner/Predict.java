package dev.accrue.learner;

import static dev.accrue.common.Messages.text;

import dev.accrue.backbone.View;
import dev.accrue.common.Progress;
import dev.accrue.dataset.PictureFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Says which classes pictures belong to. Changes nothing. */
public final class Predict {
    private final ModelSession session;

    public Predict(ModelSession session) {
        this.session = session;
    }

    /**
     * One guess about a picture.
     *
     * @param rank 1 for the best guess
     * @param probability posterior of the class among those the model knows
     */
    public record Guess(Path file, int rank, String label, double probability) {}

    /** @param skipped what was wrong with each file left out */
    public record Result(List<Guess> guesses, List<String> skipped) {}

    /**
     * @param most guesses a picture
     * @param skipBad go on without files that are no pictures
     * @throws dev.accrue.common.AccrueException NOT_FOUND in an empty store or for a file that is not there, BAD_DATA
     *     for a file that is no picture
     */
    public Result run(List<Path> files, int most, boolean skipBad, Progress progress) {
        LearntModel model = session.model();
        EmbeddedImages images = Embedding.all(
                        session.backbone(model.backbone()),
                        List.of(View.parse(model.view())),
                        text("learner.theFiles"),
                        PictureFiles.of(files),
                        skipBad,
                        progress)
                .get(0);
        int classes = model.classes().size();
        double[] posterior = model.temperature()
                .posterior(model.classifier().scores(images.features(), images.size()), images.size(), classes);
        List<Guess> guesses = new ArrayList<>();
        for (int row = 0; row < images.size(); row++) {
            int first = row * classes;
            List<Integer> best = IntStream.range(0, classes)
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer c) -> -posterior[first + c]))
                    .limit(most)
                    .toList();
            Path file = files.get(images.labels()[row]);
            for (int rank = 0; rank < best.size(); rank++) {
                int label = best.get(rank);
                guesses.add(new Guess(file, rank + 1, model.classes().get(label), posterior[first + label]));
            }
        }
        return new Result(guesses, images.skipped());
    }
}
