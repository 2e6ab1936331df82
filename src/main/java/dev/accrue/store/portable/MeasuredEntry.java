package dev.accrue.store.portable;

import dev.accrue.store.ContentDigest;
import dev.accrue.store.portable.Manifest.Listed;
import dev.accrue.store.portable.StoredZip.Entry;
import java.util.function.Supplier;
import java.util.zip.CRC32;

/** An entry to be written: what was measured of it, and how to have its bytes again. */
record MeasuredEntry(Entry entry, String sha256, Supplier<byte[]> again) {

    static MeasuredEntry of(String name, Supplier<byte[]> bytes) {
        return of(name, bytes.get(), bytes);
    }

    static MeasuredEntry of(String name, byte[] bytes, Supplier<byte[]> again) {
        return new MeasuredEntry(new Entry(name, bytes.length, crc(bytes)), ContentDigest.ofWeights(bytes), again);
    }

    boolean is(byte[] bytes) {
        return entry.bytes() == bytes.length && entry.crc() == crc(bytes);
    }

    Listed listed() {
        return new Listed(entry.name(), entry.bytes(), sha256);
    }

    private static int crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
