package dev.accrue.store.portable;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.Cancellation;
import dev.accrue.common.Progress;
import dev.accrue.store.Labels;
import dev.accrue.store.ModelContent;
import dev.accrue.store.portable.Manifest.Listed;
import dev.accrue.store.portable.Manifest.ViewPart;
import dev.accrue.store.portable.ZipWalk.Part;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A model as one file: one version with its weights, statistics and history, to take to another machine, to keep, or
 * to open in numpy ({@code numpy.load(file)["means"]}). The package says how it is laid out.
 *
 * <p>One content has one file, byte by byte, on every machine. A file is wholly checked when it is opened and nothing
 * of it is ever unpacked; its arrays are read when they are asked for, so it needs the memory of one class.
 */
public final class ModelFile implements AutoCloseable {
    private final FileBytes file;
    private final Manifest manifest;
    private final ArrayEntries entries;
    private final List<ViewArrays> views = new ArrayList<>();
    private final String sha256;

    private ModelFile(FileBytes file, Manifest manifest, ArrayEntries entries, String sha256) {
        this.file = file;
        this.manifest = manifest;
        this.entries = entries;
        String backbone = manifest.backbone().sha256();
        for (ViewPart view : manifest.views()) {
            views.add(new ViewArrays(entries, backbone, view, views.size()));
        }
        this.sha256 = sha256;
    }

    /**
     * What was written.
     *
     * @param sha256 hex digest of the whole file
     */
    public record Summary(long bytes, String sha256) {}

    /**
     * Writes a model. Every array is asked for twice. The bytes go to a hidden neighbour of the file that then takes
     * its name, so there is never half a file of that name.
     *
     * @param force whether a file that is there may be replaced
     * @throws AccrueException CONFLICT if the file is there and {@code force} is not given, is no ordinary file, or
     *     cannot be written; NOT_FOUND if its folder is not there; BAD_DATA if the content is not sound; CANCELLED
     */
    public static Summary write(Path file, ModelContent content, boolean force, Progress progress) {
        ModelFileWriter writer = new ModelFileWriter(content, Refusal.ofWriting(file), progress);
        return new NewFile(file, force).write(writer::write);
    }

    /**
     * Opens a model and checks all of it: the zip, the manifest, every length, checksum and digest, and that the
     * numbers can be statistics.
     *
     * @throws AccrueException NOT_FOUND if there is no such file; BAD_DATA if it is not a sound model file, was made
     *     by a newer release, or cannot be read; CANCELLED
     */
    public static ModelFile open(Path path, Progress progress) {
        FileBytes file = FileBytes.open(path);
        try {
            ZipWalk walk = new ZipWalk(file, progress);
            Part first = walk.next(Manifest.ENTRY, Manifest.MOST_BYTES);
            Manifest manifest = new ManifestJson().read(file.read(first.at(), (int) first.bytes()), file.refusal());
            ContentRules rules = new ContentRules(file.refusal());
            rules.check(manifest);
            ArrayEntries entries = new ArrayEntries(file, walkOver(manifest, walk, file.refusal()));
            ModelFile opened = new ModelFile(file, manifest, entries, walk.finish());
            rules.checkWeights(
                    manifest.entries().get(0).sha256(), manifest.backbone().sha256());
            opened.check(progress);
            return opened;
        } catch (Throwable e) {
            file.close();
            throw e;
        }
    }

    private static Map<String, Part> walkOver(Manifest manifest, ZipWalk walk, Refusal refusal) {
        Map<String, Part> parts = new HashMap<>();
        for (Listed listed : manifest.entries()) {
            Part part = walk.next(listed.name(), listed.bytes());
            if (part.bytes() != listed.bytes()) {
                throw refusal.because(text("modelFile.entryOfOtherLength", part.name(), part.bytes(), listed.bytes()));
            }
            if (!part.sha256().equals(listed.sha256())) {
                throw refusal.because(text(
                        "modelFile.entryOfOtherDigest", part.name(), part.sha256(), Labels.quoted(listed.sha256())));
            }
            parts.put(part.name(), part);
        }
        return parts;
    }

    private void check(Progress progress) {
        int all = manifest.views().stream()
                .mapToInt(view -> view.classes().size())
                .sum();
        int checked = 0;
        for (ViewArrays view : views) {
            view.checkCountsAndLabels();
            for (int k = 0; k < view.part().sharedScatters().size(); k++) {
                Cancellation.check();
                view.sharedScatter(k);
            }
            for (int i = 0; i < view.part().classes().size(); i++) {
                Cancellation.check();
                view.check(i);
                progress.update(new Progress.Step(
                        text("modelFile.checkingClasses"), ++checked, all, text("modelFile.unitClasses"), ""));
            }
        }
    }

    /**
     * What is in the file. Weights, and means of classes without a scatter of their own, are read now; statistics, shared
     * scatters and held-out vectors when they are asked for, each time anew.
     *
     * @throws IllegalStateException after {@link #close}, as its suppliers do
     */
    public ModelContent content() {
        return new ModelContent(
                manifest.name(),
                manifest.method(),
                manifest.backbone().with(entries.whole(Manifest.WEIGHTS)),
                views.stream().map(ViewArrays::content).toList(),
                views.stream().flatMap(view -> view.classes().stream()).toList(),
                manifest.history().stream().map(Manifest.Step::parsed).toList());
    }

    /** Hex digest of the whole file. */
    public String sha256() {
        return sha256;
    }

    /** Whether a file begins as a model file does, so that {@link #open} is the one to say what is wrong with it. */
    public static boolean isModelFile(Path file) {
        byte[] start = StoredZip.local(new StoredZip.Entry(Manifest.ENTRY, 0, 0));
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] found = in.readNBytes(start.length);
            return found.length == start.length
                    && Arrays.equals(found, 0, Integer.BYTES, start, 0, Integer.BYTES)
                    && Arrays.equals(
                            found,
                            StoredZip.NAME_LENGTH_AT,
                            start.length,
                            start,
                            StoredZip.NAME_LENGTH_AT,
                            start.length);
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
