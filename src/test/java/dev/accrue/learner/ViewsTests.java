package dev.accrue.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Progress;
import dev.accrue.dataset.DatasetReference;
import dev.accrue.evaluation.CompareMethods;
import dev.accrue.evaluation.Evaluate;
import dev.accrue.evaluation.MethodScore;
import dev.accrue.gaussian.HeldOut;
import dev.accrue.gaussian.SharedScatter;
import dev.accrue.store.ClassRow;
import dev.accrue.store.ModelView;
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

/** Several views of one backbone in a real store; only the network is replaced by arithmetic. */
class ViewsTests {
    private static final String MULTI = "multi";
    private static final int IMAGES = 100;

    @TempDir
    Path folder;

    private QuadrantEngine engine;
    private ModelSession session;
    private Embedding embedding;

    @BeforeEach
    void open() {
        engine = new QuadrantEngine();
        session = Sessions.open(folder, "store", engine);
        embedding = new Embedding(session);
    }

    @AfterEach
    void close() {
        session.close();
    }

    private static ImageChoice images() {
        return new ImageChoice(
                Optional.of(new DatasetReference("shapes", Optional.empty())), OptionalInt.of(IMAGES), 1, false);
    }

    private void train(Views.Scatter scatter, int holdOut, String... views) {
        new TrainBase(session)
                .run(
                        new TrainBase.Request(
                                images(),
                                Optional.of("circle,triangle,cross"),
                                Optional.empty(),
                                OptionalInt.empty(),
                                "article",
                                1,
                                20,
                                Optional.of(0.001f),
                                false,
                                "lda",
                                List.of(views),
                                scatter,
                                holdOut,
                                "train-base"),
                        Progress.NONE);
    }

    private void add(int holdOut, String... names) {
        new AddClasses(session)
                .run(new AddClasses.Request(images(), List.of(names), holdOut, "add-class"), Progress.NONE);
    }

    private List<MethodScore> compare(boolean allViews, String... methods) {
        return new CompareMethods(session, embedding, System::nanoTime)
                .run(new CompareMethods.Request(List.of(methods), allViews, true, images()), Progress.NONE)
                .scores();
    }

    private double accuracy() {
        return new Evaluate(session, embedding, System::nanoTime)
                .head(images(), Progress.NONE)
                .all();
    }

    private void fails(Category category, ThrowingCallable call, String... parts) {
        int versions = session.store().history().size();
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(category))
                .hasMessageContainingAll(parts);
        assertThat(session.store().history()).hasSize(versions);
    }

    @Test
    void onePassOverTheImagesFeedsAllViews() {
        train(Views.Scatter.PER_CLASS, 0, MULTI, "last");
        int before = engine.embeddedPictures();
        add(0, "ring");
        assertThat(engine.embeddedPictures() - before).isEqualTo(IMAGES);
        assertThat(new Views(session).all())
                .containsExactly(
                        new Views.Listed(1, MULTI, 24, false, true), new Views.Listed(2, "last", 12, false, false));
        assertThat(session.head().rows()).hasSize(8);
    }

    @Test
    void looksThroughAnotherViewWithoutAnImageAndBack() {
        train(Views.Scatter.PER_CLASS, 0, MULTI, "last");
        add(0, "ring");
        double multi = accuracy();
        int before = engine.embeddedPictures();
        Views.Changed changed = new Views(session).use("2", "use view 2");
        double last = accuracy();
        assertThat(changed.before()).isEqualTo(MULTI);
        assertThat(changed.after()).isEqualTo("last");
        assertThat(session.model().view()).isEqualTo("last");
        assertThat(engine.embeddedPictures()).isEqualTo(before);
        assertThat(last).isNotEqualTo(multi);
        new Versions(session).undo();
        assertThat(accuracy()).isEqualTo(multi);
    }

    @Test
    void comparesThroughAllViewsAsThroughEachInTurn() {
        train(Views.Scatter.PER_CLASS, 0, MULTI, "last");
        add(0, "ring");
        add(0, "star", "heart");
        List<MethodScore> all = compare(true, "lda", "ncm");
        List<MethodScore> multi = compare(false, "lda", "ncm");
        new Views(session).use("last", "use view last");
        List<MethodScore> last = compare(false, "lda", "ncm");
        assertThat(all).hasSize(4);
        assertThat(all.subList(0, 2))
                .usingRecursiveComparison()
                .ignoringFields("fitSeconds", "scoreSeconds")
                .isEqualTo(multi);
        assertThat(all.subList(2, 4))
                .usingRecursiveComparison()
                .ignoringFields("fitSeconds", "scoreSeconds", "inUse")
                .isEqualTo(last);
    }

    @Test
    void aViewThatSharesItsScatterAnswersAsOneThatDoesNot() {
        train(Views.Scatter.PER_CLASS, 0, MULTI);
        add(0, "ring");
        add(0, "star");
        double[] own = scores();
        List<MethodScore> ownFigures = compare(false, "lda", "article", "ncm");
        train(Views.Scatter.SHARED, 0, MULTI);
        add(0, "ring");
        add(0, "star");
        double[] shared = scores();
        for (int i = 0; i < own.length; i++) {
            assertThat(shared[i]).isCloseTo(own[i], within(1e-6 * (1 + Math.abs(own[i]))));
        }
        // increments are told apart by what the scatter grew
        assertThat(compare(false, "lda", "article", "ncm"))
                .usingRecursiveComparison()
                .ignoringFields("fitSeconds", "scoreSeconds", "remarks")
                .withComparatorForType((a, b) -> Math.abs(a - b) < 1e-9 ? 0 : 1, Double.class)
                .isEqualTo(ownFigures);
    }

    private double[] scores() {
        EmbeddedImages test = embedding.testImages(
                images(), session.model().version(), session.model().view(), Progress.NONE);
        return session.model().classifier().scores(test.features(), test.size());
    }

    @Test
    void aSharedScatterIsTheSumOfWhatItsClassesHave() {
        train(Views.Scatter.PER_CLASS, 0, "last");
        add(0, "ring");
        SharedScatter sum = session.head().classes().stream()
                .map(row -> SharedScatter.of(session.store().statistics(row)))
                .reduce(SharedScatter::plus)
                .orElseThrow();
        train(Views.Scatter.SHARED, 0, "last");
        add(0, "ring");
        SharedScatter shared =
                session.store().sharedScatter(session.head().view().scatter().orElseThrow());
        assertThat(shared.pooled()).isEqualTo(sum.pooled());
        assertThat(shared.equal()).isEqualTo(sum.equal());
        assertThat(shared.count()).isEqualTo(4 * IMAGES);
    }

    @Test
    void renamesAndRemovesAClassInEveryView() {
        train(Views.Scatter.PER_CLASS, 0, MULTI, "last");
        add(0, "ring");
        ChangeClasses change = new ChangeClasses(session);
        change.rename("ring", "o", "rename-class");
        change.remove("circle", "remove-class");
        for (ModelView view : session.head().views()) {
            assertThat(view.classes()).extracting(ClassRow::label).containsExactly("triangle", "cross", "o");
        }
        change.append("cross", other(), "append-class", Progress.NONE);
        assertThat(session.head().rows())
                .filteredOn(row -> row.label().equals("cross"))
                .extracting(ClassRow::count)
                .containsExactly(IMAGES + 20L, IMAGES + 20L);
    }

    private static ImageChoice other() {
        return new ImageChoice(
                Optional.of(new DatasetReference("shapes", Optional.empty())), OptionalInt.of(20), 1, false);
    }

    @Test
    void saysWhatASharedScatterGivesUp() {
        train(Views.Scatter.SHARED, 0, "last");
        add(0, "ring");
        ChangeClasses change = new ChangeClasses(session);
        fails(
                Category.CONFLICT,
                () -> change.append("circle", images(), "append-class", Progress.NONE),
                "its view keeps one for all classes");
        fails(
                Category.CONFLICT,
                () -> new Classifiers(session).use("qda", Map.of(), "use classifier qda"),
                "a view that does not share");
        assertThat(change.remove("ring", "remove-class").sealed()).isTrue();
    }

    @Test
    void refusesViewsThatTheNetworkCannotGiveBeforeItTrains() {
        fails(
                Category.USAGE,
                () -> train(Views.Scatter.AUTO, 0, "last", "multi grids=1,2,3"),
                "no such depths: multi grids=1,2,3");
        assertThat(engine.embeddedPictures()).isZero();
        assertThat(folder).isDirectoryNotContaining("glob:**.checkpoint");
    }

    @Test
    void refusesViewsThatThereAreNot() {
        train(Views.Scatter.AUTO, 0, "last");
        fails(Category.NOT_FOUND, () -> new Views(session).use(MULTI, "use view multi"), "no view \"multi\"", "last");
        fails(Category.NOT_FOUND, () -> new Views(session).use("2", "use view 2"), "no view \"2\"", "it has last");
        fails(Category.USAGE, () -> new Views(session).use("sideways", "use view"), "sideways", "expected one of");
        assertThat(new Views(session).use("last", "use view last").from()).isEqualTo(1);
    }

    @Test
    void refusesAMethodThatIsNotMeantForTheView() {
        train(Views.Scatter.AUTO, 0, "last");
        fails(
                Category.CONFLICT,
                () -> new Classifiers(session).use("klda", Map.of(), "use classifier klda"),
                "random projection",
                "--also \"last projection=fourier\"");
        assertThat(compare(false, "klda").get(0).remarks().get(0)).contains("cannot be used", "fourier");
    }

    @Test
    void holdsVectorsOutAndSetsThePosteriorByThem() {
        train(Views.Scatter.AUTO, 32, "last");
        add(32, "ring", "star");
        for (ClassRow row : session.head().classes()) {
            HeldOut heldOut = session.store().heldOut(row).orElseThrow();
            assertThat(heldOut.count() + row.count()).isEqualTo(IMAGES);
            assertThat(heldOut.count()).isEqualTo(IMAGES / 50);
        }
        assertThat(session.model().temperature().vectors()).isZero(); // ten vectors say too little
    }

    @Test
    void holdsNothingOutWhereThatIsSwitchedOff() {
        train(Views.Scatter.AUTO, 0, "last");
        assertThat(session.head().classes())
                .allSatisfy(row -> assertThat(session.store().heldOut(row)).isEmpty());
        assertThat(session.model().temperature()).isEqualTo(Temperature.NONE);
    }
}
