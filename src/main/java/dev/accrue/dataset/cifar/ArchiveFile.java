package dev.accrue.dataset.cifar;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Cancellation;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Unpacks a {@code .tar.gz} without trusting it: plain files and folders inside the target only, of bounded size. */
public final class ArchiveFile {

    private static final long MOST_BYTES = 1L << 29;
    private static final int MOST_ENTRIES = 1000;

    private ArchiveFile() {}

    /**
     * @param folder empty; what was written before a failure stays in it
     * @throws AccrueException BAD_DATA for an entry that is refused, CANCELLED when interrupted
     * @throws IOException if the archive is damaged or a file cannot be written
     */
    public static void unpack(Path archive, Path folder) throws IOException {
        try (InputStream file = new BufferedInputStream(Files.newInputStream(archive));
                TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(file, 1 << 16))) {
            long bytes = 0;
            int entries = 0;
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                bytes += entry.getSize();
                entries++;
                if (bytes > MOST_BYTES || entries > MOST_ENTRIES) {
                    throw refused(entry, text("dataset.archive.tooLarge"));
                }
                Path target = targetOf(entry, folder);
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.resolveSibling(""));
                    try (OutputStream out = Files.newOutputStream(target)) {
                        copy(tar, out);
                    }
                }
            }
        }
    }

    private static void copy(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[1 << 16];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            Cancellation.check();
            out.write(buffer, 0, read);
        }
    }

    private static Path targetOf(TarArchiveEntry entry, Path folder) {
        String name = entry.getName();
        if (entry.isSymbolicLink() || entry.isLink()) {
            throw refused(entry, text("dataset.archive.link"));
        }
        if (!entry.isDirectory() && !entry.isFile()) {
            throw refused(entry, text("dataset.archive.special"));
        }
        Path target = folder.resolve(name).normalize();
        if (name.startsWith("/") || name.contains("\\") || name.contains(":") || !target.startsWith(folder)) {
            throw refused(entry, text("dataset.archive.outside"));
        }
        return target;
    }

    private static AccrueException refused(TarArchiveEntry entry, String reason) {
        return new AccrueException(Category.BAD_DATA, text("dataset.archive.refused", entry.getName(), reason));
    }

    /** Deletes a folder and what is in it; follows no links. */
    public static void deleteTree(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(folder)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
