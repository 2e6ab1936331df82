package dev.accrue.store.h2;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.gaussian.ClassStatistics;
import dev.accrue.gaussian.ScatterFactor;
import dev.accrue.store.ClassRow;
import dev.accrue.store.ModelStore;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.NewClass;
import dev.accrue.store.Provenance;
import dev.accrue.store.StoredBackbone;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Small values to store, and a way to look into a closed store without the code under test. */
final class Fixtures {
    static final int D = 4;

    private Fixtures() {}

    static H2ModelStore open(Path path) {
        return H2ModelStore.open(path, Clock.systemUTC());
    }

    /** Those of a few random vectors: a scatter that can be one. */
    static ClassStatistics statistics(int dimension, long seed) {
        Random random = new Random(seed);
        int vectors = 2 + random.nextInt(5000);
        double[] mean = random.doubles(dimension, -1, 1).toArray();
        double[] scatter = new double[dimension * (dimension + 1) / 2];
        for (int vector = 0; vector < dimension + 2; vector++) {
            double[] x = random.doubles(dimension, -1, 1).toArray();
            for (int i = 0, p = 0; i < dimension; i++) {
                for (int j = 0; j <= i; j++, p++) {
                    scatter[p] += x[i] * x[j];
                }
            }
        }
        return new ClassStatistics(vectors, mean, scatter);
    }

    static NewClass base(String label) {
        return new NewClass(label, true, "shapes/train", statistics(D, label.hashCode()));
    }

    static NewClass added(String label) {
        return new NewClass(label, false, "shapes/train", statistics(D, label.hashCode()));
    }

    /** Of few images, which is kept as its factor: one row of {@value #D} features. */
    static NewClass small(String label) {
        double[] row = new Random(label.hashCode()).doubles(D, -1, 1).toArray();
        ClassStatistics statistics = ClassStatistics.ofFactor(2, row, new ScatterFactor(1, row));
        return new NewClass(label, false, "shapes/train", statistics);
    }

    static ModelVersion train(ModelStore store, String... labels) {
        List<NewClass> classes = Arrays.stream(labels).map(Fixtures::base).toList();
        return store.trainedBase(backbone(1), classes, "article", provenance("train-base"));
    }

    static ModelVersion add(ModelStore store, String... labels) {
        List<NewClass> classes = Arrays.stream(labels).map(Fixtures::added).toList();
        return store.addedClasses(classes, provenance("add-class " + String.join(" ", labels)));
    }

    static List<String> labels(ModelVersion version) {
        return version.classes().stream().map(ClassRow::label).toList();
    }

    static StoredBackbone backbone(long seed) {
        byte[] weights = new byte[10_000];
        new Random(seed).nextBytes(weights);
        return new StoredBackbone(
                sha256(weights), "resnet20", 32, D, List.of("circle", "square"), 272_474, "{\"epochs\":3}", weights);
    }

    static Provenance provenance(String command) {
        return new Provenance(
                command, "did it", "shapes", "ab12", 42, "PyTorch 2.7.1, cpu", Duration.ofSeconds(3, 141_592_653));
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** A plain connection to a store that nobody has open. */
    static Connection sql(Path database) throws SQLException {
        String base = database.toString().replaceFirst("\\.mv\\.db$", "");
        return DriverManager.getConnection("jdbc:h2:" + base, "sa", "");
    }

    static void execute(Path database, String statement) throws SQLException {
        try (Connection connection = sql(database);
                var execution = connection.prepareStatement(statement)) {
            execution.execute();
        }
    }

    /** How many rows each table has, in a store that nobody has open. */
    static List<Long> rows(Path database, String... tables) throws SQLException {
        List<Long> counts = new ArrayList<>();
        try (Connection connection = sql(database)) {
            for (String table : tables) {
                try (var query = connection.prepareStatement("SELECT COUNT(*) FROM " + table);
                        var result = query.executeQuery()) {
                    result.next();
                    counts.add(result.getLong(1));
                }
            }
        }
        return counts;
    }

    static List<Long> numbers(List<ModelVersion> versions) {
        return versions.stream().map(ModelVersion::number).toList();
    }

    /** Every row of a store that nobody has open, as statements. */
    static List<String> dump(Path database) throws SQLException {
        try (Connection connection = sql(database);
                var script = connection.prepareStatement("SCRIPT");
                var lines = script.executeQuery()) {
            List<String> statements = new ArrayList<>();
            while (lines.next()) {
                statements.add(lines.getString(1));
            }
            return statements;
        }
    }

    static void assertFails(ThrowingCallable call, Category category, String... messageParts) {
        Assertions.assertThatExceptionOfType(AccrueException.class)
                .isThrownBy(call)
                .satisfies(e -> {
                    Assertions.assertThat(e.category()).isEqualTo(category);
                    Assertions.assertThat(e.getMessage()).contains(messageParts);
                });
    }
}
