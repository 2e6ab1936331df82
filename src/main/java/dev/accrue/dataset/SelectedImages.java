package dev.accrue.dataset;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Cancellation;
import dev.accrue.common.Progress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/** Some pictures of a source, or all of them: a list of indices into it, with labels of its own. */
public final class SelectedImages implements ImageSet {

    private static final byte[] UNREADABLE = {};

    private final PictureSource source;
    private final List<String> classes;
    private final int[] indices;
    private final int[] labels;
    private final AtomicReferenceArray<byte[]> contents;

    private SelectedImages(PictureSource source, List<String> classes, int[] indices, int[] labels) {
        this.source = source;
        this.classes = List.copyOf(classes);
        this.indices = indices;
        this.labels = labels;
        this.contents = new AtomicReferenceArray<>(indices.length);
    }

    /** All pictures of a source, in its order. */
    public static ImageSet all(PictureSource source) {
        int[] indices = IntStream.range(0, source.size()).toArray();
        int[] labels = Arrays.stream(indices).map(source::label).toArray();
        return new SelectedImages(source, source.classes(), indices, labels);
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public int size() {
        return indices.length;
    }

    @Override
    public int label(int index) {
        return labels[index];
    }

    @Override
    public String name(int index) {
        return source.name(indices[index]);
    }

    @Override
    public Picture picture(int index) {
        try {
            return source.picture(indices[index], content(index));
        } catch (IOException e) {
            throw new AccrueException(Category.BAD_DATA, text("dataset.unreadable", name(index), e.getMessage()), e);
        }
    }

    /** Reads a picture's bytes and remembers their digest, so that taking it needs no reading of its own. */
    private byte[] content(int index) throws IOException {
        try {
            byte[] content = source.content(indices[index]);
            contents.set(index, sha256().digest(content));
            return content;
        } catch (IOException e) {
            contents.set(index, UNREADABLE);
            throw e;
        }
    }

    /**
     * Over the class names and, for each picture in order, its label and the digest of its bytes; so the digest of one
     * class stays the same when another class changes. A picture that cannot be read counts as one without bytes.
     */
    @Override
    public String digest(Progress progress) {
        MessageDigest sha = sha256();
        for (String name : classes) {
            update(sha, name.getBytes(StandardCharsets.UTF_8));
        }
        String task = text("dataset.lookingForChanges");
        String unit = text("common.images");
        for (int i = 0; i < size(); i++) {
            if (contents.get(i) == null) {
                Cancellation.check();
                readForDigest(i);
                progress.update(new Progress.Step(task, i + 1L, size(), unit, ""));
            }
            sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, labels[i]));
            update(sha, contents.get(i));
        }
        return HexFormat.of().formatHex(sha.digest());
    }

    @Override
    public String digest() {
        return digest(Progress.NONE);
    }

    private void readForDigest(int index) {
        try {
            content(index);
        } catch (IOException e) {
            // remembered as unreadable; who wants the picture itself is told
        }
    }

    /** Pictures stay in their original order; it is the classes that take the order given. */
    @Override
    public ImageSet ofClasses(List<String> names) {
        int[] newLabels = new int[classes.size()];
        Arrays.fill(newLabels, -1);
        for (int k = 0; k < names.size(); k++) {
            int label = classes.indexOf(names.get(k));
            if (label < 0) {
                throw new AccrueException(
                        Category.NOT_FOUND, text("dataset.noClass", names.get(k), String.join(", ", classes)));
            }
            newLabels[label] = k;
        }
        if (new HashSet<>(names).size() < names.size()) {
            throw new AccrueException(Category.USAGE, text("dataset.classTwice", String.join(", ", names)));
        }
        return select(
                names,
                IntStream.range(0, size())
                        .filter(i -> newLabels[labels[i]] >= 0)
                        .toArray(),
                newLabels);
    }

    /** The choice depends on the seed and the picture alone, so smaller limits of a seed lie inside larger ones. */
    @Override
    public ImageSet limited(int perClass, long seed) {
        if (perClass < 1) {
            throw new AccrueException(Category.USAGE, text("dataset.limitTooSmall", perClass));
        }
        long scattered = SplitMix64.mix(seed);
        List<Integer> drawn = new ArrayList<>(IntStream.range(0, size()).boxed().toList());
        drawn.sort(Comparator.comparingLong(i -> SplitMix64.mix(scattered + indices[i])));
        int[] taken = new int[classes.size()];
        int[] kept = drawn.stream()
                .mapToInt(Integer::intValue)
                .filter(i -> taken[labels[i]]++ < perClass)
                .sorted()
                .toArray();
        return select(classes, kept, IntStream.range(0, classes.size()).toArray());
    }

    private ImageSet select(List<String> names, int[] kept, int[] newLabels) {
        return new SelectedImages(
                source,
                names,
                Arrays.stream(kept).map(i -> indices[i]).toArray(),
                Arrays.stream(kept).map(i -> newLabels[labels[i]]).toArray());
    }

    private static void update(MessageDigest sha, byte[] bytes) {
        sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
        sha.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
