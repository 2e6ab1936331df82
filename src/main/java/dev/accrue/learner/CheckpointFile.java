package dev.accrue.learner;

import static dev.accrue.common.Messages.text;

import dev.accrue.backbone.Checkpoints;
import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The state of a training that is under way, in a file beside the store, which it does not belong to before it is whole.
 * The file is at every moment the last state or the one before: a new one is written under another name and takes the
 * place at once.
 */
final class CheckpointFile implements Checkpoints {
    /** Of its file, beside the store. */
    static final String SUFFIX = ".checkpoint";

    private final Supplier<Path> place;
    private final boolean resume;
    private int epochs;

    /**
     * @param place asked when it is needed, not before
     * @param resume whether the training is to go on from what the file holds
     */
    CheckpointFile(Supplier<Path> place, boolean resume) {
        this.place = place;
        this.resume = resume;
    }

    boolean exists() {
        return Files.isRegularFile(place.get());
    }

    /** @throws AccrueException NOT_FOUND if a training is to go on and there is none */
    void requireWhatIsResumed() {
        if (resume && !exists()) {
            throw new AccrueException(Category.NOT_FOUND, text("learner.nothingToResume", place.get()));
        }
    }

    /** After how many epochs of the training that is under way the file's state is; 0 if it holds none of it. */
    int epochs() {
        return epochs;
    }

    @Override
    public Optional<byte[]> last() {
        if (!resume) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readAllBytes(place.get()));
        } catch (IOException e) {
            throw new AccrueException(Category.STORE, text("learner.checkpointUnreadable", place.get(), cause(e)), e);
        }
    }

    @Override
    public void resumed(int epochs) {
        this.epochs = epochs;
    }

    /** Not through a channel: interrupting the thread would close it. */
    @Override
    public void keep(int epochs, byte[] state) {
        Path file = place.get();
        Path next = file.resolveSibling(file.getFileName() + ".new");
        try {
            try (FileOutputStream out = new FileOutputStream(next.toFile())) {
                out.write(state);
                out.getFD().sync();
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
            this.epochs = epochs;
        } catch (IOException e) {
            throw new AccrueException(Category.STORE, text("learner.checkpointUnwritable", place.get(), cause(e)), e);
        }
    }

    void delete() {
        try {
            Files.deleteIfExists(place.get());
        } catch (IOException e) {
            throw new AccrueException(Category.STORE, text("learner.checkpointUndeletable", place.get(), cause(e)), e);
        }
    }

    private static String cause(IOException e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
