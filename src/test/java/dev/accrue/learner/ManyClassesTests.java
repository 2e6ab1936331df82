package dev.accrue.learner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.accrue.common.Progress;
import dev.accrue.dataset.DatasetReference;
import dev.accrue.store.ModelView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many classes in one command. */
class ManyClassesTests {
    /** Sums of the view that pools take 72 MB, and twice that while they are written; 60 scatters of either take 2 GB. */
    private static final String HEAP = "-Xmx512m";

    @TempDir
    Path folder;

    @Test
    void takeNoMemoryOfAScatterEach() throws IOException, InterruptedException {
        Path said = folder.resolve("said");
        int status = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-XX:+UseSerialGC",
                        "-XX:-UsePerfData",
                        "-Djava.awt.headless=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ManyClasses.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start()
                .waitFor();
        assertThat(Files.readString(said)).isEqualToNormalizingNewlines("""
                60 classes, pools: true
                60 classes, pools: false
                """);
        assertThat(status).isZero();
    }

    /** The generated pictures come with their classes mixed. */
    @Test
    void giveBitForBitWhatOneAfterTheOtherGives() {
        List<String> names = List.of("ring", "star", "heart");
        List<ModelView> together = learnt("together", List.of(names));
        List<ModelView> oneByOne =
                learnt("one by one", names.stream().map(List::of).toList());
        for (int v = 0; v < together.size(); v++) {
            ModelView view = together.get(v);
            assertThat(view.pools()).isTrue();
            assertThat(view.scatter()).isPresent().isEqualTo(oneByOne.get(v).scatter());
            assertThat(view.classes()).hasSize(5);
            // the digest of a row is taken over its label, count and mean
            assertThat(view.classes())
                    .extracting(row -> row.sha256())
                    .isEqualTo(oneByOne.get(v).classes().stream()
                            .map(row -> row.sha256())
                            .toList());
        }
    }

    private List<ModelView> learnt(String store, List<List<String>> commands) {
        ImageChoice images = new ImageChoice(
                Optional.of(new DatasetReference("shapes", Optional.empty())), OptionalInt.of(150), 1, false);
        try (ModelSession session = Sessions.open(folder, store, new QuadrantEngine())) {
            new TrainBase(session)
                    .run(
                            new TrainBase.Request(
                                    images,
                                    Optional.of("circle,triangle"),
                                    Optional.empty(),
                                    OptionalInt.empty(),
                                    "article",
                                    1,
                                    20,
                                    Optional.of(0.001f),
                                    false,
                                    "lda",
                                    List.of("multi", "last"),
                                    Views.Scatter.SHARED,
                                    2,
                                    "train-base"),
                            Progress.NONE);
            for (List<String> names : commands) {
                new AddClasses(session).run(new AddClasses.Request(images, names, 2, "add-class"), Progress.NONE);
            }
            return session.head().views();
        }
    }
}
