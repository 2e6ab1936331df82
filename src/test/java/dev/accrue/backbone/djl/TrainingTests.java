package dev.accrue.backbone.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import dev.accrue.backbone.Backbone;
import dev.accrue.backbone.BackboneEngine.Trained;
import dev.accrue.backbone.Checkpoints;
import dev.accrue.backbone.Recipe;
import dev.accrue.backbone.TrainingOptions;
import dev.accrue.backbone.View;
import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Progress;
import dev.accrue.dataset.PictureBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingTests {
    private static final int BATCH = 16;

    private final DjlBackboneEngine engine = new DjlBackboneEngine();
    private final PicturesInMemory pictures = PicturesInMemory.coloured(56, 16, 3, 1);
    private final Kept kept = new Kept();

    /** In memory. */
    private static final class Kept implements Checkpoints {
        private byte @Nullable [] state;

        @Override
        public Optional<byte[]> last() {
            return Optional.ofNullable(state);
        }

        @Override
        public void resumed(int epochs) {}

        @Override
        public void keep(int epochs, byte[] next) {
            state = next;
        }
    }

    private static TrainingOptions options(String architecture, int size, String recipe, int epochs, float rate) {
        return new TrainingOptions(architecture, size, Recipe.parse(recipe), epochs, BATCH, rate, 7);
    }

    private byte[] weights(TrainingOptions options, Checkpoints checkpoints, Progress progress) {
        return weights(engine.train(options, pictures, checkpoints, progress));
    }

    private static byte[] weights(Trained trained) {
        try (var backbone = trained.backbone()) {
            return backbone.weights();
        }
    }

    /** The published training, written with the parts of DJL that it was first written with. */
    @Test
    void theArticlesStepsAreThoseOfDjlsAdam() {
        Map<String, float[]> ours =
                Tensors.of(weights(options("resnet20", 16, "article", 2, 1e-3f), Checkpoints.NONE, Progress.NONE));

        Network network = ResNet20.build(3);
        Engine.getEngine("PyTorch").setRandomSeed(7);
        try (Model model = Model.newInstance("resnet20", "PyTorch")) {
            NDManager manager = model.getNDManager();
            network.initialize(manager, 16);
            model.setBlock(network.whole());
            DefaultTrainingConfig config = new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                    .optOptimizer(Optimizer.adam()
                            .optLearningRateTracker(Tracker.fixed(1e-3f))
                            .build());
            Random random = new Random(7);
            int[] order = new int[pictures.size()];
            Arrays.setAll(order, i -> i);
            try (Trainer trainer = model.newTrainer(config)) {
                for (int epoch = 0; epoch < 2; epoch++) {
                    for (int i = order.length - 1; i > 0; i--) {
                        int j = random.nextInt(i + 1);
                        int swapped = order[i];
                        order[i] = order[j];
                        order[j] = swapped;
                    }
                    for (int from = 0; from < order.length; from += BATCH) {
                        int[] chosen = Arrays.copyOfRange(order, from, Math.min(order.length, from + BATCH));
                        djlStep(trainer, pictures.batch(chosen));
                    }
                }
            }
            network.weights()
                    .forEach(weight -> assertThat(ours.get(weight.getKey()))
                            .describedAs(weight.getKey())
                            .containsExactly(weight.getValue().getArray().toFloatArray()));
        }
    }

    private static void djlStep(Trainer trainer, PictureBatch batch) {
        try (NDManager scope = trainer.getManager().newSubManager()) {
            NDArray labels =
                    scope.create(Arrays.stream(batch.labels()).asLongStream().toArray());
            NDArray input = Pixels.input(scope, batch);
            try (GradientCollector collector = trainer.newGradientCollector()) {
                NDList scores = trainer.forward(new NDList(input));
                collector.backward(trainer.getLoss().evaluate(new NDList(labels), scores));
            }
            trainer.step();
        }
    }

    @Test
    void theStrongRecipeLearns() {
        PicturesInMemory more = PicturesInMemory.coloured(128, 16, 4, 1);
        TrainingOptions options = options("resnet10", 16, "strong smoothing=0.1 cutout=0.25 averaging=0.9", 5, 0.05f);
        Trained trained = engine.train(options, more, Progress.NONE);
        trained.backbone().close();
        assertThat(trained.resumed()).isZero();
        assertThat(trained.curve().get(4).accuracy()).isGreaterThan(0.9);
        assertThat(trained.curve().get(4).loss())
                .isLessThan(trained.curve().get(0).loss());
    }

    /** Pictures whose class shows in their colour, and whose side up shows in a dark edge. */
    private static PicturesInMemory withAnEdge(int count, long seed) {
        PicturesInMemory plain = PicturesInMemory.coloured(count, 16, 4, seed);
        for (byte[] picture : plain.pixels()) {
            Arrays.fill(picture, 0, 6 * 16 * 3, (byte) 0);
        }
        return plain;
    }

    @ParameterizedTest
    @CsvSource({"resnet10, 16", "efficientnet-b0, 32"})
    void rotationLabelsLeaveAHeadForUprightPictures(String architecture, int size) {
        PicturesInMemory sized = PicturesInMemory.coloured(12, size, 4, 1);
        TrainingOptions options = options(architecture, size, "strong rotation=0.5", 1, 0.01f);
        try (Backbone turned = engine.train(options, sized, Progress.NONE).backbone();
                Backbone upright = engine.train(options(architecture, size, "strong", 1, 0.01f), sized, Progress.NONE)
                        .backbone()) {
            assertThat(turned.description().parameters())
                    .isEqualTo(upright.description().parameters());
            assertThat(turned.embedAndClassify(sized.batch(0, 1, 2), List.of(View.LAST))
                            .logits())
                    .hasSize(3 * 4);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " smoothing=0.1 averaging=0.9"})
    void learnsClassesAlsoFromPicturesThatLieOnAnotherSide(String more) {
        TrainingOptions options = options("resnet10", 16, "strong mirror=no shift=0 rotation=0.5" + more, 8, 0.05f);
        Trained trained = engine.train(options, withAnEdge(256, 1), Progress.NONE);
        try (Backbone backbone = trained.backbone()) {
            PicturesInMemory unseen = withAnEdge(64, 2);
            float[] logits = backbone.embedAndClassify(
                            unseen.batch(IntStream.range(0, 64).toArray()), List.of(View.LAST))
                    .logits();
            int correct = 0;
            for (int n = 0; n < 64; n++) {
                int best = 0;
                for (int c = 1; c < 4; c++) {
                    best = logits[n * 4 + c] > logits[n * 4 + best] ? c : best;
                }
                correct += best == unseen.label(n) ? 1 : 0;
            }
            assertThat(correct).describedAs("of 64, in evaluation mode").isGreaterThan(55);
            assertThat(trained.curve().get(7).accuracy()).isGreaterThan(0.9);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "resnet20, 16, article",
        "resnet10, 16, strong smoothing=0.1 cutout=0.25 averaging=0.9",
        "resnet10, 16, strong rotation=0.5 smoothing=0.1 averaging=0.9",
        "efficientnet-b0, 32, strong shift=0"
    })
    void goesOnAsIfItHadNeverStopped(String architecture, int size, String recipe) {
        TrainingOptions options = options(architecture, size, recipe, 3, recipe.startsWith("article") ? 1e-3f : 0.02f);
        PicturesInMemory sized = PicturesInMemory.coloured(40, size, 3, 1);
        byte[] whole = weights(engine.train(options, sized, Progress.NONE));

        assertThatThrownBy(() -> engine.train(options, sized, kept, interruptingIn("epoch 2/3")))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.CANCELLED));
        Trained trained = engine.train(options, sized, kept, Progress.NONE);
        assertThat(trained.resumed()).isEqualTo(1);
        assertThat(trained.curve()).hasSize(3);
        assertThat(weights(trained)).isEqualTo(whole);
    }

    private static Progress interruptingIn(String task) {
        return step -> {
            if (step.task().equals(task) && step.done() > 0) {
                Thread.currentThread().interrupt();
            }
        };
    }

    @Test
    void aTrainingThatWasOverIsOnlySettled() {
        TrainingOptions options = options("resnet10", 16, "strong averaging=0.9", 2, 0.05f);
        byte[] whole = weights(options, kept, Progress.NONE);
        Trained again = engine.train(options, pictures, kept, Progress.NONE);
        assertThat(again.resumed()).isEqualTo(2);
        assertThat(weights(again)).isEqualTo(whole);
    }

    @ParameterizedTest
    @CsvSource({
        "resnet10, strong, 3, 0.05, 'epochs 2, this one has 3'",
        "resnet10, strong decay=0, 2, 0.05, 'recipe strong, this one has strong decay=0'",
        "resnet10, strong rotation=0.5, 2, 0.05, 'recipe strong, this one has strong rotation=0.5'",
        "resnet10, strong, 2, 0.1, learning-rate 0.05",
        "resnet20, strong, 2, 0.05, backbone resnet10"
    })
    void doesNotGoOnWithAnotherTraining(String architecture, String recipe, int epochs, float rate, String message) {
        weights(options("resnet10", 16, "strong", 2, 0.05f), kept, Progress.NONE);
        assertThatThrownBy(() -> weights(options(architecture, 16, recipe, epochs, rate), kept, Progress.NONE))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.CONFLICT))
                .hasMessageContaining(message)
                .hasMessageContaining("--resume");
    }

    @Test
    void doesNotGoOnFromADamagedCheckpoint() {
        TrainingOptions options = options("resnet10", 16, "strong", 2, 0.05f);
        weights(options, kept, Progress.NONE);
        byte[] state = kept.last().orElseThrow();
        for (int length : new int[] {0, 5, 400, state.length / 2}) {
            kept.keep(1, Arrays.copyOf(state, length));
            assertThatThrownBy(() -> weights(options, kept, Progress.NONE))
                    .isInstanceOfSatisfying(
                            AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.BAD_DATA))
                    .hasMessageContaining("leave out --resume");
        }
    }

    /** Also of the descent, the averages and the loss with smooth labels. */
    @Test
    void survivesGarbageCollectionsBetweenSteps() {
        TrainingOptions options = options("resnet10", 16, "strong smoothing=0.1 averaging=0.9", 3, 0.05f);
        Trained trained = engine.train(options, pictures, step -> System.gc());
        trained.backbone().close();
        assertThat(trained.curve()).allSatisfy(epoch -> assertThat(epoch.loss()).isFinite());
    }

    /**
     * A leak of one array for each weight would be 2 MB a step. What is allocated comes and goes by more than 100 MB with
     * the garbage collections, so the least of 50 epochs is compared, which are 250 epochs of 4 steps apart.
     */
    @Test
    @EnabledOnOs(OS.LINUX)
    void memoryStaysFlatOverAThousandSteps() {
        PicturesInMemory small = PicturesInMemory.coloured(8, 16, 2, 1);
        Recipe recipe = Recipe.parse("strong smoothing=0.1 cutout=0.25 averaging=0.99");
        TrainingOptions options = new TrainingOptions("resnet10", 16, recipe, 320, 2, 1e-4f, 1);
        List<Long> resident = new ArrayList<>();
        Trained trained = engine.train(options, small, step -> {
            if (step.task().startsWith("epoch") && step.done() == 0) {
                resident.add(residentKilobytes());
            }
        });
        trained.backbone().close();
        long before = Collections.min(resident.subList(20, 70));
        long after = Collections.min(resident.subList(270, 320));
        assertThat(before).isPositive();
        assertThat(after - before).describedAs("kB in 1,000 steps").isLessThan(64 * 1024);
    }

    private static long residentKilobytes() {
        System.gc();
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
