package dev.accrue.learner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.accrue.common.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looking after a store that was used. */
class CareTests {
    @TempDir
    Path folder;

    private ModelSession session;
    private Zoo zoo;

    @BeforeEach
    void train() throws IOException {
        open();
        zoo = Zoo.in(folder);
        zoo.train(session, "ant,bee");
        zoo.add(session, "all", "cow");
    }

    private void open() {
        session = Sessions.open(folder, "store", new QuadrantEngine());
    }

    @AfterEach
    void close() {
        session.close();
    }

    private Care care() {
        return new Care(session);
    }

    @Test
    void findsAStoreSound() {
        session.model();
        Care.Health health = care().verify(Progress.NONE);
        assertThat(health.problems()).isEmpty();
        assertThat(health.checks()).contains(new Care.Checked("classes", 3, 0), new Care.Checked("classifiers", 1, 0));
    }

    @Test
    void glancesAtAStoreWhetherItIsOpenOrNot() throws IOException {
        Path checkpoint = Files.createFile(folder.resolve("store.checkpoint"));
        Care.Glance open = care().glance(folder.resolve("store")).orElseThrow();
        close();
        open();
        Care.Glance closed = care().glance(folder.resolve("store")).orElseThrow();

        assertThat(open.model()).isEqualTo("main");
        assertThat(open.classes()).isEqualTo(3);
        assertThat(open.checkpoint()).contains(checkpoint);
        assertThat(closed.classes()).isEqualTo(3);
        assertThat(care().glance(folder.resolve("none"))).isEmpty();
        assertThat(folder.resolve("none.mv.db")).doesNotExist();
    }

    @Test
    void saysWhatIsDamaged() throws Exception {
        close();
        try (var connection = DriverManager.getConnection("jdbc:h2:" + folder.resolve("store"), "sa", "");
                var damage = connection.prepareStatement("UPDATE class_row SET images = 7 WHERE label = 'cow'")) {
            damage.execute();
        }
        open();
        Care.Health health = care().verify(Progress.NONE);
        assertThat(health.problems()).singleElement().asString().contains("\"cow\"", "damaged");
        assertThat(health.checks()).contains(new Care.Checked("classes", 3, 1));
    }

    @Test
    void prunesWhatItSaidItWould() {
        zoo.add(session, "all", "dog");
        new Versions(session).undo();
        List<String> classes = session.model().classes();
        String hash = session.head().hash();
        Care.Dropped would = care().prune(true);
        assertThat(would.versions()).containsExactly(new Care.DroppedVersion(3, "added dog", "add-class"));
        assertThat(would.classes()).isEqualTo(1);
        assertThat(would.bytesAfter()).isEqualTo(would.bytesBefore());
        Care.Dropped did = care().prune(false);
        assertThat(did.versions()).isEqualTo(would.versions());
        assertThat(did.contentBytes()).isEqualTo(would.contentBytes());
        assertThat(did.bytesAfter()).isLessThan(did.bytesBefore());
        assertThat(session.head().hash()).isEqualTo(hash);
        assertThat(session.model().classes()).isEqualTo(classes);
        zoo.add(session, "all", "dog");
        assertThat(session.head().number()).isEqualTo(4);
        assertThat(session.lineage()).extracting(LearntModel::version).containsExactly(1L, 2L, 4L);
        assertThat(care().prune(false).versions()).isEmpty();
        assertThat(care().verify(Progress.NONE).problems()).isEmpty();
    }
}
