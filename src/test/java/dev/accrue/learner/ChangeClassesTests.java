package dev.accrue.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Progress;
import dev.accrue.gaussian.ClassStatistics;
import dev.accrue.store.ClassRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changing classes on a real store and real picture files; only the network is replaced by arithmetic. */
class ChangeClassesTests {
    @TempDir
    Path folder;

    private ModelSession session;
    private Versions versions;
    private Zoo zoo;

    @BeforeEach
    void trainOnTwoClasses() throws IOException {
        session = Sessions.open(folder, "store", new QuadrantEngine());
        versions = new Versions(session);
        zoo = Zoo.in(folder);
        zoo.train(session, "ant,bee");
    }

    @AfterEach
    void close() {
        session.close();
    }

    private void add(String data, String... names) {
        zoo.add(session, data, names);
    }

    private ChangeClasses change() {
        return new ChangeClasses(session);
    }

    private List<String> rowDigests() {
        return session.head().classes().stream().map(ClassRow::sha256).toList();
    }

    private ClassStatistics statistics(int position) {
        return session.store().statistics(session.head().classes().get(position));
    }

    private static void fails(Category category, ThrowingCallable call, String... parts) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(category))
                .hasMessageContainingAll(parts);
    }

    @Test
    void appendingIsTheSameAsAddingAllAtOnce() {
        add("first", "cow");
        ChangeClasses.Result result = change().append("cow", zoo.from("second"), "append-class cow", Progress.NONE);
        assertThat(result.newImages()).isEqualTo(14);
        assertThat(result.images()).isEqualTo(24);
        ClassStatistics parts = statistics(2);
        versions.undo();
        versions.undo();
        add("all", "cow");
        ClassStatistics whole = statistics(2);
        assertThat(parts.count()).isEqualTo(whole.count());
        for (int i = 0; i < whole.mean().length; i++) {
            assertThat(parts.mean()[i]).isCloseTo(whole.mean()[i], within(1e-12));
        }
        for (int i = 0; i < whole.scatter().length; i++) {
            assertThat(parts.scatter()[i]).isCloseTo(whole.scatter()[i], within(1e-12));
        }
    }

    @Test
    void removingLeavesTheOthersBitForBit() {
        add("all", "dog");
        List<String> withoutCow = rowDigests();
        versions.undo();
        add("all", "cow");
        add("all", "dog");
        ChangeClasses.Result removed = change().remove("cow", "remove-class cow");
        assertThat(removed.base()).isFalse();
        assertThat(removed.images()).isEqualTo(24);
        assertThat(rowDigests()).isEqualTo(withoutCow);
        assertThat(change().remove("ant", "remove-class ant").base()).isTrue();
        assertThat(versions.classNames()).containsExactly("bee", "dog");
    }

    @Test
    void keepsAtLeastOneClass() {
        change().remove("ant", "remove-class ant");
        fails(Category.USAGE, () -> change().remove("bee", "remove-class bee"), "no class would be left", "train-base");
        assertThat(versions.classNames()).containsExactly("bee");
    }

    @Test
    void renamesInPlace() {
        ClassStatistics before = statistics(0);
        change().rename("ant", "formica", "rename-class ant formica");
        assertThat(versions.classNames()).containsExactly("formica", "bee");
        assertThat(statistics(0).mean()).isEqualTo(before.mean());
        assertThat(session.model().oldClasses()).contains("formica");
        fails(Category.CONFLICT, () -> change().rename("bee", "formica", "rename"), "\"formica\" is already");
        fails(Category.USAGE, () -> change().rename("bee", " ", "rename"), "blank");
        fails(Category.NOT_FOUND, () -> change().rename("wasp", "x", "rename"), "\"wasp\"", "formica, bee");
    }

    @Test
    void undoThenRedoIsWhereItWas() {
        add("all", "cow");
        add("all", "dog");
        String hash = session.head().hash();
        assertThat(versions.undo().to()).isEqualTo(2);
        assertThat(versions.undo().to()).isEqualTo(1);
        fails(Category.NOT_FOUND, versions::undo, "version 1 is the first");
        assertThat(versions.redo().summary()).isEqualTo("added cow");
        assertThat(versions.redo().to()).isEqualTo(3);
        assertThat(session.head().hash()).isEqualTo(hash);
        fails(Category.NOT_FOUND, versions::redo, "nothing was undone");
    }

    @Test
    void aNewVersionEndsWhatCanBeRedone() {
        add("all", "cow");
        versions.undo();
        add("all", "dog");
        fails(Category.NOT_FOUND, versions::redo, "nothing was undone");
        assertThat(versions.classNames()).containsExactly("ant", "bee", "dog");
        assertThat(session.head().number()).isEqualTo(3);
        assertThat(session.head().parent()).hasValue(1);
    }

    @Test
    void whatWasUndoneCanStillBeRestoredByItsNumber() {
        add("all", "cow");
        versions.undo();
        assertThat(versions.restore("2", "restore 2").classes()).isEqualTo(3);
        assertThat(versions.classNames()).contains("cow");
        fails(Category.NOT_FOUND, () -> versions.restore("99", "restore 99"), "version 99");
    }

    @Test
    void sealsClassesAndSaysWhatThatSaved() {
        add("all", "cow", "dog");
        float[] features = features();
        double[] before = session.model().classifier().scores(features, 5);
        ChangeClasses.Sealed sealed = change().seal(List.of("ant", "cow", "dog"), "seal ant cow dog");
        long mean = QuadrantEngine.DIMENSION * 8L;
        long scatter = 78 * 8;
        assertThat(sealed)
                .isEqualTo(new ChangeClasses.Sealed(
                        2, 3, List.of("ant", "cow", "dog"), 3, 4 * (mean + scatter), 4 * mean + 3 * scatter));
        assertThat(session.head().provenance().command()).isEqualTo("seal ant cow dog");
        assertThat(versions.status().current().orElseThrow().room().sealed()).isEqualTo(3);
        double[] after = session.model().classifier().scores(features, 5);
        for (int p = 0; p < before.length; p++) {
            assertThat(after[p]).isCloseTo(before[p], within(1e-9 * Math.max(1, Math.abs(before[p]))));
        }
    }

    private static float[] features() {
        float[] features = new float[5 * QuadrantEngine.DIMENSION];
        Random random = new Random(3);
        for (int p = 0; p < features.length; p++) {
            features[p] = random.nextFloat();
        }
        return features;
    }

    @Test
    void addsNothingToASealedClass() {
        add("first", "cow");
        change().seal(List.of("ant", "bee", "cow"), "seal");
        fails(
                Category.CONFLICT,
                () -> change().append("cow", zoo.from("second"), "append-class cow", Progress.NONE),
                "class \"cow\" is sealed");
        fails(Category.CONFLICT, () -> change().seal(List.of("cow"), "seal"), "sealed already");
        fails(Category.NOT_FOUND, () -> change().seal(List.of("wasp"), "seal"), "\"wasp\"");
        assertThat(session.head().number()).isEqualTo(3);
        versions.undo();
        assertThat(change().append("cow", zoo.from("second"), "append-class cow", Progress.NONE)
                        .images())
                .isEqualTo(24);
    }

    @Test
    void renamesAndRemovesASealedClass() {
        add("all", "cow", "dog");
        change().seal(List.of("ant", "bee", "cow"), "seal");
        float[] features = features();
        double[] before = session.model().classifier().scores(features, 5);
        assertThat(change().rename("cow", "vaca", "rename-class cow vaca").sealed())
                .isTrue();
        assertThat(versions.classNames()).containsExactly("ant", "bee", "vaca", "dog");
        assertThat(session.model().classifier().scores(features, 5)).containsExactly(before);
        ChangeClasses.Result removed = change().remove("vaca", "remove-class vaca");
        assertThat(removed.sealed()).isTrue();
        double[] without = session.model().classifier().scores(features, 5);
        for (int n = 0; n < 5; n++) {
            // the covariance still has the share of the class that left, so the margin between two others stays
            assertThat(without[n * 3] - without[n * 3 + 1]).isCloseTo(before[n * 4] - before[n * 4 + 1], within(1e-9));
        }
    }
}
