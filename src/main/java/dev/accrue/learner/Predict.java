package dev.accrue.learner;

import dev.accrue.backbone.Backbone;
import dev.accrue.common.Progress;
import dev.accrue.dataset.PictureFiles;
import dev.accrue.dataset.Preparation;
import dev.accrue.gaussian.Classifier;
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

    /**
     * @param most guesses a picture
     * @throws dev.accrue.common.AccrueException NOT_FOUND in an empty store, BAD_DATA for a file that is no picture
     */
    public List<Guess> run(List<Path> files, int most, Progress progress) {
        LearntModel model = session.model();
        Backbone backbone = session.backbone(model.backbone());
        float[] features = Embedding.features(
                backbone,
                Preparation.prepare(
                        PictureFiles.of(files), backbone.description().inputSize(), false),
                progress);
        int classes = model.classes().size();
        double[] posterior =
                Classifier.posterior(model.classifier().scores(features, files.size()), files.size(), classes);
        List<Guess> guesses = new ArrayList<>();
        for (int file = 0; file < files.size(); file++) {
            int first = file * classes;
            List<Integer> best = IntStream.range(0, classes)
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer c) -> -posterior[first + c]))
                    .limit(most)
                    .toList();
            for (int rank = 0; rank < best.size(); rank++) {
                int label = best.get(rank);
                guesses.add(new Guess(files.get(file), rank + 1, model.classes().get(label), posterior[first + label]));
            }
        }
        return guesses;
    }
}
