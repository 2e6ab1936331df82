package dev.accrue.store.h2;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.gaussian.ClassStatistics;
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

    static ClassStatistics statistics(int dimension, long seed) {
        Random random = new Random(seed);
        return new ClassStatistics(
                1 + random.nextInt(5000),
                random.doubles(dimension, -1, 1).toArray(),
                random.doubles(dimension * (dimension + 1) / 2, 0, 9).toArray());
    }

    static NewClass base(String label) {
        return new NewClass(label, true, "shapes/train", statistics(D, label.hashCode()));
    }

    static NewClass added(String label) {
        return new NewClass(label, false, "shapes/train", statistics(D, label.hashCode()));
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

    static void assertFails(ThrowingCallable call, Category category, String... messageParts) {
        Assertions.assertThatExceptionOfType(AccrueException.class)
                .isThrownBy(call)
                .satisfies(e -> {
                    Assertions.assertThat(e.category()).isEqualTo(category);
                    Assertions.assertThat(e.getMessage()).contains(messageParts);
                });
    }
}
