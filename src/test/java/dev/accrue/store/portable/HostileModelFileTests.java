package dev.accrue.store.portable;

import static dev.accrue.store.portable.Refusals.assertFails;
import static dev.accrue.store.portable.Refusals.assertRefused;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody may hand over as a model file, damaged or made up. Every one is refused, and the message says why. */
class HostileModelFileTests {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void write() {
        file = Contents.write(folder.resolve("bad.accrue-model"), Contents.version1());
    }

    @Test
    void refusesAFlippedBitInEveryByte() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        try (RandomAccessFile damaged = new RandomAccessFile(file.toFile(), "rw")) {
            for (int i = 0; i < bytes.length; i++) {
                damaged.seek(i);
                damaged.write(bytes[i] ^ (1 << (i % 8)));
                assertRefused(file);
                damaged.seek(i);
                damaged.write(bytes[i]);
            }
        }
        ModelFile.open(file, Progress.NONE).close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    signature of the first entry |     0 | it does not begin as a zip file does
                    zip header                   |     4 | the zip header of its entry "manifest.json" is not as Accrue
                    declared checksum            |    14 | the bytes of its entry "manifest.json" do not have the checksum
                    name                         |    30 | it has the entry "nanifest.json" where "manifest.json" belongs
                    manifest                     |   200 | the bytes of its entry "manifest.json" do not have the checksum
                    header of an array           | -3000 | do not have the checksum
                    body of an array             | -2200 | do not have the checksum
                    directory                    |   -60 | the zip directory at its end does not list the entries
                    end                          |    -3 | the zip directory at its end does not list the entries
                    """)
    void saysWhatIsDamaged(String what, int place, String message) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[Math.floorMod(place, bytes.length)] ^= 3;
        Files.write(file, bytes);

        assertRefused(file, message);
    }

    @Test
    void refusesAFileCutShortAnywhere() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
            for (int length = bytes.length - 1; length > 0; length--) {
                cut.setLength(length);
                assertRefused(file, "it ends after " + length + " bytes", "it was not copied as a whole");
            }
        }
        Files.write(file, new byte[0]);
        assertRefused(file, "it is empty");
    }

    @Test
    void refusesBytesAfterTheEnd() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length + 3));

        assertRefused(file, "it has 3 bytes after its end");
    }

    @Test
    void refusesWhatIsNoModelFile() throws IOException {
        Files.writeString(file, "label,count\ncat,5000\n".repeat(9));
        assertRefused(file, "it does not begin as a zip file does", "name a file that export model has written");

        Files.write(file, Tampered.zip(Map.of("arr_0.npy", new byte[300])));
        assertRefused(file, "it has the entry \"arr_0.npy\" where \"manifest.json\" belongs");

        assertRefused(folder, "it is a folder");
        assertFails(
                () -> ModelFile.open(folder.resolve("missing"), Progress.NONE), Category.NOT_FOUND, "there is no file");
    }

    @Test
    void refusesAFileThatMayNotBeRead() throws IOException {
        Assumptions.assumeTrue(Files.getFileStore(file).supportsFileAttributeView("posix"), "needs permissions");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("-w-------"));
        Assumptions.assumeFalse(Files.isReadable(file), "this user may read everything");

        assertRefused(file, "reading it fails", "check its permissions");
        assertThat(ModelFile.isModelFile(file)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../../etc/passwd", "/etc/passwd", "C:\\Windows\\win.ini", "scatter/../counts.npy", "Counts.npy"
            })
    void refusesAnEntryUnderAnotherName(String name) throws IOException {
        new Tampered(file).renamed("counts.npy", name).to(file);

        assertRefused(file, "it has the entry \"" + name + "\" where \"counts.npy\" belongs");
    }

    @Test
    void refusesAnEntryThatClimbsOutAndIsInTheManifest() throws IOException {
        new Tampered(file).more("../../evil", true).to(file);

        assertRefused(file, "its manifest lists \"../../evil\", which belongs to nothing in it");
    }

    @Test
    void refusesAnEntryTooMany() throws IOException {
        new Tampered(file).more("notes.txt", false).to(file);

        assertRefused(file, "it has an entry \"notes.txt\" that its manifest does not name");
    }

    @Test
    void refusesAnEntryTwice() throws IOException {
        Map<String, byte[]> entries = new Tampered(file).entries();
        byte[] once = Tampered.zip(entries);
        Map<String, byte[]> twice = new LinkedHashMap<>();
        entries.forEach((name, bytes) -> {
            twice.put(name, bytes);
            if (name.equals("counts.npy")) {
                twice.put("COUNTS.npy", bytes);
            }
        });
        String text = new String(Tampered.zip(twice), ISO_8859_1).replace("COUNTS.npy", "counts.npy");
        assertThat(text.length()).isGreaterThan(once.length);
        Files.write(file, text.getBytes(ISO_8859_1));

        assertRefused(file, "it has the entry \"counts.npy\" where \"labels.npy\" belongs");
    }

    @Test
    void refusesAMissingEntry() throws IOException {
        new Tampered(file).without("means.npy").to(file);
        assertRefused(file, "it has the entry \"scatter/0000.npy\" where \"means.npy\" belongs");

        write();
        new Tampered(file).without("shared/0000.equal.npy").to(file);
        assertRefused(file, "it has no entry \"shared/0000.equal.npy\", which belongs to it");

        write();
        new Tampered(file)
                .manifest(manifest -> ((ArrayNode) manifest.get("entries")).remove(7))
                .to(file);
        assertRefused(file, "its manifest does not list \"shared/0000.equal.npy\"");
    }

    @Test
    void refusesCompressedEntries() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : new Tampered(file).entries().entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        Files.write(file, out.toByteArray());

        assertRefused(file, "its entry \"manifest.json\" is compressed (method 8) and must be stored (0)");
    }

    @Test
    void refusesSizesThatLie() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(StoredZip.BYTES_AT, 10_000_000).putInt(StoredZip.BYTES_AT - 4, 10_000_000);
        Files.write(file, bytes);
        assertRefused(file, "within the entry \"manifest.json\", which is said to have 10000000");

        header.putInt(StoredZip.BYTES_AT, -1).putInt(StoredZip.BYTES_AT - 4, -1);
        Files.write(file, bytes);
        assertRefused(file, "its entry \"manifest.json\" has 4294967295 bytes and may have 16777216 at most");
    }

    @Test
    void refusesAManifestOfOneGigabyte() throws IOException {
        long size = 1L << 30;
        try (RandomAccessFile big = new RandomAccessFile(file.toFile(), "rw")) {
            big.write(StoredZip.local(new StoredZip.Entry("manifest.json", size, 0)));
            big.setLength(size + 1000);
        }

        assertRefused(file, "its entry \"manifest.json\" has 1073741824 bytes and may have 16777216 at most");
    }
}
