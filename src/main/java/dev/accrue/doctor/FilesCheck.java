package dev.accrue.doctor;

import static dev.accrue.common.Messages.text;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What Accrue keeps outside of the store: downloaded data, the archive of classes that starts are fast by. */
public final class FilesCheck implements Check {
    private final Path dataCache;
    private final Optional<Path> archive;

    /** @param archive as the launcher gave it to Java; none without the launcher */
    public FilesCheck(Path dataCache, Optional<Path> archive) {
        this.dataCache = dataCache;
        this.archive = archive;
    }

    @Override
    public String item() {
        return "files";
    }

    @Override
    public List<Finding> findings() {
        return List.of(dataCache(), archive());
    }

    private Finding dataCache() {
        Path place = Sizes.existing(dataCache);
        if (!Files.isDirectory(place) || !Files.isWritable(place)) {
            return Finding.note("data cache", text("doctor.unwritable", dataCache), text("doctor.dataCacheAdvice"));
        }
        return Finding.ok("data cache", dataCache + ", " + Sizes.text(Sizes.of(dataCache)));
    }

    private Finding archive() {
        if (archive.isEmpty()) {
            return Finding.note("class archive", text("doctor.noLauncher"), text("doctor.noLauncherAdvice"));
        }
        Path file = archive.get();
        return Files.isRegularFile(file)
                ? Finding.ok("class archive", file + ", " + Sizes.text(Sizes.of(file)))
                : Finding.note("class archive", text("doctor.noArchive", file), text("doctor.noArchiveAdvice"));
    }
}
