package dev.accrue.backbone.djl;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.loss.SoftmaxCrossEntropyLoss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import dev.accrue.backbone.BackboneEngine.Epoch;
import dev.accrue.backbone.TrainingOptions;
import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Cancellation;
import dev.accrue.common.Progress;
import dev.accrue.dataset.PictureBatch;
import dev.accrue.dataset.PreparedPictures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Supervised training with cross-entropy, by one of two recipes. The same seed on the same device with the same number of
 * threads takes the same steps.
 */
final class Training {
    /** With a momentum of 0.9 so many batches leave 1 % of what was before. */
    private static final int SETTLING_BATCHES = 44;

    private final TrainingOptions options;
    private final PreparedPictures pictures;
    private final Progress progress;
    private final Augmentation augmentation;

    Training(TrainingOptions options, PreparedPictures pictures, Progress progress) {
        this.options = options;
        this.pictures = pictures;
        this.progress = progress;
        this.augmentation = new Augmentation(new Random(~options.seed())); // apart from the order of the pictures
    }

    /** Trains the model's block in place. */
    List<Epoch> run(Model model) {
        DefaultTrainingConfig config = new DefaultTrainingConfig(loss())
                .optOptimizer(optimizer())
                .optDevices(new Device[] {model.getNDManager().getDevice()});
        Random random = new Random(options.seed());
        int[] order = new int[pictures.images().size()];
        Arrays.setAll(order, i -> i);
        List<Epoch> curve = new ArrayList<>();
        try (Trainer trainer = model.newTrainer(config)) {
            for (int epoch = 1; epoch <= options.epochs(); epoch++) {
                shuffle(order, random);
                curve.add(epoch(trainer, order, epoch));
            }
            shuffle(order, random);
            settle(trainer, order);
        }
        return curve;
    }

    private boolean strong() {
        return options.recipe() == TrainingOptions.Recipe.STRONG;
    }

    private Loss loss() {
        return strong() ? new SoftmaxCrossEntropyLoss("smoothed", 1, -1, false, true) : Loss.softmaxCrossEntropyLoss();
    }

    private Optimizer optimizer() {
        if (!strong()) {
            return Optimizer.adam()
                    .optLearningRateTracker(Tracker.fixed(options.learningRate()))
                    .build();
        }
        int images = pictures.images().size();
        long steps = (long) options.epochs() * ((images + options.batchSize() - 1) / options.batchSize());
        return NesterovSgd.of(new OneCycle(options.learningRate(), steps));
    }

    private Epoch epoch(Trainer trainer, int[] order, int epoch) {
        String task = "training, epoch " + epoch + "/" + options.epochs();
        long start = System.nanoTime();
        double lossSum = 0;
        long correct = 0;
        int done = 0;
        progress.update(new Progress.Step(task, 0, order.length, "images", ""));
        try (PreparedPictures.Batches batches = pictures.batches(order, options.batchSize())) {
            for (PictureBatch batch = batches.next(); batch != null; batch = batches.next()) {
                Cancellation.check();
                if (batch.count() == 1) {
                    continue; // batch normalisation has nothing to normalise a single picture by
                }
                Step step = step(trainer, strong() ? augmentation.of(batch) : batch);
                if (!Float.isFinite(step.loss())) {
                    throw new AccrueException(
                            Category.ENGINE,
                            "the loss is " + step.loss() + " in epoch " + epoch + ", after " + done
                                    + " images; nothing was changed; try a smaller --learning-rate (now "
                                    + options.learningRate() + ")");
                }
                done += batch.count();
                lossSum += (double) step.loss() * batch.count();
                correct += step.correct();
                progress.update(new Progress.Step(task, done, order.length, "images", figures(lossSum, correct, done)));
            }
        }
        if (done == 0) {
            throw new AccrueException(
                    Category.BAD_DATA,
                    "training needs at least 2 readable images, and there are none; nothing was changed");
        }
        progress.update(new Progress.Step(task, order.length, order.length, "images", figures(lossSum, correct, done)));
        return new Epoch(lossSum / done, (double) correct / done, (System.nanoTime() - start) / 1e9);
    }

    /**
     * Lets the running statistics of batch normalisation catch up with the final weights: they follow the batches with
     * some delay, and in short runs the weights have moved on meanwhile, so that evaluation would fall far behind
     * training (compare Wu and Johnson 2021, "Rethinking Batch in BatchNorm"). Weights do not change.
     */
    private void settle(Trainer trainer, int[] order) {
        int worthwhile = Math.min(options.batchSize(), order.length) / 2; // a small batch would count as a full one
        int settled = 0;
        int before = -1;
        while (settled < SETTLING_BATCHES && settled > before) { // few images are gone through several times
            before = settled;
            try (PreparedPictures.Batches batches = pictures.batches(order, options.batchSize())) {
                for (PictureBatch batch = batches.next();
                        batch != null && settled < SETTLING_BATCHES;
                        batch = batches.next()) {
                    Cancellation.check();
                    if (batch.count() > 1 && batch.count() >= worthwhile) {
                        try (NDManager scope = trainer.getManager().newSubManager()) {
                            trainer.forward(new NDList(Pixels.input(scope, batch)));
                        }
                        settled++;
                    }
                }
            }
        }
    }

    private static String figures(double lossSum, long correct, int done) {
        return String.format(Locale.ROOT, "loss %.3f, accuracy %.3f", lossSum / done, (double) correct / done);
    }

    private Step step(Trainer trainer, PictureBatch batch) {
        try (NDManager scope = trainer.getManager().newSubManager()) {
            NDArray input = Pixels.input(scope, batch);
            NDArray labels =
                    scope.create(Arrays.stream(batch.labels()).asLongStream().toArray());
            NDArray targets = strong() ? smoothed(scope, batch.labels()) : labels;
            NDArray scores;
            NDArray loss;
            try (GradientCollector collector = trainer.newGradientCollector()) {
                scores = trainer.forward(new NDList(input)).singletonOrThrow();
                loss = trainer.getLoss().evaluate(new NDList(targets), new NDList(scores));
                collector.backward(loss);
            }
            trainer.step();
            long correct = scores.argMax(1).eq(labels).sum().getLong();
            return new Step(loss.getFloat(), correct);
        }
    }

    /** The label's own class and a little of all. Made outside the graph, which then holds arrays only. */
    private NDArray smoothed(NDManager scope, int[] labels) {
        int classes = pictures.images().classes().size();
        float[] targets = new float[labels.length * classes];
        Arrays.fill(targets, options.labelSmoothing() / classes);
        for (int i = 0; i < labels.length; i++) {
            targets[i * classes + labels[i]] += 1 - options.labelSmoothing();
        }
        return scope.create(targets, new Shape(labels.length, classes));
    }

    /** Fisher and Yates. */
    private static void shuffle(int[] order, Random random) {
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
    }

    private record Step(float loss, long correct) {}
}
