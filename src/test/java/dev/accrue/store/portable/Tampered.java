package dev.accrue.store.portable;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.accrue.store.ContentDigest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** A model file taken apart and put together again with a lie in it, every checksum of the zip being right. */
final class Tampered {
    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private final ObjectMapper json =
            new ObjectMapper().configure(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature(), true);

    Tampered(Path file) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
    }

    byte[] entry(String name) {
        return entries.get(name);
    }

    Map<String, byte[]> entries() {
        return entries;
    }

    Tampered manifest(Consumer<ObjectNode> change) throws IOException {
        ObjectNode manifest = (ObjectNode) json.readTree(entries.get("manifest.json"));
        change.accept(manifest);
        return manifestText(json.writeValueAsString(manifest));
    }

    Tampered manifestText(String text) {
        entries.put("manifest.json", text.getBytes(UTF_8));
        return this;
    }

    Tampered firstClass(Consumer<ObjectNode> change) throws IOException {
        return manifest(
                manifest -> change.accept((ObjectNode) manifest.get("classes").get(0)));
    }

    /** Other bytes, of which the manifest knows. */
    Tampered entry(String name, byte[] bytes) throws IOException {
        entries.put(name, bytes);
        return manifest(manifest -> manifest.get("entries").forEach(listed -> {
            if (listed.get("name").asText().equals(name)) {
                ((ObjectNode) listed).put("bytes", bytes.length).put("sha256", ContentDigest.ofWeights(bytes));
            }
        }));
    }

    /** An entry of which the manifest does or does not know. */
    Tampered more(String name, boolean listed) throws IOException {
        entries.put(name, new byte[] {1});
        return !listed
                ? this
                : manifest(manifest -> ((ArrayNode) manifest.get("entries"))
                        .addObject()
                        .put("name", name)
                        .put("bytes", 1)
                        .put("sha256", ContentDigest.ofWeights(new byte[] {1})));
    }

    Tampered renamed(String name, String other) {
        Map<String, byte[]> before = new LinkedHashMap<>(entries);
        entries.clear();
        before.forEach((each, bytes) -> entries.put(each.equals(name) ? other : each, bytes));
        return this;
    }

    Tampered without(String name) {
        entries.remove(name);
        return this;
    }

    Path to(Path file) throws IOException {
        return Files.write(file, zip(entries));
    }

    static byte[] zip(Map<String, byte[]> entries) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<StoredZip.Entry> written = new ArrayList<>();
        entries.forEach((name, bytes) -> {
            CRC32 crc = new CRC32();
            crc.update(bytes);
            StoredZip.Entry entry = new StoredZip.Entry(name, bytes.length, (int) crc.getValue());
            written.add(entry);
            out.writeBytes(StoredZip.local(entry));
            out.writeBytes(bytes);
        });
        out.writeBytes(StoredZip.directory(written));
        return out.toByteArray();
    }
}
