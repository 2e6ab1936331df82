package dev.accrue.dataset.cifar;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Cancellation;
import dev.accrue.dataset.Picture;
import dev.accrue.dataset.PictureSource;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Files of CIFAR records, mapped into memory: the operating system reads what is touched, and an interrupted
 * thread closes nothing under the others.
 */
final class BatchFiles implements PictureSource {

    static final int RECORDS = 10_000;
    static final int SIDE = 32;
    static final int PLANE = SIDE * SIDE;
    static final int RECORD_LENGTH = 1 + 3 * PLANE;

    private final List<String> names;
    private final List<MappedByteBuffer> files;

    private BatchFiles(List<String> names, List<MappedByteBuffer> files) {
        this.names = names;
        this.files = files;
    }

    static BatchFiles map(Path folder, List<String> names) {
        List<MappedByteBuffer> files = new ArrayList<>();
        for (String name : names) {
            Path file = folder.resolve(name);
            try (FileChannel channel = FileChannel.open(file)) {
                files.add(channel.map(MapMode.READ_ONLY, 0, (long) RECORDS * RECORD_LENGTH));
            } catch (IOException e) {
                Cancellation.check(); // an interruption is no fault of the file
                throw new AccrueException(Category.BAD_DATA, text("dataset.unreadable", file, e.getMessage()), e);
            }
        }
        return new BatchFiles(names, files);
    }

    @Override
    public List<String> classes() {
        return Cifar10.CLASSES;
    }

    @Override
    public int size() {
        return files.size() * RECORDS;
    }

    @Override
    public int label(int index) {
        int label = file(index).get(start(index)) & 0xff;
        if (label >= Cifar10.CLASSES.size()) {
            throw new AccrueException(Category.BAD_DATA, text("dataset.cifar.badLabel", name(index), label));
        }
        return label;
    }

    @Override
    public String name(int index) {
        return text("dataset.cifar.record", names.get(index / RECORDS), index % RECORDS);
    }

    @Override
    public Picture picture(int index, byte[] planes) {
        byte[] rgb = new byte[planes.length];
        for (int i = 0; i < PLANE; i++) {
            rgb[3 * i] = planes[i];
            rgb[3 * i + 1] = planes[PLANE + i];
            rgb[3 * i + 2] = planes[2 * PLANE + i];
        }
        return new Picture(SIDE, SIDE, rgb);
    }

    @Override
    public byte[] content(int index) {
        byte[] planes = new byte[3 * PLANE];
        file(index).get(start(index) + 1, planes);
        return planes;
    }

    private MappedByteBuffer file(int index) {
        return files.get(index / RECORDS);
    }

    private static int start(int index) {
        return index % RECORDS * RECORD_LENGTH;
    }
}
