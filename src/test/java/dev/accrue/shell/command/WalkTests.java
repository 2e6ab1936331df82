package dev.accrue.shell.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.dataset.DatasetCatalog;
import dev.accrue.learner.Care;
import dev.accrue.learner.ModelSession;
import dev.accrue.learner.Models;
import dev.accrue.learner.Models.Model;
import dev.accrue.learner.QuadrantEngine;
import dev.accrue.shell.command.Walk.Outcome;
import dev.accrue.shell.command.Walk.Step;
import dev.accrue.store.h2.H2ModelStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WalkTests {
    private static final List<Step> STEPS = List.of(new Step("First one.", "data"), new Step("", "history"));

    @TempDir
    Path folder;

    private final List<String> seen = new ArrayList<>();
    private ModelSession session;
    private Models models;
    private Walk walk;

    @BeforeEach
    void open() {
        session = new ModelSession(
                () -> H2ModelStore.open(folder.resolve("store"), Clock.systemUTC()),
                other -> H2ModelStore.openReadOnly(other, Clock.systemUTC()),
                new QuadrantEngine(),
                new DatasetCatalog(Map.of(), folder),
                Clock.systemUTC(),
                System::nanoTime);
        models = new Models(session);
        walk = new Walk(models, new Care(session));
    }

    @AfterEach
    void close() {
        session.close();
    }

    private String current() {
        return models.list().stream()
                .filter(Model::current)
                .map(Model::name)
                .findFirst()
                .orElseThrow();
    }

    /** Writes down what happens, and in which model. */
    private class Recorded implements Stage {
        private final int leaveAfter;

        Recorded(int leaveAfter) {
            this.leaveAfter = leaveAfter;
        }

        @Override
        public void execute(String line) {
            seen.add(current() + ": " + line);
            if (line.equals("fail")) {
                throw new AccrueException(Category.NOT_FOUND, "nothing there");
            }
        }

        @Override
        public void print(Reply reply) {
            reply.notes().stream().filter(note -> note.endsWith(".")).forEach(seen::add);
        }

        @Override
        public boolean goOn(String question) {
            return seen.stream().filter(line -> line.contains(": ")).count() < leaveAfter;
        }

        @Override
        public boolean confirmed(String loss) {
            return false;
        }
    }

    @Test
    void runsEachStepInAModelOfItsOwnAndComesBack() {
        Outcome outcome = walk.take("tutorial", STEPS, true, new Recorded(9));

        assertThat(seen).containsExactly("First one.", "tutorial: data", "tutorial: history");
        assertThat(outcome).isEqualTo(new Outcome("tutorial", "main", true));
        assertThat(current()).isEqualTo("main");
    }

    @Test
    void leavesAModelOfBeforeAlone() {
        models.create("tutorial", Optional.empty());
        models.create("tutorial-2", Optional.empty());

        assertThat(walk.take("tutorial", STEPS, false, new Recorded(0)).model()).isEqualTo("tutorial-3");
        assertThat(current()).isEqualTo("tutorial-2");
    }

    @Test
    void endsWhereThePersonLeaves() {
        assertThat(walk.take("tutorial", STEPS, true, new Recorded(1)).finished())
                .isFalse();
        assertThat(seen).containsExactly("First one.", "tutorial: data");
        assertThat(current()).isEqualTo("main");
    }

    @Test
    void comesBackFromAStepThatFails() {
        assertThatThrownBy(() -> walk.take("tutorial", List.of(new Step("", "fail")), false, new Recorded(0)))
                .hasMessage("nothing there");
        assertThat(current()).isEqualTo("main");
    }

    @Test
    void leavesNoTrainingBehindThatWouldStandInTheWayOfTheNext() {
        Stage cancelled = new Recorded(0) {
            @Override
            public void execute(String line) {
                try {
                    Files.createFile(folder.resolve("store.checkpoint"));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                throw new AccrueException(Category.CANCELLED, "cancelled");
            }
        };

        assertThatThrownBy(() -> walk.take("tutorial", STEPS, false, cancelled))
                .hasMessageContaining("model drop tutorial");
        assertThat(folder.resolve("store.checkpoint")).doesNotExist();
        assertThat(current()).isEqualTo("main");
    }

    @Test
    void keepsATrainingThatWasCutShort() throws IOException {
        Files.createFile(folder.resolve("store.checkpoint"));

        assertThatThrownBy(() -> walk.take("tutorial", STEPS, false, new Recorded(0)))
                .hasMessageContaining("--resume")
                .hasMessageContaining("store.checkpoint");
        assertThat(models.names()).containsExactly("main");
    }
}
