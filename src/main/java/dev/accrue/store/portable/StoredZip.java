package dev.accrue.store.portable;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The bytes of a zip that are not content, for entries that are stored as they are: PKWARE's APPNOTE.TXT, with the
 * ZIP64 records (4.3.14, 4.3.15, 4.5.3) where an offset or the number of entries needs them.
 *
 * <p>Written here and not by {@link java.util.zip.ZipOutputStream}, whose bytes are a matter of the Java release: the
 * same entries always give the same bytes, so a reader can compare instead of interpreting.
 */
final class StoredZip {
    static final int LOCAL_SIGNATURE = 0x04034b50;
    static final int DIRECTORY_SIGNATURE = 0x02014b50;

    /** Of a local header without the name that follows. */
    static final int LOCAL_LENGTH = 30;

    /** Where a local header holds these fields. */
    static final int METHOD_AT = 8;

    static final int CRC_AT = 14;
    static final int BYTES_AT = 22;
    static final int NAME_LENGTH_AT = 26;

    private static final long WIDE_32 = 0xFFFF_FFFFL;
    private static final int WIDE_16 = 0xFFFF;
    private static final short VERSION = 10;
    private static final short VERSION_ZIP64 = 45;

    /** 1 January 1980, the first day a zip can name: when a file was written is no part of it. */
    private static final short DATE = 0x0021;

    private StoredZip() {}

    /**
     * @param name ASCII
     * @param bytes fewer than 4 GiB, as what was an array always has
     */
    record Entry(String name, long bytes, int crc) {}

    /** What comes before an entry's bytes. */
    static byte[] local(Entry entry) {
        byte[] name = entry.name().getBytes(US_ASCII);
        byte[] header = new byte[LOCAL_LENGTH + name.length];
        ByteBuffer out = littleEndian(header);
        out.putInt(LOCAL_SIGNATURE);
        putCommon(out, entry, name, VERSION, 0);
        out.put(name);
        return header;
    }

    /** What comes after the last entry's bytes: the directory and the end records. */
    static byte[] directory(List<Entry> entries) {
        ByteArrayOutputStream directory = new ByteArrayOutputStream();
        long offset = 0;
        for (Entry entry : entries) {
            directory.writeBytes(directoryHeader(entry, offset));
            offset += LOCAL_LENGTH + entry.name().length() + entry.bytes();
        }
        directory.writeBytes(end(entries.size(), directory.size(), offset));
        return directory.toByteArray();
    }

    private static byte[] directoryHeader(Entry entry, long offset) {
        byte[] name = entry.name().getBytes(US_ASCII);
        boolean far = offset >= WIDE_32;
        int extra = far ? 12 : 0;
        byte[] header = new byte[46 + name.length + extra];
        ByteBuffer out = littleEndian(header);
        out.putInt(DIRECTORY_SIGNATURE).putShort(VERSION_ZIP64); // made by
        putCommon(out, entry, name, far ? VERSION_ZIP64 : VERSION, extra);
        out.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0); // comment, disk, attributes
        out.putInt((int) Math.min(offset, WIDE_32)).put(name);
        if (far) {
            out.putShort((short) 1).putShort((short) Long.BYTES).putLong(offset);
        }
        return header;
    }

    /** The fields that a local header and one of the directory have in common. */
    private static void putCommon(ByteBuffer out, Entry entry, byte[] name, short version, int extra) {
        out.putShort(version).putShort((short) 0).putShort((short) 0); // flags, method
        out.putShort((short) 0).putShort(DATE);
        out.putInt(entry.crc()).putInt((int) entry.bytes()).putInt((int) entry.bytes());
        out.putShort((short) name.length).putShort((short) extra);
    }

    private static byte[] end(int entries, long bytes, long offset) {
        boolean wide = entries >= WIDE_16 || offset >= WIDE_32;
        byte[] end = new byte[wide ? 98 : 22];
        ByteBuffer out = littleEndian(end);
        if (wide) {
            out.putInt(0x06064b50).putLong(44).putShort(VERSION_ZIP64).putShort(VERSION_ZIP64);
            out.putInt(0)
                    .putInt(0)
                    .putLong(entries)
                    .putLong(entries)
                    .putLong(bytes)
                    .putLong(offset);
            out.putInt(0x07064b50).putInt(0).putLong(offset + bytes).putInt(1);
        }
        short few = (short) Math.min(entries, WIDE_16);
        out.putInt(0x06054b50).putInt(0).putShort(few).putShort(few);
        out.putInt((int) bytes).putInt((int) Math.min(offset, WIDE_32)).putShort((short) 0);
        return end;
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
