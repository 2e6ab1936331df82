package dev.accrue.backbone.djl;

import static dev.accrue.common.Messages.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.loss.Loss;
import ai.djl.training.loss.SoftmaxCrossEntropyLoss;
import dev.accrue.backbone.BackboneEngine.Epoch;
import dev.accrue.backbone.Checkpoints;
import dev.accrue.backbone.Recipe;
import dev.accrue.backbone.TrainingOptions;
import dev.accrue.backbone.djl.TrainingState.Reached;
import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Cancellation;
import dev.accrue.common.Progress;
import dev.accrue.dataset.PictureBatch;
import dev.accrue.dataset.PreparedPictures;
import dev.accrue.dataset.SplitMix64;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Supervised training with cross-entropy. The same seed on the same device with the same number of threads takes the
 * same steps, whether it runs through or goes on from a checkpoint.
 */
final class Training {
    /** With a momentum of 0.9 so many batches leave 1 % of what was before. */
    private static final int SETTLING_BATCHES = 44;

    private final TrainingOptions options;
    private final Recipe recipe;
    private final Network network;
    private final NDManager manager;
    private final PreparedPictures pictures;
    private final Progress progress;
    private final ParameterStore parameters;
    private final Descent descent;
    private final WeightAverage average;
    private final Loss loss;
    private long steps;

    /**
     * @param network initialised
     * @param manager of its parameters
     */
    Training(
            TrainingOptions options, Network network, NDManager manager, PreparedPictures pictures, Progress progress) {
        this.options = options;
        this.recipe = options.recipe();
        this.network = network;
        this.manager = manager;
        this.pictures = pictures;
        this.progress = progress;
        this.parameters = new ParameterStore(manager, false);
        this.descent = Descent.of(recipe, network);
        this.average = new WeightAverage(network, recipe.averaging());
        this.loss =
                smooth() ? new SoftmaxCrossEntropyLoss("smooth", 1, -1, false, true) : Loss.softmaxCrossEntropyLoss();
    }

    /**
     * @param curve one entry an epoch
     * @param resumed how many of them are from before
     */
    record Outcome(List<Epoch> curve, int resumed) {}

    /** Trains the network in place. */
    Outcome run(Checkpoints checkpoints) {
        TrainingState state = new TrainingState(network, manager, descent, average);
        List<Epoch> curve = new ArrayList<>();
        checkpoints.last().ifPresent(last -> {
            Reached reached = state.restore(last, TrainingState.task(options, pictures.images()));
            steps = reached.steps();
            curve.addAll(reached.curve());
            checkpoints.resumed(curve.size());
        });
        int resumed = curve.size();
        Random random = new Random(options.seed());
        int[] order = new int[pictures.images().size()];
        Arrays.setAll(order, i -> i);
        for (int epoch = 1; epoch <= options.epochs(); epoch++) {
            shuffle(order, random); // of the epochs that are over too: each order comes from the one before
            if (epoch > resumed) {
                seed(epoch);
                curve.add(epoch(order, epoch));
                checkpoints.keep(
                        epoch,
                        state.encode(
                                TrainingState.task(options, pictures.images()),
                                new Reached(steps, List.copyOf(curve))));
            }
        }
        average.replaceWeights();
        shuffle(order, random);
        seed(options.epochs() + 1);
        settle(order);
        return new Outcome(curve, resumed);
    }

    /** What the engine draws in an epoch depends on the epoch alone. The first goes on where the initial weights ended. */
    private void seed(int epoch) {
        if (epoch > 1) {
            manager.getEngine().setRandomSeed(Long.hashCode(drawn(epoch)));
        }
    }

    private long drawn(int epoch) {
        return SplitMix64.mix(SplitMix64.mix(options.seed()) + epoch);
    }

    private boolean smooth() {
        return recipe.smoothing() > 0;
    }

    private Epoch epoch(int[] order, int epoch) {
        String task = text("backbone.training.epoch", epoch, options.epochs());
        String unit = text("common.images");
        long start = System.nanoTime();
        double lossSum = 0;
        long correct = 0;
        long upright = 0;
        int done = 0;
        progress.update(new Progress.Step(task, 0, order.length, unit, ""));
        try (PreparedPictures.Batches batches =
                pictures.batches(order, options.batchSize(), recipe.augmentation(), drawn(epoch))) {
            for (PictureBatch batch = batches.next(); batch != null; batch = batches.next()) {
                Cancellation.check();
                if (batch.count() == 1) {
                    continue; // batch normalisation has nothing to normalise a single picture by
                }
                Step step = step(batch, rate(epoch, (double) done / order.length));
                if (!Float.isFinite(step.loss())) {
                    throw new AccrueException(
                            Category.ENGINE,
                            text("backbone.training.lossNotFinite", step.loss(), epoch, done, options.learningRate()));
                }
                done += batch.count();
                lossSum += (double) step.loss() * batch.count();
                correct += step.correct();
                upright += step.upright();
                progress.update(new Progress.Step(
                        task, done, order.length, unit, figures(lossSum / done, accuracy(correct, upright))));
            }
        }
        if (done == 0) {
            throw new AccrueException(Category.BAD_DATA, text("backbone.training.tooFewImages"));
        }
        Epoch over = new Epoch(lossSum / done, accuracy(correct, upright), (System.nanoTime() - start) / 1e9);
        progress.update(
                new Progress.Step(task, order.length, order.length, unit, figures(over.loss(), over.accuracy())));
        return over;
    }

    /** @param done part of the epoch that is over */
    private float rate(int epoch, double done) {
        return switch (recipe.schedule()) {
            case CONSTANT -> options.learningRate();
            case CYCLE -> (float) (options.learningRate() * OneCycle.at((epoch - 1 + done) / options.epochs()));
        };
    }

    /**
     * Lets the running statistics of batch normalisation catch up with the final weights: they follow the batches with
     * some delay, and in short runs the weights have moved on meanwhile, so that evaluation would fall far behind
     * training (compare Wu and Johnson 2021, "Rethinking Batch in BatchNorm"). Weights do not change. Pictures are seen
     * as they will be later, unchanged.
     */
    private void settle(int[] order) {
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
                        try (NDManager scope = manager.newSubManager()) {
                            forward(Pixels.input(scope, batch));
                        }
                        settled++;
                    }
                }
            }
        }
    }

    private static double accuracy(long correct, long of) {
        return (double) correct / Math.max(1, of); // of few pictures all may have been turned
    }

    private static String figures(double loss, double accuracy) {
        return text("backbone.training.figures", loss, accuracy);
    }

    private NDArray forward(NDArray input) {
        return network.whole().forward(parameters, new NDList(input), true).singletonOrThrow();
    }

    private Step step(PictureBatch batch, float rate) {
        try (NDManager scope = manager.newSubManager()) {
            NDArray input = Pixels.input(scope, batch);
            NDArray labels =
                    scope.create(Arrays.stream(batch.labels()).asLongStream().toArray());
            NDArray targets = smooth() ? smoothed(scope, batch.labels()) : labels;
            NDArray scores;
            NDArray mean;
            try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
                scores = forward(input);
                mean = loss.evaluate(new NDList(targets), new NDList(scores));
                collector.backward(mean);
            }
            steps++;
            descent.step(steps, rate);
            average.add(steps);
            int classes = pictures.images().classes().size();
            NDArray ofUpright = scores.get(new NDIndex().addAllDim().addSliceDim(0, classes));
            long correct = ofUpright.argMax(1).eq(labels).sum().getLong();
            long upright = Arrays.stream(batch.labels())
                    .filter(label -> label < classes)
                    .count();
            return new Step(mean.getFloat(), correct, upright);
        }
    }

    /** Of each label its own class and a little of all. Made outside the graph, which then holds arrays only. */
    private NDArray smoothed(NDManager scope, int[] labels) {
        int classes = recipe.augmentation().classes(pictures.images().classes().size());
        float[] targets = new float[labels.length * classes];
        Arrays.fill(targets, (float) recipe.smoothing() / classes);
        for (int i = 0; i < labels.length; i++) {
            targets[i * classes + labels[i]] += (float) (1 - recipe.smoothing());
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

    /**
     * @param correct of the upright pictures, among the classes of such
     * @param upright pictures that were not turned
     */
    private record Step(float loss, long correct, long upright) {}
}
