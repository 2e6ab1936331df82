package dev.accrue.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Progress;
import dev.accrue.dataset.DatasetReference;
import dev.accrue.evaluation.Evaluate;
import dev.accrue.evaluation.Evaluation;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The use cases on a real store and the generated pictures; only the network is replaced by arithmetic. */
class LearningTests {
    private static final Progress PROGRESS = Progress.NONE;

    @TempDir
    Path folder;

    private QuadrantEngine engine;
    private ModelSession session;
    private Evaluate evaluate;

    @BeforeEach
    void open() {
        engine = new QuadrantEngine();
        session = Sessions.open(folder, "store", engine);
        evaluate = new Evaluate(session, new Embedding(session), System::nanoTime);
    }

    @AfterEach
    void close() {
        session.close();
    }

    private static ImageChoice shapes(int limit) {
        return new ImageChoice(
                Optional.of(new DatasetReference("shapes", Optional.empty())), OptionalInt.of(limit), 1, false);
    }

    private static ImageChoice asBefore(int limit) {
        return new ImageChoice(Optional.empty(), OptionalInt.of(limit), 1, false);
    }

    private TrainBase.Result train(String classes) {
        return train(classes, false, PROGRESS);
    }

    private TrainBase.Result train(String classes, boolean resume, Progress progress) {
        return train(classes, resume, "last", progress);
    }

    private TrainBase.Result train(String classes, boolean resume, String view, Progress progress) {
        return new TrainBase(session)
                .run(
                        new TrainBase.Request(
                                shapes(30),
                                Optional.of(classes),
                                Optional.empty(),
                                OptionalInt.empty(),
                                "article",
                                1,
                                32,
                                Optional.of(0.001f),
                                resume,
                                "article",
                                List.of(view),
                                Views.Scatter.AUTO,
                                0,
                                resume ? "train-base --resume" : "train-base"),
                        progress);
    }

    private AddClasses.Result add(String... names) {
        return new AddClasses(session)
                .run(new AddClasses.Request(asBefore(30), List.of(names), 0, "add-class"), PROGRESS);
    }

    private List<String> classNames() {
        return session.model().classes();
    }

    @Test
    void addsClassesFromTheirOwnImagesAlone() {
        TrainBase.Result base = train("0-2");
        assertThat(base.images()).isEqualTo(90);
        String fourth = session.open(new DatasetReference("shapes", Optional.empty()))
                .classes()
                .get(3);
        int before = engine.embeddedPictures();

        AddClasses.Result added = add(fourth);

        assertThat(engine.embeddedPictures() - before).isEqualTo(30);
        assertThat(added.images()).isEqualTo(30);
        assertThat(added.to()).isEqualTo(added.from() + 1);
        assertThat(classNames()).hasSize(4).last().isEqualTo(fourth);
        assertThat(session.model().oldClasses()).hasSize(3);
        assertThat(session.model().newClasses()).containsExactly(fourth);
    }

    @Test
    void answersTheSameAfterReopening() {
        train("0-4");
        Evaluation before = evaluate.head(asBefore(20), PROGRESS);
        close();
        open();
        Evaluation after = evaluate.head(asBefore(20), PROGRESS);
        assertThat(after.confusion().counts()).isDeepEqualTo(before.confusion().counts());
        assertThat(after.data()).isEqualTo("shapes");
    }

    @Test
    void learningTogetherOrOneByOneGivesTheSameAnswers() {
        List<String> names =
                session.open(new DatasetReference("shapes", Optional.empty())).classes();
        train("0-1");
        add(names.get(2), names.get(3));
        Evaluation together = evaluate.head(asBefore(20), PROGRESS);
        train("0-1");
        add(names.get(2));
        add(names.get(3));
        Evaluation oneByOne = evaluate.head(asBefore(20), PROGRESS);
        assertThat(oneByOne.confusion().counts())
                .isDeepEqualTo(together.confusion().counts());
    }

    @Test
    void embedsTheTestImagesOnceForTheWholeCurve() {
        List<String> names =
                session.open(new DatasetReference("shapes", Optional.empty())).classes();
        train("0-1");
        add(names.get(2));
        add(names.get(3));
        int before = engine.embeddedPictures();
        List<Evaluation> curve = evaluate.increments(asBefore(20), PROGRESS);
        assertThat(engine.embeddedPictures() - before).isEqualTo(200);
        assertThat(curve).extracting(point -> point.model().classes().size()).containsExactly(2, 3, 4);
        assertThat(curve.get(0).added()).isNaN();
        assertThat(curve.get(2).seen()).isGreaterThan(curve.get(2).all());
        assertThat(curve.get(2).all())
                .isCloseTo(
                        (curve.get(2).old() * 2 + curve.get(2).added() * 2) / 10,
                        within(1e-12)); // equally many images a class, six classes never predicted
    }

    @Test
    void restoringForgetsNothing() {
        List<String> names =
                session.open(new DatasetReference("shapes", Optional.empty())).classes();
        Versions versions = new Versions(session);
        train("0-1");
        versions.snapshot("two", Optional.empty());
        add(names.get(2));
        versions.restore("two", "restore two");
        assertThat(classNames()).hasSize(2);
        assertThat(versions.history()).hasSize(3);
        add(names.get(3));
        assertThat(classNames()).last().isEqualTo(names.get(3));
        assertThat(evaluate.increments(asBefore(5), PROGRESS))
                .extracting(point -> point.model().classes().size())
                .containsExactly(2, 3);
    }

    /** The engine of these tests keeps a checkpoint before it looks at the pictures. */
    private void cancelTraining(boolean resume) {
        assertThatThrownBy(() ->
                        train("0-2", resume, step -> Thread.currentThread().interrupt()))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.CANCELLED))
                .hasMessage("cancelled after epoch 1 of 1; the model is as it was; go on with: train-base --resume");
    }

    @Test
    void goesOnWithATrainingThatWasCutShort() {
        Path checkpoint = folder.resolve("store.checkpoint");
        cancelTraining(false);
        cancelTraining(true);
        assertThat(checkpoint).exists();
        assertThat(session.store().head()).isEmpty();
        close();
        open();
        TrainBase.Result result = train("0-2", true, PROGRESS);
        assertThat(result.resumed()).isEqualTo(1);
        assertThat(result.replaced()).isFalse();
        assertThat(checkpoint).doesNotExist();
    }

    /** Sums of a view of 32,768 features take 4 GiB each, which is all that Java may use in these tests. */
    @Test
    void keepsTheTrainingWhereMemoryEndsAfterIt() {
        String last = "last projection=relu width=32768";
        assertThatThrownBy(() -> train("0-2", false, last, PROGRESS))
                .isInstanceOf(OutOfMemoryError.class)
                .hasMessageEndingWith(
                        " after epoch 1 of 1, which is kept; with more it goes on by: train-base --resume");
        assertThatThrownBy(() -> train("0-2", true, last, PROGRESS))
                .isInstanceOf(OutOfMemoryError.class)
                .hasMessageEndingWith("by: train-base --resume");
        assertThat(folder.resolve("store.checkpoint")).exists();
        assertThat(session.store().head()).isEmpty();
        assertThat(train("0-2", true, PROGRESS).resumed()).isEqualTo(1);
    }

    @Test
    void beginsAnewWhereNobodyAsksToGoOn() {
        cancelTraining(false);
        TrainBase.Result result = train("0-2");
        assertThat(result.resumed()).isZero();
        assertThat(result.replaced()).isTrue();
        assertThat(train("0-2").replaced()).isFalse();
    }

    @Test
    void cannotGoOnWithATrainingThatIsNotThere() {
        assertThatThrownBy(() -> train("0-2", true, PROGRESS))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.NOT_FOUND))
                .hasMessageContaining("store.checkpoint")
                .hasMessageContaining("leave out --resume");
    }

    @Test
    void refusesABatchThatNoArrayHoldsBeforeAnythingIsRead() {
        DatasetReference nowhere = new DatasetReference("folder", Optional.of(folder.resolve("nowhere")));
        TrainBase.Request request = new TrainBase.Request(
                new ImageChoice(Optional.of(nowhere), OptionalInt.empty(), 1, false),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.of(1024),
                "article",
                1,
                1000,
                Optional.of(0.001f),
                false,
                "article",
                List.of("last"),
                Views.Scatter.AUTO,
                0,
                "train-base");
        assertThatThrownBy(() -> new TrainBase(session).run(request, PROGRESS))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.USAGE))
                .hasMessage("a batch of 1,000 pictures of 1024x1024 pixels has 3,145,728,000 bytes; at this input size"
                        + " a batch may have at most 682 pictures");
    }

    @Test
    void refusesMoreImagesThanAnArrayHoldsFeaturesOf() {
        assertThatThrownBy(() -> Embedding.checkCount(2_000_000, 1280))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.USAGE))
                .hasMessageContaining("the most is 1,677,721")
                .hasMessageContaining("--limit");
        Embedding.checkCount(1_677_721, 1280);
    }

    @Test
    void refusesAClassThatIsAlreadyThere() {
        train("0-2");
        String known = classNames().get(1);
        int before = engine.embeddedPictures();
        assertThatThrownBy(() -> add(known))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.CONFLICT))
                .hasMessageContaining("class \"" + known + "\" is already in the model (30 images, version 1)");
        assertThat(engine.embeddedPictures())
                .describedAs("noticed before any work")
                .isEqualTo(before);
        assertThat(new Versions(session).history()).hasSize(1);
    }

    @Test
    void refusesAClassThatTheDataDoesNotHave() {
        train("0-2");
        assertThatThrownBy(() -> add("giraffe"))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.NOT_FOUND))
                .hasMessageContaining("giraffe");
    }

    @Test
    void saysWhatToDoInAnEmptyStore() {
        assertThatThrownBy(() -> add("circle"))
                .isInstanceOf(AccrueException.class)
                .hasMessageContaining("train-base");
        assertThatThrownBy(() -> evaluate.head(asBefore(5), PROGRESS))
                .isInstanceOf(AccrueException.class)
                .hasMessageContaining("train-base");
        assertThat(new Versions(session).status().current()).isEmpty();
    }

    @Test
    void stopsBetweenBatchesAndChangesNothing() {
        train("0-2");
        String next = session.open(new DatasetReference("shapes", Optional.empty()))
                .classes()
                .get(3);
        Progress interrupting = step -> Thread.currentThread().interrupt();
        ImageChoice many = new ImageChoice(Optional.empty(), OptionalInt.of(300), 1, false);
        assertThatThrownBy(() -> new AddClasses(session)
                        .run(new AddClasses.Request(many, List.of(next), 0, "add-class"), interrupting))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.CANCELLED));
        assertThat(Thread.interrupted()).isFalse();
        assertThat(classNames()).hasSize(3);
    }

    @Test
    void choosesBaseClassesByNamePositionOrRange() {
        List<String> all = List.of("ant", "bee", "cat", "dog", "0-1");
        assertThat(ClassSelection.of(all, Optional.empty())).containsExactly("ant", "bee", "cat");
        assertThat(ClassSelection.of(all, Optional.of("dog,0,2"))).containsExactly("dog", "ant", "cat");
        assertThat(ClassSelection.of(all, Optional.of("1-3"))).containsExactly("bee", "cat", "dog");
        assertThat(ClassSelection.of(all, Optional.of("0-1")))
                .describedAs("a name that looks like a range is a name")
                .containsExactly("0-1");
        for (String wrong : List.of("eel", "", "3-1", "0-5", "7", "ant,ant", "ant,0", "-1")) {
            assertThatThrownBy(() -> ClassSelection.of(all, Optional.of(wrong)))
                    .describedAs(wrong)
                    .isInstanceOf(AccrueException.class);
        }
    }
}
