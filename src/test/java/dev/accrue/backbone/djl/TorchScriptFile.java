package dev.accrue.backbone.djl;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A small TorchScript file: a zip with the code of a module, its (empty) state and its (absent) constants. */
public final class TorchScriptFile {
    private TorchScriptFile() {}

    /** @param result of {@code forward(x)}, as an expression */
    public static byte[] of(String result) {
        String code = "class Tiny(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n"
                + "  def forward(self: __torch__.Tiny,\n    x: Tensor) -> Tensor:\n    return " + result + "\n";
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("data.pkl", "\u0080\u0002c__torch__\nTiny\nq\0)\u0081}(X\b\0\0\0trainingq\1\u0089ubq\2.");
        entries.put("code/__torch__.py", code);
        entries.put("constants.pkl", "\u0080\u0002).");
        entries.put("version", "3\n");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                put(zip, "tiny/" + entry.getKey(), entry.getValue().getBytes(StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 check = new CRC32();
        check.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(check.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
