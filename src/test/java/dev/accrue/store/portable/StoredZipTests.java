package dev.accrue.store.portable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.accrue.store.portable.StoredZip.Entry;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another library reads what is written here, on files with holes that take no room. */
class StoredZipTests {
    @TempDir
    Path folder;

    @Test
    void placesEntriesBehindTheFirstFourGibibytes() throws IOException {
        List<Entry> entries = List.of(
                new Entry("first", 3_000_000_000L, 1),
                new Entry("second", 2_000_000_000L, 2),
                new Entry("third", 7, 3),
                new Entry("fourth", 0, 4));

        assertThat(readBack(entries)).isEqualTo(entries);
    }

    @Test
    void placesTheDirectoryBehindTheFirstFourGibibytes() throws IOException {
        List<Entry> entries = List.of(new Entry("first", 4_294_967_200L, 1), new Entry("second", 2_000, 2));

        assertThat(readBack(entries)).isEqualTo(entries);
    }

    @Test
    void listsMoreThan65535Entries() throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < 70_000; i++) {
            entries.add(new Entry("scatter/" + i + ".npy", i % 3, i));
        }

        assertThat(readBack(entries)).isEqualTo(entries);
    }

    private List<Entry> readBack(List<Entry> entries) throws IOException {
        Path file = folder.resolve("file.zip");
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            for (Entry entry : entries) {
                out.write(StoredZip.local(entry));
                out.seek(out.getFilePointer() + entry.bytes());
            }
            out.write(StoredZip.directory(entries));
        }
        List<Entry> read = new ArrayList<>();
        try (ZipFile zip = ZipFile.builder().setPath(file).get()) {
            for (ZipArchiveEntry entry : Collections.list(zip.getEntriesInPhysicalOrder())) {
                assertThat(entry.getMethod()).isEqualTo(ZipArchiveEntry.STORED);
                assertThat(entry.getSize()).isEqualTo(entry.getCompressedSize());
                read.add(new Entry(entry.getName(), entry.getSize(), (int) entry.getCrc()));
            }
        }
        return read;
    }
}
