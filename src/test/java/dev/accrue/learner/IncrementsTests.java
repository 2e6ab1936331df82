package dev.accrue.learner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.accrue.common.Progress;
import dev.accrue.dataset.DatasetReference;
import dev.accrue.gaussian.Fitting;
import dev.accrue.gaussian.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By which increments the classes came, after all that may happen to a model; the network is replaced by arithmetic. */
class IncrementsTests {
    @TempDir
    Path folder;

    private ModelSession session;

    @BeforeEach
    void trainOnTwoClasses() {
        session = Sessions.open(folder, "store", new QuadrantEngine());
        train(session);
    }

    @AfterEach
    void close() {
        session.close();
    }

    private static ImageChoice images() {
        return new ImageChoice(
                Optional.of(new DatasetReference("shapes", Optional.empty())), OptionalInt.of(20), 1, false);
    }

    private static void train(ModelSession session) {
        new TrainBase(session)
                .run(
                        new TrainBase.Request(
                                images(),
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

    private static void add(ModelSession session, String... names) {
        new AddClasses(session).run(new AddClasses.Request(images(), List.of(names), 0, "add-class"), Progress.NONE);
    }

    private List<String> increments() {
        return session.increments().classes().stream()
                .map(names -> String.join(" ", names))
                .toList();
    }

    @Test
    void areTheStepsThatAddedClasses() {
        assertThat(increments()).containsExactly("circle triangle");
        add(session, "cross");
        add(session, "ring", "star");
        assertThat(increments()).containsExactly("circle triangle", "cross", "ring star");
        assertThat(session.increments().oldClasses()).containsExactly("circle", "triangle");
    }

    @Test
    void stayTheSameWhenClassesChange() {
        add(session, "cross");
        add(session, "ring", "star");
        ChangeClasses change = new ChangeClasses(session);
        change.rename("cross", "plus", "rename-class");
        change.append("ring", images(), "append-class", Progress.NONE);
        change.rename("circle", "disc", "rename-class");
        change.seal(List.of("disc", "triangle", "plus"), "seal");
        assertThat(increments()).containsExactly("disc triangle", "plus", "ring star");
        change.remove("star", "remove-class");
        assertThat(increments()).containsExactly("disc triangle", "plus", "ring");
        change.remove("plus", "remove-class");
        add(session, "star");
        assertThat(increments()).containsExactly("disc triangle", "ring", "star");
    }

    @Test
    void leaveOutWhatARestoreLeftBehind() {
        Versions versions = new Versions(session);
        add(session, "cross");
        versions.snapshot("three", Optional.empty());
        add(session, "ring");
        versions.restore("three", "restore three");
        assertThat(increments()).containsExactly("circle triangle", "cross");
        add(session, "star");
        versions.undo();
        assertThat(increments()).containsExactly("circle triangle", "cross");
    }

    @Test
    void areBaseAndTheRestInAModelFromAFile() {
        add(session, "cross");
        add(session, "ring");
        Path file = folder.resolve("model.accrue-model");
        Transfer transfer = new Transfer(session);
        transfer.exportModel(file, Optional.empty(), false, Progress.NONE);
        new Models(session).create("copy", Optional.empty());
        transfer.importModel(file, "import model", Progress.NONE);
        assertThat(increments()).containsExactly("circle triangle", "cross ring");
        add(session, "star");
        assertThat(increments()).containsExactly("circle triangle", "cross ring", "star");
    }

    @Test
    void giveEveryFittingWhatAFitOfTheVersionGets() {
        add(session, "cross");
        add(session, "ring");
        new ChangeClasses(session).seal(List.of("circle", "triangle", "cross"), "seal");
        List<Fitting> fittings = List.of(
                Method.parse("article").fitting(QuadrantEngine.DIMENSION),
                Method.parse("article").fitting(QuadrantEngine.DIMENSION));
        List<Integer> classes = new ArrayList<>();
        int[] additions = {0};
        Increments increments = session.increments();
        increments.replay(new Increments.Learner() {
            @Override
            public void learn(Consumer<Fitting> addition) {
                additions[0]++;
                fittings.forEach(addition);
            }

            @Override
            public void complete(int increment) {
                assertThat(increment).isEqualTo(classes.size());
                classes.add(fittings.get(0).classifier().classes());
            }
        });
        assertThat(classes).containsExactly(2, 3, 4);
        assertThat(additions[0]).isEqualTo(increments.additions()).isEqualTo(5);
        double[] expected = session.fit(session.head()).classifier().parameters();
        assertThat(fittings)
                .allSatisfy(
                        fitting -> assertThat(Arrays.equals(fitting.classifier().parameters(), expected))
                                .isTrue());
    }
}
