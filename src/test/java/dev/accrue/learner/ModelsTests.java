package dev.accrue.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.accrue.common.AccrueException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several models in one store, as commands see them. */
class ModelsTests {
    @TempDir
    Path folder;

    private ModelSession session;
    private Models models;
    private Versions versions;
    private Zoo zoo;

    @BeforeEach
    void train() throws IOException {
        session = Sessions.open(folder, "store", new QuadrantEngine());
        models = new Models(session);
        versions = new Versions(session);
        zoo = Zoo.in(folder);
    }

    @AfterEach
    void close() {
        session.close();
    }

    private void assertListed(Models.Model... expected) {
        assertThat(models.list())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("createdAt")
                .containsExactly(expected);
    }

    private static Models.Model model(String name, boolean current, long version, int classes, String summary) {
        OptionalLong head = version == 0 ? OptionalLong.empty() : OptionalLong.of(version);
        return new Models.Model(name, current, head, classes, summary, Instant.EPOCH);
    }

    @Test
    void growsTwoModelsFromOneBase() {
        zoo.train(session, "ant,bee");
        versions.snapshot("base", Optional.empty());
        zoo.add(session, "all", "cow");
        assertThat(models.create("trial", Optional.of("base")).classes()).isEqualTo(2);
        assertThat(session.model().classes()).containsExactly("ant", "bee");
        zoo.add(session, "all", "dog");
        assertThat(session.model().classes()).containsExactly("ant", "bee", "dog");
        assertThat(versions.history()).extracting(Versions.Entry::version).containsExactly(3L, 1L);
        assertListed(model("main", false, 2, 3, "added cow"), model("trial", true, 3, 3, "added dog"));
        assertThat(models.use("main").current()).isTrue();
        assertThat(session.model().classes()).containsExactly("ant", "bee", "cow");
        assertThat(session.lineage()).extracting(LearntModel::version).containsExactly(1L, 2L);
        assertThat(versions.snapshotNames()).containsExactly("base");
        close();
        session = Sessions.open(folder, "store", new QuadrantEngine());
        assertThat(session.model().classes()).containsExactly("ant", "bee", "cow");
    }

    @Test
    void saysWhichModelIsEmpty() {
        assertListed(model("main", true, 0, 0, ""));
        zoo.train(session, "ant,bee");
        Models.Model trial = models.create("trial", Optional.empty());
        assertThat(trial.version()).isEmpty();
        assertThat(models.names()).containsExactly("main", "trial");
        assertThat(versions.status().current()).isEmpty();
        assertThat(versions.status().model()).isEqualTo("trial");
        assertThatThrownBy(session::model)
                .isInstanceOf(AccrueException.class)
                .hasMessageContainingAll("model \"trial\"", "is empty", "train-base");
        zoo.train(session, "cow,dog", 2);
        assertThat(session.model().classes()).containsExactly("cow", "dog");
        models.use("main");
        assertThat(session.model().classes()).containsExactly("ant", "bee");
    }

    @Test
    void beginsWithAnyVersionOrChangesNothing() {
        zoo.train(session, "ant,bee");
        zoo.add(session, "all", "cow");
        assertThat(models.create("old", Optional.of("1")).version()).hasValue(1);
        assertThatThrownBy(() -> models.create("other", Optional.of("9"))).hasMessageContaining("version 9");
        assertThatThrownBy(() -> models.create("other", Optional.of("nope"))).hasMessageContaining("\"nope\"");
        assertThatThrownBy(() -> models.create("old", Optional.empty())).hasMessageContaining("\"old\" already");
        assertThat(models.names()).containsExactly("main", "old");
    }

    @Test
    void renamesAndDrops() {
        zoo.train(session, "ant,bee");
        models.create("trial", Optional.of("1"));
        assertThat(models.rename("main", "kept").version()).hasValue(1);
        assertThatThrownBy(() -> models.drop("trial")).hasMessageContaining("in use");
        models.use("kept");
        assertThat(models.drop("trial").name()).isEqualTo("trial");
        assertListed(model("kept", true, 1, 2, "trained quadrants on 2 base classes"));
        for (String gone : List.of("trial", "main")) {
            assertThatThrownBy(() -> models.use(gone)).hasMessageContaining("there are: kept");
        }
    }
}
