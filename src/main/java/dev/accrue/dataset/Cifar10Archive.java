package dev.accrue.dataset;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Cancellation;
import dev.accrue.common.Download;
import dev.accrue.common.Progress;
import dev.accrue.dataset.cifar.ArchiveFile;
import dev.accrue.dataset.cifar.Cifar10;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** The archive CIFAR-10 is published as. */
public final class Cifar10Archive {

    public static final URI OFFICIAL = URI.create("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz");

    private static final String OFFICIAL_MD5 = "c32a1d4ab5d03f1284b67883e8d87530";

    private final URI source;
    private final String md5;

    public Cifar10Archive() {
        this(OFFICIAL, OFFICIAL_MD5);
    }

    /** @param md5 of the archive, hexadecimal, lower case */
    public Cifar10Archive(URI source, String md5) {
        this.source = source;
        this.md5 = md5;
    }

    /**
     * Downloads, checks and unpacks in a temporary folder inside the cache, then moves the result into place with
     * one rename; a failure or a cancellation leaves nothing behind. A good copy that is there already is kept, a
     * damaged one is replaced.
     *
     * @param progress told the bytes downloaded
     * @return the folder with the files
     * @throws AccrueException BAD_DATA if the archive cannot be had, is not the one expected or cannot be unpacked,
     *     CANCELLED when this thread is interrupted
     */
    public Path fetch(Path cache, Progress progress) {
        Path target = cache.resolve(Cifar10.FOLDER);
        if (isGood(target)) {
            return target;
        }
        try {
            Files.createDirectories(cache);
            Path workplace = Files.createTempDirectory(cache, ".fetch-");
            try {
                Path archive = workplace.resolve("archive.tar.gz");
                new Download(
                                source,
                                Optional.of(md5),
                                text("dataset.cifar.downloading"),
                                text("dataset.cifar.ownFiles"))
                        .to(archive, progress);
                Path unpacked = Files.createDirectory(workplace.resolve("unpacked"));
                ArchiveFile.unpack(archive, unpacked);
                Path fresh = unpacked.resolve(Cifar10.FOLDER);
                Cifar10.open(fresh);
                Cancellation.check();
                if (Files.exists(target)) {
                    Files.move(target, workplace.resolve("replaced"), StandardCopyOption.ATOMIC_MOVE);
                }
                Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                ArchiveFile.deleteTree(workplace);
            }
        } catch (IOException e) {
            Cancellation.check();
            throw new AccrueException(Category.BAD_DATA, text("dataset.cifar.fetchFailed", cache, e), e);
        }
        return target;
    }

    private static boolean isGood(Path folder) {
        if (!Files.exists(folder)) {
            return false;
        }
        try {
            Cifar10 there = Cifar10.open(folder);
            for (Split split : Split.values()) {
                there.images(split); // reads the labels, where damage shows
            }
            return true;
        } catch (AccrueException e) {
            if (e.category() == Category.CANCELLED) {
                throw e;
            }
            return false;
        }
    }
}
