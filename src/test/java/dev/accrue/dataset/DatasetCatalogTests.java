package dev.accrue.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetCatalogTests {

    @TempDir
    Path home;

    private DatasetCatalog catalog;

    @BeforeEach
    void findsNothing() {
        catalog = new DatasetCatalog(Map.of(), home);
    }

    @Test
    void opensTheBuiltInSet() {
        Dataset shapes = catalog.open(DatasetReference.parse("shapes"));

        assertThat(shapes.description()).contains("generated");
        assertThat(catalog.open(DatasetReference.parse("shapes"))).isSameAs(shapes);
    }

    @Test
    void namesTheSetsThereAreWhenOneIsUnknown() {
        assertFails("imagenet", Category.NOT_FOUND, "the data sets are shapes, cifar10, cifar10-validation, folder");
    }

    @Test
    void saysHowToGetCifar10WhenItIsMissing() {
        assertFails("cifar10", Category.NOT_FOUND, "data fetch cifar10");
        assertFails("cifar10", Category.NOT_FOUND, "--data-dir DIR");
        assertFails("cifar10", Category.NOT_FOUND, "ACCRUE_DATA");
        assertFails("cifar10", Category.NOT_FOUND, home.resolve(".cache/accrue").toString());
        assertFails("cifar10:/no/such/place", Category.NOT_FOUND, "/no/such/place");
    }

    @Test
    void asksForTheDirectoryOfAFolderAndForNoneOfShapes() {
        assertFails("folder", Category.USAGE, "--data-dir DIR");
        assertFails("shapes:/some/dir", Category.USAGE, "leave out --data-dir");
    }

    @Test
    void findsCifar10InTheCacheOrWhereTheEnvironmentSays() throws IOException {
        Path cached = pretendCifar10(home.resolve(".cache/accrue/cifar-10-batches-bin"));
        Path elsewhere = pretendCifar10(home.resolve("elsewhere/cifar-10-batches-bin"));
        DatasetCatalog pointed =
                new DatasetCatalog(Map.of("ACCRUE_DATA", elsewhere.getParent().toString()), home);
        DatasetReference cifar10 = DatasetReference.parse("cifar10");

        assertThat(catalog.resolve(cifar10).directory()).contains(cached.getParent());
        assertThat(pointed.resolve(cifar10).directory()).contains(elsewhere.getParent());
        assertThat(catalog.resolve(DatasetReference.parse("cifar10:" + elsewhere))
                        .directory())
                .contains(elsewhere);
        assertThat(catalog.resolve(pointed.resolve(cifar10))).isEqualTo(pointed.resolve(cifar10));
    }

    @Test
    void makesDirectoriesAbsolute() {
        assertThat(catalog.resolve(DatasetReference.parse("folder:some/./dir")))
                .isEqualTo(
                        DatasetReference.parse("folder:" + Path.of("some/dir").toAbsolutePath()));
    }

    @Test
    void rejectsABatchFileOfTheWrongLength() throws IOException {
        pretendCifar10(home.resolve("cifar-10-batches-bin"));

        assertFails("cifar10:" + home, Category.BAD_DATA, "data_batch_1.bin has 0 bytes, expected 30,730,000");
    }

    @Test
    void putsTheCacheWhereTheDesktopSays() {
        assertThat(catalog.cache()).isEqualTo(home.resolve(".cache/accrue"));
        assertThat(new DatasetCatalog(Map.of("XDG_CACHE_HOME", "/var/caches"), home).cache())
                .isEqualTo(Path.of("/var/caches/accrue"));
    }

    @Test
    void listsWhereEachSetIs() throws IOException {
        assertThat(catalog.entries())
                .extracting(DatasetCatalog.Entry::name, DatasetCatalog.Entry::where)
                .contains(tuple("shapes", "built in (generated)"), tuple("cifar10", "not here: data fetch cifar10"));

        pretendCifar10(catalog.cache().resolve("cifar-10-batches-bin"));
        assertThat(catalog.entries())
                .extracting(DatasetCatalog.Entry::where)
                .contains(catalog.cache().toString());
    }

    private static Path pretendCifar10(Path folder) throws IOException {
        Files.createFile(Files.createDirectories(folder).resolve("data_batch_1.bin"));
        return folder;
    }

    private void assertFails(String reference, Category category, String message) {
        assertThatThrownBy(() -> catalog.open(DatasetReference.parse(reference)))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(category))
                .hasMessageContaining(message);
    }
}
