package dev.accrue.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Progress;
import dev.accrue.dataset.DatasetReference;
import dev.accrue.evaluation.Evaluate;
import dev.accrue.evaluation.Evaluation;
import dev.accrue.store.ModelVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model on a network from a file, in a real store; only the network is replaced by arithmetic. */
class UseBackboneTests {
    @TempDir
    Path folder;

    private QuadrantEngine engine;
    private ModelSession session;
    private Path file;

    @BeforeEach
    void open() throws IOException {
        engine = new QuadrantEngine();
        session = Sessions.open(folder, "store", engine);
        file = Files.writeString(folder.resolve("features.onnx"), "a network");
    }

    @AfterEach
    void close() {
        session.close();
    }

    private UseBackbone.Result use(Path file, Map<String, String> options, String... views) {
        return new UseBackbone(session).run(request(file.toString(), options, views), Progress.NONE);
    }

    private static UseBackbone.Request request(String network, Map<String, String> options, String... views) {
        return new UseBackbone.Request(
                network, options, List.of(views), Views.Scatter.AUTO, "lda", "use-backbone " + network);
    }

    private void add(String... names) {
        new AddClasses(session).run(new AddClasses.Request(images(), List.of(names), 0, "add-class"), Progress.NONE);
    }

    private static ImageChoice images() {
        return new ImageChoice(
                Optional.of(new DatasetReference("shapes", Optional.empty())), OptionalInt.of(30), 1, false);
    }

    private void fails(Category category, ThrowingCallable call, String... parts) {
        Optional<ModelVersion> head = session.store().head();
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(category))
                .hasMessageContainingAll(parts);
        assertThat(session.store().head()).isEqualTo(head);
    }

    @Test
    void beginsAModelThatKnowsNoClass() {
        UseBackbone.Result result = use(file, Map.of(), "last");
        assertThat(result).isEqualTo(new UseBackbone.Result(0, 1, "onnx input=8", 8, QuadrantEngine.DIMENSION, 9));
        assertThat(new Versions(session).classes()).isEmpty();
        fails(Category.CONFLICT, session::model, "no classes", "add a class first");
    }

    @Test
    void learnsAllClassesOneByOne() {
        use(file, Map.of("range", "0..255"), "last", "last normalize=l2");
        add("circle");
        add("square");
        add("star", "ring");
        Evaluation evaluation =
                new Evaluate(session, new Embedding(session), System::nanoTime).head(images(), Progress.NONE);
        assertThat(evaluation.model().oldClasses()).isEmpty();
        assertThat(evaluation.old()).isNaN();
        assertThat(evaluation.added()).isBetween(0.0, 1.0);
        assertThat(evaluation.softmax()).isEmpty();
        assertThat(session.head().views()).hasSize(2);
        for (int i = 0; i < 3; i++) {
            new Versions(session).undo();
        }
        assertThat(session.head().classes()).isEmpty();
    }

    /** The pictures have 32 x 32 pixels. */
    @Test
    void enlargesPicturesAsTheNetworkWantsThem() throws IOException {
        assertThat(meanOfCircles(Map.of("input", "64")))
                .isEqualTo(meanOfCircles(Map.of("input", "64", "interpolation", "bilinear")))
                .isNotEqualTo(meanOfCircles(Map.of("input", "64", "interpolation", "bicubic")));
        assertThat(meanOfCircles(Map.of("input", "16")))
                .isEqualTo(meanOfCircles(Map.of("input", "16", "interpolation", "bicubic")));
        assertThat(meanOfCircles(Map.of("crop", "0.875"))).isNotEqualTo(meanOfCircles(Map.of("crop", "1")));
        fails(
                Category.USAGE,
                () -> use(file, Map.of("interpolation", "nearest"), "last"),
                "interpolation=nearest is not possible");
    }

    private double[] meanOfCircles(Map<String, String> options) throws IOException {
        Files.writeString(file, options.toString()); // or else it would be the same backbone fed in another way
        use(file, options, "last");
        add("circle");
        return session.store().mean(session.head().classes().get(0));
    }

    @Test
    void keepsTheFileInTheStore() throws IOException {
        use(file, Map.of(), "last");
        add("circle", "square");
        String hash = session.head().hash();
        session.close();
        Files.delete(file);
        session = Sessions.open(folder, "store", engine);
        assertThat(session.head().hash()).isEqualTo(hash);
        add("star");
        assertThat(session.model().classes()).containsExactly("circle", "square", "star");
    }

    @Test
    void refusesWhatIsNoNetwork() {
        fails(Category.NOT_FOUND, () -> use(folder.resolve("other.onnx"), Map.of(), "last"), "there is no file");
        fails(Category.USAGE, () -> use(folder.resolve("network.zip"), Map.of(), "last"), "no known kind", ".onnx");
        fails(Category.USAGE, () -> use(file, Map.of("std", "0,1,1"), "last"), "std=0,1,1");
        fails(Category.USAGE, () -> use(file, Map.of(), "sideways"), "sideways");
    }

    @Test
    void warnsOfFilesThatArePrograms() {
        assertThat(warning("net.pt", Map.of()))
                .hasValueSatisfying(line -> assertThat(line).contains("runs code of its own"));
        assertThat(warning("djl://ai.djl.pytorch/resnet18_embedding", Map.of("input", "224")))
                .hasValueSatisfying(line -> assertThat(line).contains("runs code of its own"));
        assertThat(warning(file.toString(), Map.of())).isEmpty();
        assertThat(warning("https://example.org/net.onnx", Map.of())).isEmpty();
    }

    private Optional<String> warning(String network, Map<String, String> options) {
        return new UseBackbone(session).warning(request(network, options, "last"));
    }

    private UseBackbone.Result join(String... models) {
        return new UseBackbone(session)
                .join(new UseBackbone.Joining(
                        List.of(models), List.of("multi"), Views.Scatter.AUTO, "lda", "join-backbones"));
    }

    private void train(String model, long seed) {
        new Models(session).create(model, Optional.empty());
        new TrainBase(session)
                .run(
                        new TrainBase.Request(
                                new ImageChoice(images().data(), OptionalInt.of(10), seed, false),
                                Optional.of("circle,square"),
                                Optional.empty(),
                                OptionalInt.empty(),
                                "article",
                                1,
                                8,
                                Optional.empty(),
                                false,
                                "lda",
                                List.of("last"),
                                Views.Scatter.AUTO,
                                0,
                                "train-base"),
                        Progress.NONE);
    }

    @Test
    void joinsTheNetworksOfModels() {
        train("one", 1);
        train("two", 2);
        new Models(session).create("both", Optional.empty());
        UseBackbone.Result result = join("one", "two");
        assertThat(result.backbone()).isEqualTo("quadrants + quadrants");
        assertThat(session.head().classes()).isEmpty();
        add("circle", "square");
        assertThat(session.model().classes()).containsExactly("circle", "square");
        assertThat(session.store().history().get(1).provenance().summary())
                .isEqualTo("joined the backbones of one, two");
    }

    @Test
    void refusesToJoinWhatIsNotThere() {
        train("one", 1);
        new Models(session).create("both", Optional.empty());
        fails(Category.NOT_FOUND, () -> join("one", "two"), "no model two", "both, main, one");
        fails(Category.NOT_FOUND, () -> join("one", "main"), "\"main\" is empty");
        fails(Category.USAGE, () -> join("one", "one"), "\"one\" is named twice");
        train("same", 1);
        fails(Category.USAGE, () -> join("one", "same"), "\"one\" and \"same\"", "--seed");
    }
}
