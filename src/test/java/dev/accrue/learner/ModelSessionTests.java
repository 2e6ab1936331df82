package dev.accrue.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.accrue.common.AccrueException;
import dev.accrue.dataset.DatasetCatalog;
import dev.accrue.gaussian.Classifier;
import dev.accrue.store.ClassRow;
import dev.accrue.store.ModelStore;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.h2.H2ModelStore;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a session keeps from one command to the next, and in the store for the next session. */
class ModelSessionTests {
    private static final int N = 7;

    @TempDir
    Path folder;

    /** Labels of the classes whose statistics were read, one entry a reading. */
    private final List<String> readings = new ArrayList<>();

    private ModelSession session;
    private Zoo zoo;

    @BeforeEach
    void train() throws IOException {
        session = open(() -> H2ModelStore.open(folder.resolve("store"), Clock.systemUTC()));
        zoo = Zoo.in(folder);
        zoo.train(session, "ant,bee");
        zoo.add(session, "first", "cow");
    }

    @AfterEach
    void close() {
        session.close();
    }

    private ModelSession open(Supplier<ModelStore> store) {
        return new ModelSession(
                () -> noting(store.get()),
                other -> H2ModelStore.openReadOnly(other, Clock.systemUTC()),
                new QuadrantEngine(),
                new DatasetCatalog(Map.of(), folder),
                Clock.systemUTC(),
                System::nanoTime);
    }

    private void reopen() {
        close();
        readings.clear();
        session = open(() -> H2ModelStore.open(folder.resolve("store"), Clock.systemUTC()));
    }

    /** The store itself, with a note of each reading of statistics. */
    private ModelStore noting(ModelStore store) {
        return (ModelStore) Proxy.newProxyInstance(
                ModelStore.class.getClassLoader(), new Class<?>[] {ModelStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("statistics")) {
                        readings.add(((ClassRow) arguments[0]).label());
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }

    private double[] scores() {
        float[] features = new float[N * QuadrantEngine.DIMENSION];
        Random random = new Random(11);
        for (int p = 0; p < features.length; p++) {
            features[p] = random.nextFloat();
        }
        return session.model().classifier().scores(features, N);
    }

    private void damageTheKeptClassifier(String change) throws Exception {
        close();
        try (var connection = DriverManager.getConnection("jdbc:h2:" + folder.resolve("store"), "sa", "");
                var damage = connection.prepareStatement("UPDATE fitted_classifier SET " + change)) {
            assertThat(damage.executeUpdate()).isEqualTo(1);
        }
        reopen();
    }

    @Test
    void givesTheSameScoresBitForBitFromTheKeptClassifier() {
        double[] before = scores();
        assertThat(readings).containsExactly("ant", "bee", "cow");
        reopen();
        assertThat(scores()).containsExactly(before);
        assertThat(readings).describedAs("nothing is derived again").isEmpty();
        assertThat(session.model().classes()).containsExactly("ant", "bee", "cow");
    }

    @Test
    void reallyUsesWhatIsKept() {
        double[] right = scores();
        ModelVersion head = session.head();
        double[] parameters = session.store().fittedClassifier(head).orElseThrow();
        parameters[parameters.length - 1] += 1;
        session.store().keepFittedClassifier(head, parameters);
        assertThat(scores()).describedAs("the session has its own").containsExactly(right);
        reopen();
        assertThat(scores()).isNotEqualTo(right);
    }

    @Test
    void derivesAgainWhatIsDamaged() throws Exception {
        double[] before = scores();
        for (String change : List.of(
                "content = SUBSTRING(content, 1, 40) || X'55' || SUBSTRING(content, 42)",
                "content = SUBSTRING(content, 1, 41)",
                "content = X''",
                "sha256 = REPEAT('0', 64)")) {
            damageTheKeptClassifier(change);
            assertThat(scores()).describedAs(change).containsExactly(before);
            assertThat(readings).hasSize(3);
            reopen();
            assertThat(scores()).describedAs("mended by keeping it anew").containsExactly(before);
            assertThat(readings).isEmpty();
        }
    }

    @Test
    void derivesAgainWhatIsNotOfThisModel() {
        double[] before = scores();
        ModelVersion head = session.head();
        double[] own = session.store().fittedClassifier(head).orElseThrow();
        double[] fewer = session.fit(session.store().version(1)).classifier().parameters();
        double[] unknown = own.clone();
        unknown[0] = 2;
        double[] infinite = own.clone();
        infinite[own.length - 1] = Double.POSITIVE_INFINITY;
        double[] narrow = new double[3 + 2 + 4 + 2 * 4]; // as many classes, but two features
        narrow[0] = 1;
        narrow[1] = 2;
        narrow[2] = 3;
        for (double[] foreign :
                List.of(fewer, unknown, infinite, narrow, new double[0], new double[] {1, 1e300, 1e300})) {
            session.store().keepFittedClassifier(head, foreign);
            reopen();
            assertThat(scores()).containsExactly(before);
            assertThat(readings).hasSize(3);
        }
    }

    @Test
    void writesNothingInAStoreThatIsOnlyRead() throws IOException {
        close();
        Path file = folder.resolve("store.mv.db");
        byte[] before = Files.readAllBytes(file);
        session = open(() -> H2ModelStore.openReadOnly(file, Clock.systemUTC()));
        assertThat(scores()).hasSize(N * 3);
        EmbeddedImages images = new EmbeddedImages(
                "all", "ab", List.of(), new int[0], new float[0], List.of(), new float[0], List.of());
        session.measured(session.model(), images, 0.5, 0.5, Double.NaN);
        assertThat(session.lineage()).hasSize(2);
        assertThat(new Versions(session).status().readOnly()).isTrue();
        assertThatThrownBy(() -> zoo.add(session, "all", "dog"))
                .isInstanceOf(AccrueException.class)
                .hasMessageContaining("reading only");
        close();
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        reopen();
        assertThat(session.store().evaluations(2)).isEmpty();
    }

    @Test
    void readsEachClassOnceForTheWholeLineage() {
        zoo.add(session, "all", "dog");
        new Versions(session).snapshot("s", Optional.empty());
        new Versions(session).restore("s", "restore s");
        zoo.add(session, "all", "eel");
        reopen();
        List<LearntModel> lineage = session.lineage();
        assertThat(lineage).extracting(LearntModel::version).containsExactly(1L, 2L, 3L, 5L);
        assertThat(readings).containsExactly("ant", "bee", "cow", "dog", "eel");
        session.lineage();
        session.model();
        assertThat(readings).describedAs("all four are kept").hasSize(5);
    }

    @Test
    void readsOnlyTheNewClassAfterItWasAdded() {
        session.model();
        readings.clear();
        zoo.add(session, "all", "dog");
        session.model();
        assertThat(readings).containsExactly("dog");
        reopen();
        double[] oneByOne = scores();
        Classifier atOnce = session.fit(session.head()).classifier();
        assertThat(atOnce.parameters())
                .containsExactly(
                        session.store().fittedClassifier(session.head()).orElseThrow());
        assertThat(oneByOne).hasSize(N * 4);
    }

    @Test
    void keepsAClassifierForEachModelsHead() {
        session.model();
        new Models(session).create("trial", Optional.of("1"));
        session.model();
        reopen();
        session.model();
        new Models(session).use("main");
        session.model();
        assertThat(readings).isEmpty();
    }
}
