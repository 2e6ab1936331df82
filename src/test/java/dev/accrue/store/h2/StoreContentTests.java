package dev.accrue.store.h2;

import static dev.accrue.store.h2.Fixtures.D;
import static dev.accrue.store.h2.Fixtures.add;
import static dev.accrue.store.h2.Fixtures.assertFails;
import static dev.accrue.store.h2.Fixtures.labels;
import static dev.accrue.store.h2.Fixtures.open;
import static dev.accrue.store.h2.Fixtures.provenance;
import static dev.accrue.store.h2.Fixtures.small;
import static dev.accrue.store.h2.Fixtures.statistics;
import static dev.accrue.store.h2.Fixtures.train;
import static org.assertj.core.api.Assertions.assertThat;

import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Progress;
import dev.accrue.gaussian.SharedScatter;
import dev.accrue.store.ClassRow;
import dev.accrue.store.ModelClass;
import dev.accrue.store.ModelContent;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.NewClass;
import dev.accrue.store.NewSealedClass;
import dev.accrue.store.StoredBackbone;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models on their way from one store to another. */
class StoreContentTests {
    @TempDir
    Path folder;

    private H2ModelStore store;

    @BeforeEach
    void makeAStore() {
        store = open(folder);
        train(store, "circle", "square");
        add(store, "star", "ring", "cross");
    }

    @AfterEach
    void close() {
        store.close();
    }

    private ModelVersion seal(String... labels) {
        return store.sealed(List.of(labels), provenance("seal"));
    }

    private static ClassRow row(ModelVersion version, String label) {
        return version.classes().stream()
                .filter(row -> row.label().equals(label))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void takesItsContentToAnotherStore() {
        store.addedClasses(List.of(small("tiny")), provenance("add-class tiny"));
        ModelVersion sealed = seal("circle", "ring", "cross");
        ModelContent content = store.content(sealed);
        assertThat(content.name()).isEqualTo("main");
        assertThat(content.history()).extracting(ModelContent.Step::version).containsExactly(4L, 3L, 2L, 1L);
        try (H2ModelStore other = open(folder.resolve("other"))) {
            ModelVersion begun = other.begunWith(content, provenance("import model"));
            assertThat(begun.number()).isEqualTo(1);
            assertThat(begun.classes())
                    .extracting(ClassRow::sha256)
                    .isEqualTo(sealed.classes().stream().map(ClassRow::sha256).toList());
            assertThat(other.footprint(begun)).isEqualTo(store.footprint(sealed));
            assertThat(other.verify(Progress.NONE).problems()).isEmpty();
            for (ClassRow row : begun.classes()) {
                assertThat(other.mean(row)).isEqualTo(store.mean(row(sealed, row.label())));
            }
            assertThat(other.statistics(row(begun, "tiny")))
                    .usingRecursiveComparison()
                    .isEqualTo(small("tiny").statistics().get());
        }
    }

    @Test
    void refusesASharedScatterThatIsNotItsDigests() {
        ModelVersion sealed = seal("circle", "ring", "cross");
        SharedScatter other = new SharedScatter(1, 9, new double[10], new double[10]);
        assertRefused(sealed, "ab".repeat(32), other, D, Category.BAD_DATA, "and not abab");
        assertRefused(
                sealed, "cd".repeat(32), new SharedScatter(1, 9, new double[6], new double[6]), D, Category.CONFLICT);
        double[] nan = new double[10];
        nan[3] = Double.NaN;
        assertRefused(sealed, "ef".repeat(32), new SharedScatter(1, 9, nan, nan), D, Category.BAD_DATA, "NaN");
        String there = row(sealed, "ring").sharedScatter().orElseThrow();
        assertRefused(sealed, there, store.sharedScatter(there), D + 1, Category.CONFLICT, "shared scatter");
        assertThat(store.head()).contains(sealed);
    }

    private void assertRefused(
            ModelVersion like,
            String sha256,
            SharedScatter scatter,
            int dimension,
            Category category,
            String... parts) {
        StoredBackbone backbone = store.backbone(like.backbone());
        byte[] weights = {(byte) dimension};
        StoredBackbone otherBackbone = new StoredBackbone(
                Fixtures.sha256(weights), backbone.architecture(), 32, dimension, List.of("x", "y"), 1, "{}", weights);
        ModelClass ring = new NewSealedClass("ring", false, "s", 9, new double[dimension], sha256, () -> scatter);
        ModelClass own = new NewClass("own", false, "s", statistics(dimension, 1));
        ModelContent content = new ModelContent(
                "m", "article", dimension == D ? backbone : otherBackbone, List.of(own, ring), List.of());
        String[] expected = parts.length == 0 ? new String[] {"shared scatter"} : parts;
        assertFails(() -> store.begunWith(content, provenance("import model")), category, expected);
    }
}
