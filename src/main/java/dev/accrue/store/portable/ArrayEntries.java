package dev.accrue.store.portable;

import static dev.accrue.common.Messages.text;

import dev.accrue.store.ContentDigest;
import dev.accrue.store.Float64Bytes;
import dev.accrue.store.Labels;
import dev.accrue.store.portable.ZipWalk.Part;
import java.util.Arrays;
import java.util.Map;

/**
 * The entries of an open model file that hold arrays. What an array's header must be follows from the manifest, so it is
 * compared and never interpreted.
 */
final class ArrayEntries {
    private final FileBytes file;
    private final Map<String, Part> parts;

    /** @param parts every entry that the manifest lists, by its name */
    ArrayEntries(FileBytes file, Map<String, Part> parts) {
        this.file = file;
        this.parts = parts;
    }

    Refusal refusal() {
        return file.refusal();
    }

    long bytes(String name) {
        return part(name).bytes();
    }

    /** An entry as a whole, as it was when it was walked over. */
    byte[] whole(String name) {
        Part part = part(name);
        byte[] bytes = file.read(part.at(), Math.toIntExact(part.bytes()));
        if (!ContentDigest.ofWeights(bytes).equals(part.sha256())) {
            throw refusal().because(text("modelFile.entryChanged", name));
        }
        return bytes;
    }

    /** float64 of that shape. */
    double[] values(String name, int... shape) {
        int header = checkShape(name, Npy.FLOAT64, shape);
        Part array = part(name);
        return Float64Bytes.decode(file.read(array.at() + header, (int) (array.bytes() - header)));
    }

    /** One row of float64 {@code [rows x d]}, whose shape was checked. */
    double[] row(String name, int row, int rows, int dimension) {
        int header = Npy.header(Npy.FLOAT64, rows, dimension).length;
        long bytes = (long) dimension * Double.BYTES;
        return Float64Bytes.decode(file.read(part(name).at() + header + row * bytes, (int) bytes));
    }

    /** Gives the length of the array's header. */
    int checkShape(String name, String type, int... shape) {
        Part array = part(name);
        byte[] expected = Npy.header(type, shape);
        long values = Arrays.stream(shape).asLongStream().reduce(Npy.width(type), (a, b) -> a * b);
        long bytes = expected.length + values;
        if (array.bytes() != bytes) {
            throw refusal()
                    .because(text("modelFile.arrayOfOtherLength", name, array.bytes(), Arrays.toString(shape), bytes));
        }
        byte[] found = file.read(array.at(), expected.length);
        if (!Arrays.equals(found, expected)) {
            throw refusal()
                    .because(text(
                            "modelFile.notSuchAnArray",
                            name,
                            type.equals(Npy.FLOAT64) ? "float64" : "float32",
                            Arrays.toString(shape),
                            Labels.quoted(Npy.description(found))));
        }
        return expected.length;
    }

    private Part part(String name) {
        Part part = parts.get(name);
        if (part == null) {
            throw new IllegalStateException("entry " + name + " was not walked over");
        }
        return part;
    }
}
