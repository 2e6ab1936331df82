package dev.accrue.store.portable;

import static dev.accrue.common.Messages.text;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.accrue.common.Cancellation;
import dev.accrue.common.Progress;
import dev.accrue.store.Labels;
import dev.accrue.store.portable.StoredZip.Entry;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/**
 * One walk through a zip, from its first byte to its last, entry after entry as the caller expects them. Every byte
 * that is not content must be the one that {@link StoredZip} gives, so an entry that is compressed, missing, doubled,
 * too many or under another name is refused, and so is what two zip programs could understand in two ways.
 */
final class ZipWalk {
    private static final int CHUNK = 1 << 16;

    private final FileBytes file;
    private final Progress progress;
    private final Sha256 whole = new Sha256();
    private final List<Entry> entries = new ArrayList<>();
    private final byte[] chunk = new byte[CHUNK];
    private long position;

    ZipWalk(FileBytes file, Progress progress) {
        this.file = file;
        this.progress = progress;
    }

    /**
     * An entry that has been walked over.
     *
     * @param at where its bytes begin in the file
     * @param sha256 of its bytes
     */
    record Part(String name, long at, long bytes, String sha256) {}

    /** @param most how many bytes the entry may have */
    Part next(String name, long most) {
        Cancellation.check();
        if (left() < StoredZip.LOCAL_LENGTH) {
            throw cutShort(text("modelFile.endsBeforeEntry", file.length(), name));
        }
        ByteBuffer header = ByteBuffer.wrap(take(StoredZip.LOCAL_LENGTH)).order(ByteOrder.LITTLE_ENDIAN);
        if (header.getInt(0) != StoredZip.LOCAL_SIGNATURE) {
            throw noEntry(name, header.getInt(0));
        }
        byte[] nameBytes = takeName(header, name);
        String found = new String(nameBytes, UTF_8);
        if (!found.equals(name)) {
            throw file.refusal().because(text("modelFile.entryOther", Labels.quoted(found), name));
        }
        int method = header.getShort(StoredZip.METHOD_AT) & 0xFFFF;
        if (method != 0) {
            throw file.refusal().because(text("modelFile.entryCompressed", name, method));
        }
        long bytes = header.getInt(StoredZip.BYTES_AT) & 0xFFFF_FFFFL;
        Entry entry = new Entry(name, bytes, header.getInt(StoredZip.CRC_AT));
        if (!Arrays.equals(StoredZip.local(entry), joined(header.array(), nameBytes))) {
            throw file.refusal().because(text("modelFile.headerOther", name));
        }
        if (bytes > most) {
            throw file.refusal().because(text("modelFile.entryTooLong", name, bytes, most));
        }
        return walkOver(entry);
    }

    /** Checks that nothing but the zip's directory follows, and gives the SHA-256 of the whole file. */
    String finish() {
        byte[] expected = StoredZip.directory(entries);
        byte[] found = take((int) Math.min(left(), expected.length));
        if (found.length >= StoredZip.LOCAL_LENGTH) {
            ByteBuffer header = ByteBuffer.wrap(found).order(ByteOrder.LITTLE_ENDIAN);
            if (header.getInt(0) == StoredZip.LOCAL_SIGNATURE) {
                int length = Math.min(
                        header.getShort(StoredZip.NAME_LENGTH_AT) & 0xFFFF, found.length - StoredZip.LOCAL_LENGTH);
                String name = new String(found, StoredZip.LOCAL_LENGTH, length, UTF_8);
                throw file.refusal().because(text("modelFile.entryUnnamed", Labels.quoted(name)));
            }
        }
        if (!Arrays.equals(found, 0, found.length, expected, 0, found.length)) {
            throw file.refusal().because(text("modelFile.directoryOther"));
        }
        if (found.length < expected.length) {
            throw cutShort(text("modelFile.endsInDirectory", file.length()));
        }
        if (left() > 0) {
            throw file.refusal().because(text("modelFile.bytesAfterEnd", left()));
        }
        return whole.hex();
    }

    private Part walkOver(Entry entry) {
        if (entry.bytes() > left()) {
            throw cutShort(text("modelFile.endsInEntry", file.length(), entry.name(), entry.bytes()));
        }
        long at = position;
        CRC32 crc = new CRC32();
        Sha256 sha256 = new Sha256();
        for (long end = at + entry.bytes(); position < end; ) {
            Cancellation.check();
            int bytes = (int) Math.min(CHUNK, end - position);
            file.read(position, chunk, bytes);
            position += bytes;
            crc.update(chunk, 0, bytes);
            sha256.update(chunk, 0, bytes);
            whole.update(chunk, 0, bytes);
        }
        if ((int) crc.getValue() != entry.crc()) {
            throw file.refusal().because(text("modelFile.checksumOther", entry.name()));
        }
        entries.add(entry);
        progress.update(new Progress.Step(text("modelFile.checking"), position, file.length(), "bytes", ""));
        return new Part(entry.name(), at, entry.bytes(), sha256.hex());
    }

    private byte[] takeName(ByteBuffer header, String expected) {
        int length = header.getShort(StoredZip.NAME_LENGTH_AT) & 0xFFFF;
        if (left() < length) {
            throw cutShort(text("modelFile.endsInName", file.length(), expected));
        }
        return take(length);
    }

    private byte[] take(int bytes) {
        byte[] taken = file.read(position, bytes);
        position += bytes;
        whole.update(taken, 0, bytes);
        return taken;
    }

    private long left() {
        return file.length() - position;
    }

    private RuntimeException noEntry(String name, int signature) {
        if (entries.isEmpty()) {
            return file.refusal().because(text("modelFile.noZip"), text("modelFile.nameAnExportedOne"));
        }
        return signature == StoredZip.DIRECTORY_SIGNATURE
                ? file.refusal().because(text("modelFile.entryMissing", name))
                : file.refusal().because(text("modelFile.entryMisbegun", name));
    }

    private RuntimeException cutShort(String found) {
        return file.length() == 0
                ? file.refusal().because(text("modelFile.empty"), text("modelFile.copyAgain"))
                : file.refusal().because(found, text("modelFile.copyTheWhole"));
    }

    private static byte[] joined(byte[] header, byte[] name) {
        byte[] joined = Arrays.copyOf(header, header.length + name.length);
        System.arraycopy(name, 0, joined, header.length, name.length);
        return joined;
    }
}
