package dev.accrue.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Progress;
import dev.accrue.dataset.DatasetReference;
import dev.accrue.gaussian.ClassStatistics;
import dev.accrue.gaussian.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changing the classifier of a model in a real store; only the network is replaced by arithmetic. */
class ClassifiersTests {
    @TempDir
    Path folder;

    private QuadrantEngine engine;
    private ModelSession session;

    @BeforeEach
    void open() {
        engine = new QuadrantEngine();
        session = Sessions.open(folder, "store", engine);
    }

    @AfterEach
    void close() {
        session.close();
    }

    private static ImageChoice images() {
        return new ImageChoice(
                Optional.of(new DatasetReference("shapes", Optional.empty())), OptionalInt.of(20), 1, false);
    }

    private void train() {
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
                                "article",
                                List.of("last"),
                                Views.Scatter.AUTO,
                                0,
                                "train-base"),
                        Progress.NONE);
    }

    private void add(String name) {
        new AddClasses(session).run(new AddClasses.Request(images(), List.of(name), 0, "add-class"), Progress.NONE);
    }

    private Classifiers.Changed use(String name, Map<String, String> options) {
        return new Classifiers(session).use(name, options, "use classifier " + name);
    }

    private float[] features() {
        float[] features = new float[5 * QuadrantEngine.DIMENSION];
        IntStream.range(0, features.length).forEach(i -> features[i] = (i * 7 % 11) / 11f);
        return features;
    }

    private double[] scores() {
        return session.model().classifier().scores(features(), 5);
    }

    /** What a fit of the statistics that the store has now gives, without the session. */
    private double[] fitted(String method) {
        List<ClassStatistics> statistics = session.head().classes().stream()
                .map(row -> session.store().statistics(row))
                .toList();
        return Method.parse(method).classifier(statistics).scores(features(), 5);
    }

    private void fails(Category category, ThrowingCallable call, String... parts) {
        long versions = session.store().history().size();
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(category))
                .hasMessageContainingAll(parts);
        assertThat(session.store().history()).hasSize((int) versions);
    }

    @Test
    void changesTheClassifierWithoutAnImage() {
        train();
        double[] article = scores();
        int before = engine.embeddedPictures();
        Classifiers.Changed changed = use("lda", Map.of("shrinkage", "oas"));

        assertThat(engine.embeddedPictures()).isEqualTo(before);
        assertThat(changed.from()).isEqualTo(1);
        assertThat(changed.to()).isEqualTo(2);
        assertThat(changed.before().text()).isEqualTo("article");
        assertThat(changed.after().text()).contains("lda (").contains("shrinkage oas");
        assertThat(session.head().method())
                .isEqualTo(Method.of("lda", Map.of("shrinkage", "oas")).id());
        assertThat(session.head().provenance().command()).isEqualTo("use classifier lda");
        assertThat(session.head().classes())
                .isEqualTo(session.store().version(1).classes());
        assertThat(scores()).isEqualTo(fitted(session.head().method())).isNotEqualTo(article);
        assertThat(new Versions(session).status().current().orElseThrow().method())
                .isEqualTo(changed.after().text());
    }

    @Test
    void isUndoneAndDoneAgain() {
        train();
        double[] article = scores();
        use("ncm", Map.of("metric", "cosine"));
        double[] cosine = scores();
        Versions versions = new Versions(session);
        assertThat(versions.undo().summary()).isEqualTo("changed the classifier to ncm metric=cosine");
        assertThat(scores()).isEqualTo(article);
        versions.redo();
        assertThat(scores()).isEqualTo(cosine);
    }

    @Test
    void staysWithTheModelThatGrows() {
        train();
        use("ncm", Map.of());
        add("ring");
        assertThat(session.head().method()).isEqualTo("ncm");
        assertThat(session.model().classes()).hasSize(4);
        double[] scores = scores();
        assertThat(scores).isEqualTo(fitted("ncm"));
        close();
        open();
        assertThat(scores()).isEqualTo(scores);
    }

    @Test
    void givesOneClassifierWhetherItCameBeforeTheClassesOrAfter() {
        train();
        add("ring");
        use("lda", Map.of("shrinkage", "oas"));
        double[] after = scores();
        session.close();
        session = Sessions.open(folder, "other", engine);
        train();
        use("lda", Map.of("shrinkage", "oas"));
        add("ring");
        assertThat(scores()).isEqualTo(after);
    }

    @Test
    void changesNothingWhereItIsInUseAlready() {
        train();
        assertThat(use("article", Map.of()).to()).isEqualTo(1);
        use("lda", Map.of("shrinkage", "oas"));
        Classifiers.Changed again = use("lda", Map.of("shrinkage", "oas"));
        assertThat(again.from()).isEqualTo(again.to()).isEqualTo(2);
        assertThat(again.after()).isEqualTo(again.before());
        assertThat(session.store().history()).hasSize(2);
    }

    @Test
    void keepsInTheStoreWhatIsWorthIt() {
        train();
        use("lda", Map.of());
        assertThat(session.model().classifier().keepable()).isTrue();
        assertThat(session.store().fittedClassifier(session.head())).isPresent();
        use("qda", Map.of());
        assertThat(session.model().classifier().keepable()).isFalse();
        assertThat(session.store().fittedClassifier(session.head())).isEmpty();
        double[] scores = scores();
        close();
        open();
        assertThat(scores()).isEqualTo(scores);
        assertThat(session.store().fittedClassifier(session.head())).isEmpty();
    }

    @Test
    void refusesWhatCannotWorkOnSealedClasses() {
        train();
        add("ring");
        new ChangeClasses(session).seal(List.of("circle", "triangle", "cross"), "seal");
        double[] scores = scores();
        for (String perClass : List.of("qda", "fecam")) {
            fails(Category.CONFLICT, () -> use(perClass, Map.of()), "share one");
        }
        assertThat(scores()).isEqualTo(scores);
        assertThat(use("lda", Map.of("shrinkage", "oas")).to()).isEqualTo(4);
    }

    @Test
    void keepsTheScattersThatTheClassifierNeeds() {
        train();
        use("qda", Map.of());
        List<String> all = List.of("circle", "triangle", "cross");
        fails(Category.CONFLICT, () -> new ChangeClasses(session).seal(all, "seal"), "qda", "use classifier lda");
        use("lda", Map.of());
        assertThat(new ChangeClasses(session).seal(all, "seal").sealed()).isEqualTo(3);
    }

    @Test
    void refusesASingularCovariance() {
        ImageChoice few = new ImageChoice(images().data(), OptionalInt.of(2), 1, false);
        new TrainBase(session)
                .run(
                        new TrainBase.Request(
                                few,
                                Optional.of("circle,triangle"),
                                Optional.empty(),
                                OptionalInt.empty(),
                                "article",
                                1,
                                4,
                                Optional.of(0.001f),
                                false,
                                "article",
                                List.of("last"),
                                Views.Scatter.AUTO,
                                0,
                                "train-base"),
                        Progress.NONE);
        double[] scores = scores();
        assertThatThrownBy(() -> use("lda", Map.of("shrinkage", "none")))
                .isInstanceOf(AccrueException.class)
                .hasMessageContaining("shrinkage");
        assertThat(session.store().history()).hasSize(1);
        assertThat(scores()).isEqualTo(scores);
    }

    @Test
    void saysWhichThereAre() {
        fails(Category.NOT_FOUND, () -> use("lda", Map.of()), "train-base");
        assertThat(new Classifiers(session).inUse()).isEmpty();
        train();
        fails(Category.USAGE, () -> use("svm", Map.of()), "\"svm\"", "article", "lda", "ncm");
        fails(Category.USAGE, () -> use("ncm", Map.of("shrinkage", "oas")), "shrinkage", "metric");
        fails(Category.USAGE, () -> use("lda", Map.of("shrinkage", "much")), "\"much\"", "oas");
        assertThat(new Classifiers(session).inUse().orElseThrow().name()).isEqualTo("article");
    }

    @Test
    void describesAClassifierOfANewerReleaseAsItIs() {
        assertThat(Classifiers.described("spline knots=3").text()).isEqualTo("spline knots=3");
        assertThat(Classifiers.described("lda shrinkage=oas").options()).containsEntry("shrinkage", "oas");
    }
}
