package dev.accrue.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Progress;
import dev.accrue.dataset.DatasetReference;
import dev.accrue.evaluation.CompareMethods;
import dev.accrue.evaluation.CompareMethods.Comparison;
import dev.accrue.evaluation.Evaluate;
import dev.accrue.evaluation.Evaluation;
import dev.accrue.evaluation.MethodScore;
import dev.accrue.gaussian.Classifier;
import dev.accrue.gaussian.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Comparing classifiers on a real store; only the network is replaced by arithmetic. */
class CompareMethodsTests {
    @TempDir
    Path folder;

    private QuadrantEngine engine;
    private ModelSession session;
    private Embedding embedding;
    private Evaluate evaluate;

    @BeforeEach
    void growAModel() {
        engine = new QuadrantEngine();
        session = Sessions.open(folder, "store", engine);
        embedding = new Embedding(session);
        evaluate = new Evaluate(session, embedding, System::nanoTime);
        train(images());
        add("cross");
        add("ring", "star");
        add("square");
    }

    @AfterEach
    void close() {
        session.close();
    }

    private static ImageChoice images() {
        return images(30);
    }

    private static ImageChoice images(int limit) {
        return new ImageChoice(
                Optional.of(new DatasetReference("shapes", Optional.empty())), OptionalInt.of(limit), 1, false);
    }

    private void train(ImageChoice images) {
        new TrainBase(session)
                .run(
                        new TrainBase.Request(
                                images,
                                Optional.of("circle,triangle"),
                                Optional.empty(),
                                OptionalInt.empty(),
                                "article",
                                1,
                                20,
                                Optional.of(0.001f),
                                false,
                                "article",
                                List.of("last"),
                                Views.Scatter.AUTO,
                                0,
                                "train-base"),
                        Progress.NONE);
    }

    private void add(String... names) {
        new AddClasses(session).run(new AddClasses.Request(images(), List.of(names), 0, "add-class"), Progress.NONE);
    }

    private Comparison compare(String... methods) {
        return new CompareMethods(session, embedding, System::nanoTime)
                .run(new CompareMethods.Request(List.of(methods), false, true, images()), Progress.NONE);
    }

    private MethodScore only(String method) {
        return compare(method).scores().get(0);
    }

    @Test
    void agreesWithEvaluatingEveryVersion() {
        for (String method : List.of("article", "lda shrinkage=oas", "ncm metric=cosine")) {
            new Classifiers(session).use(method.split(" ", 2)[0], options(method), "use classifier");
            Evaluation whole = evaluate.head(images(), Progress.NONE);
            MethodScore score = only(method);
            assertThat(score.inUse()).isTrue();
            assertThat(score.all()).isEqualTo(whole.all());
            assertThat(score.old()).isEqualTo(whole.old());
            assertThat(score.added()).isEqualTo(whole.added());
            assertThat(score.calibrationError()).isEqualTo(whole.calibrationError());
            assertThat(score.fitSeconds()).isPositive();
            assertThat(score.scoreSeconds()).isPositive();
        }
    }

    private static Map<String, String> options(String method) {
        return method.contains("=")
                ? Map.of(method.replaceFirst("\\S+ (.*)=.*", "$1"), method.replaceFirst(".*=", ""))
                : Map.of();
    }

    /** By the versions of the store and their confusion matrices, and not by one replay of the last. */
    @Test
    void averagesAndForgetsAsTheVersionsDid() {
        List<Evaluation> versions = evaluate.increments(images(), Progress.NONE);
        MethodScore score = only("article");
        assertThat(score.averageIncremental())
                .isCloseTo(
                        versions.stream()
                                .mapToDouble(Evaluation::seen)
                                .average()
                                .orElseThrow(),
                        within(1e-12));
        List<List<String>> increments =
                List.of(List.of("circle", "triangle"), List.of("cross"), List.of("ring", "star"));
        double forgetting = 0;
        for (int j = 0; j < 3; j++) {
            List<String> names = increments.get(j);
            double best = versions.subList(j, 3).stream()
                    .mapToDouble(version -> version.confusion().accuracy(names))
                    .max()
                    .orElseThrow();
            forgetting += (best - versions.get(3).confusion().accuracy(names)) / 3;
        }
        assertThat(score.forgetting()).isCloseTo(forgetting, within(1e-12));
    }

    @Test
    void comparesAllInOnePassOverImagesAndStatistics() {
        String head = session.head().hash();
        int before = engine.embeddedPictures();
        Comparison comparison = compare();
        assertThat(engine.embeddedPictures() - before).isEqualTo(300);
        assertThat(comparison.scores())
                .extracting(MethodScore::method)
                .containsExactlyElementsOf(Method.all().stream()
                        .map(Method.Description::name)
                        .filter(name -> !name.equals("klda")) // needs another view
                        .toList());
        assertThat(comparison.scores()).filteredOn(MethodScore::inUse).hasSize(1);
        assertThat(comparison.scores()).allSatisfy(score -> {
            assertThat(score.all()).describedAs(score.toString()).isBetween(0.0, 1.0);
            assertThat(score.averageIncremental()).isBetween(0.0, 1.0);
            assertThat(score.forgetting()).isBetween(-1.0, 1.0);
            assertThat(score.calibrationError()).isBetween(0.0, 1.0);
        });
        assertThat(comparison.increments()).isEqualTo(4);
        assertThat(comparison.classes()).isEqualTo(6);
        assertThat(comparison.unseen()).hasSize(4);
        compare();
        assertThat(engine.embeddedPictures() - before).describedAs("kept").isEqualTo(300);
        assertThat(session.head().hash()).isEqualTo(head);
    }

    @Test
    void addsTheModelsOwnIfItIsNotAtItsDefaults() {
        new Classifiers(session).use("ncm", Map.of("metric", "cosine"), "use classifier");
        assertThat(compare().scores())
                .filteredOn(MethodScore::inUse)
                .singleElement()
                .extracting(MethodScore::method)
                .isEqualTo("ncm metric=cosine");
    }

    @Test
    void goesOnWithoutAMethodThatCannotBeUsed() {
        new ChangeClasses(session).seal(List.of("circle", "triangle", "cross"), "seal");
        Comparison comparison = compare("qda", "article", "fecam", "lda shrinkage=oas");
        assertThat(comparison.scores())
                .extracting(MethodScore::method)
                .containsExactly(
                        "qda",
                        "article",
                        "fecam",
                        Method.parse("lda shrinkage=oas").id());
        for (int refused : List.of(0, 2)) {
            MethodScore score = comparison.scores().get(refused);
            assertThat(score.all()).isNaN();
            assertThat(score.averageIncremental()).isNaN();
            assertThat(score.remarks())
                    .singleElement()
                    .satisfies(reason ->
                            assertThat(reason).contains("cannot be used").contains("share one"));
        }
        assertThat(comparison.sealed()).isTrue();
        assertThat(comparison.scores().get(1).all())
                .isEqualTo(evaluate.head(images(), Progress.NONE).all());
        assertThat(comparison.scores().get(3).all()).isBetween(0.0, 1.0);
    }

    /** Five images of each base class are too few for 12 features; with 30 of the next class there are enough. */
    @Test
    void measuresTheEndOfAMethodThatCouldNotBegin() {
        train(images(5));
        add("cross");
        add("ring");
        Comparison comparison = compare("lda shrinkage=none", "article");
        MethodScore late = comparison.scores().get(0);
        assertThat(late.all()).isBetween(0.0, 1.0);
        assertThat(late.averageIncremental()).isNaN();
        assertThat(late.forgetting()).isNaN();
        assertThat(late.remarks())
                .singleElement()
                .satisfies(remark -> assertThat(remark)
                        .startsWith("no average and no forgetting, because of increment 1: ")
                        .contains("shrinkage"));
        assertThat(comparison.scores().get(1).averageIncremental()).isBetween(0.0, 1.0);
    }

    @Test
    void measuresTheLastModelOnlyWhereThatIsAskedFor() {
        MethodScore score = new CompareMethods(session, embedding, System::nanoTime)
                .run(new CompareMethods.Request(List.of("article"), false, false, images()), Progress.NONE)
                .scores()
                .get(0);
        assertThat(score.all()).isEqualTo(evaluate.head(images(), Progress.NONE).all());
        assertThat(score.averageIncremental()).isNaN();
        assertThat(score.forgetting()).isNaN();
    }

    @Test
    void refusesAMethodThatThereIsNotBeforeAnyWork() {
        int before = engine.embeddedPictures();
        assertThatThrownBy(() -> compare("article", "svm"))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.USAGE))
                .hasMessageContaining("\"svm\"");
        assertThat(engine.embeddedPictures()).isEqualTo(before);
    }

    @Test
    void stopsWhenItIsInterrupted() {
        compare("article");
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> compare("article", "ncm"))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.CANCELLED));
        assertThat(Thread.interrupted()).isFalse();
    }

    /** Guo et al. 2017 written naively: mean over bins of |accuracy - confidence|, weighted by the images in them. */
    @Test
    void measuresCalibrationOverImagesOfLearntClasses() {
        LearntModel model = session.model();
        EmbeddedImages images = embedding.testImages(images(), model.version(), model.view(), Progress.NONE);
        int classes = model.classes().size();
        double[] posterior = Classifier.posterior(
                model.classifier().scores(images.features(), images.size()), images.size(), classes);
        double[] sure = new double[15];
        double[] right = new double[15];
        int known = 0;
        for (int i = 0; i < images.size(); i++) {
            int row = i * classes;
            int label = model.classes().indexOf(images.classes().get(images.labels()[i]));
            if (label >= 0) {
                known++;
                int best = IntStream.range(0, classes)
                        .boxed()
                        .max((a, b) -> Double.compare(posterior[row + a], posterior[row + b]))
                        .orElseThrow();
                int bin = Math.min(14, (int) Math.ceil(posterior[row + best] * 15) - 1);
                sure[bin] += posterior[row + best];
                right[bin] += best == label ? 1 : 0;
            }
        }
        int total = known;
        double expected = IntStream.range(0, 15)
                .mapToDouble(bin -> Math.abs(right[bin] - sure[bin]) / total)
                .sum();
        assertThat(evaluate.head(images(), Progress.NONE).calibrationError()).isCloseTo(expected, within(1e-12));
    }
}
