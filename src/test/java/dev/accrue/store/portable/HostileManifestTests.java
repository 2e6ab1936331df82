package dev.accrue.store.portable;

import static dev.accrue.store.portable.Refusals.assertRefused;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.accrue.common.Progress;
import dev.accrue.store.ModelContent;
import dev.accrue.store.NewClass;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Model files whose checksums are right and whose manifest is not. */
class HostileManifestTests {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void write() {
        file = Contents.write(folder.resolve("bad.accrue-model"), Contents.version1());
    }

    @Test
    void refusesDeepJson() throws IOException {
        new Tampered(file).manifestText("[".repeat(1_000_000)).to(file);
        assertRefused(file, "its manifest is not as it should be");

        new Tampered(file)
                .manifestText("{\"format\":" + "{\"a\":".repeat(100_000))
                .to(file);
        assertRefused(file, "its manifest is not as it should be");
    }

    @Test
    void refusesHugeJson() throws IOException {
        String manifest = new String(new Tampered(file).entry("manifest.json"), ISO_8859_1);
        String numbers = "0,".repeat(7_000_000) + "0";
        new Tampered(file)
                .manifestText(manifest.replaceFirst("\"history\" : ", "\"more\":[" + numbers + "],$0"))
                .to(file);
        assertRefused(file, "its manifest is not as it should be: \"Token count");

        new Tampered(file)
                .manifestText(manifest.replaceFirst("\"count\" : 12", "\"count\":" + "9".repeat(900)))
                .to(file);
        assertRefused(file, "its manifest is not as it should be at classes[0].count");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "{",
                "{\"format\":\"accrue-model\",\"version\":1}",
                "{\"format\":\"accrue-model\",\"version\":2}",
                "\u0000",
                "{} {}"
            })
    void refusesOtherJson(String text) throws IOException {
        new Tampered(file).manifestText(text).to(file);

        assertRefused(file, "its manifest ");
    }

    @Test
    void refusesANewerFormatWhateverElseIsInIt() throws IOException {
        new Tampered(file)
                .manifestText("{\"format\":\"accrue-model\",\"version\":3,\"matrices\":[1,2]}")
                .to(file);

        assertRefused(
                file, "it has version 3 of the format and was made by a newer Accrue; this one reads versions up to 2");
    }

    @Test
    void refusesAnotherFormat() throws IOException {
        new Tampered(file).manifest(manifest -> manifest.put("format", "other")).to(file);
        assertRefused(file, "its manifest gives the format the name \"other\", not \"accrue-model\"");

        new Tampered(file)
                .manifest(manifest -> manifest.put("format", "accrue-model").put("version", 0))
                .to(file);
        assertRefused(file, "its manifest gives the version 0, which there never was");
    }

    @Test
    void refusesNumbersThatAreText() throws IOException {
        refusesInManifest(
                manifest -> manifest.put("version", "1"),
                "at version (missing, unknown, too large or of another type)");
        refusesInFirstClass(part -> part.put("count", "12"), "at classes[0].count");
        refusesInFirstClass(part -> part.put("count", 12.0), "at classes[0].count");
        refusesInFirstClass(part -> part.put("base", "true"), "at classes[0].base");
        refusesInFirstClass(part -> part.put("base", 1), "at classes[0].base");
        refusesInFirstClass(part -> part.put("form", 0), "at classes[0].form");
        refusesInFirstClass(part -> part.put("form", "compressed"), "at classes[0].form");
        refusesInFirstClass(part -> part.put("form", "pooled"), "class \"circle\" is pooled, against what its view");
        refusesInFirstClass(part -> part.put("label", 7), "at classes[0].label");
        refusesInManifest(manifest -> manifest.putArray("views"), "at views");
        refusesInFirstClass(part -> part.putNull("label"), "at classes[0].label");
        refusesInFirstClass(part -> part.remove("source"), "at classes[0].source");
        refusesInFirstClass(part -> part.put("extra", 1), "at classes[0].extra");
        refusesInFirstClass(part -> part.put("arrays", "scatter/0000.npy"), "at classes[0].arrays");
        refusesInFirstClass(part -> part.putArray("arrays").addNull(), "at classes[0].arrays");
        refusesInManifest(manifest -> backbone(manifest).put("feature_dimension", 5_000_000_000L), "feature_dimension");
    }

    @Test
    void refusesAFieldTwice() throws IOException {
        String manifest = new String(new Tampered(file).entry("manifest.json"), ISO_8859_1);
        new Tampered(file)
                .manifestText(manifest.replaceFirst("\"count\"", "\"count\" : 99, \"count\""))
                .to(file);

        assertRefused(file, "its manifest is not as it should be", "Duplicate field 'count'");
    }

    @Test
    void refusesLabelsThatAStoreRefuses() throws IOException {
        refusesInFirstClass(part -> part.put("label", " \u2003"), "is blank");
        refusesInFirstClass(part -> part.put("label", ""), "the class name \"\" is blank");
        refusesInFirstClass(
                part -> part.put("label", "x".repeat(10_000)),
                "xxx...\" (10000 characters)",
                "is longer than 200 characters");
        refusesInFirstClass(
                part -> part.put("label", "a\u001b[2Jb"),
                "the class name \"aU+001B[2Jb\" has a control character (U+001B)");
        refusesInFirstClass(part -> part.put("label", "a\ud800"), "has a control character (U+D800)");
        refusesInFirstClass(part -> part.put("label", "\u202egpj.tac"), "has a control character (U+202E)");
        refusesInFirstClass(part -> part.put("label", Contents.FOX), "it holds two classes named \"" + Contents.FOX);
    }

    @Test
    void takesLabelsWithQuotesEmojiAndRightToLeftText() {
        for (String label :
                List.of("it's \"x\"; DROP TABLE --", Contents.FOX.repeat(40), "" + Contents.SQUARE, "../a")) {
            ModelContent content = Contents.model("main", List.of(new NewClass(label, true, "", Contents.circle())));
            Contents.write(file, content);
            try (ModelFile model = ModelFile.open(file, Progress.NONE)) {
                Contents.assertSame(model.content(), content);
            }
        }
    }

    @Test
    void refusesCountsThatCannotBe() throws IOException {
        refusesInFirstClass(part -> part.put("count", -12), "class \"circle\" counts -12 images, and at least 1");
        refusesInFirstClass(part -> part.put("count", 13), "its \"counts.npy\" is not what its manifest says");
        refusesInManifest(
                manifest -> ((ObjectNode) manifest.at("/shared_scatters/0")).put("count", 1),
                "a shared scatter is said to be of 2 classes and 1 images");
        refusesInManifest(manifest -> manifest.putArray("classes"), "it holds no class");
        refusesInManifest(manifest -> backbone(manifest).put("input_size", 0), "pictures of 0 pixels");
        refusesInManifest(
                manifest -> ((ObjectNode) manifest.at("/history/0")).put("created_at", "yesterday"),
                "version 7 of its history has \"yesterday\" where a time");
    }

    @Test
    void refusesAnotherDimension() throws IOException {
        refusesInManifest(manifest -> backbone(manifest).put("feature_dimension", 5), "an array of [3, 5] has 248");
        refusesInManifest(
                manifest -> backbone(manifest).put("feature_dimension", 2_000_000_000),
                "its backbone gives 2000000000 features, and 1 to 23169 can be held");
        refusesInManifest(manifest -> backbone(manifest).put("feature_dimension", -4), "gives -4 features");
        refusesInManifest(
                manifest -> backbone(manifest).put("feature_dimension", 23_169),
                "its \"means.npy\" has 224 bytes, and an array of [3, 23169] has");
    }

    @Test
    void refusesScattersThatBelongToNoClass() throws IOException {
        refusesInManifest(
                manifest -> ((ArrayNode) manifest.get("shared_scatters"))
                        .addObject()
                        .setAll((ObjectNode) manifest.at("/shared_scatters/0")),
                "no class names its shared scatter shared/0001.pooled.npy");
        refusesInFirstClass(
                part -> part.putArray("arrays").add("scatter/0001.npy"),
                "class \"circle\" names arrays that are not its own: \"scatter/0001.npy\"");
        refusesInFirstClass(
                part -> part.put("form", "sealed").putArray("arrays").add("shared/0009.pooled.npy"),
                "class \"circle\" names arrays that are not its own");
    }

    @Test
    void refusesAnEntryWithAnotherChecksumThanTheManifestSays() throws IOException {
        Tampered tampered = new Tampered(file);
        byte[] scatter = tampered.entry("scatter/0000.npy");
        scatter[scatter.length - 1] ^= 1;
        tampered.to(file);

        assertRefused(file, "its entry \"scatter/0000.npy\" has SHA-256", "and its manifest says");
    }

    @Test
    void refusesLengthsThatTheManifestGetsWrong() throws IOException {
        refusesInManifest(manifest -> listed(manifest, 1).put("bytes", 100), "has 152 bytes and may have 100 at most");
        refusesInManifest(manifest -> listed(manifest, 1).put("bytes", 200), "has 152 bytes and its manifest says 200");
        refusesInManifest(manifest -> listed(manifest, 1).put("bytes", -1), "gives \"counts.npy\" -1 bytes");
        refusesInManifest(manifest -> listed(manifest, 1).put("bytes", Long.MAX_VALUE), "9223372036854775807 bytes");
    }

    private void refusesInManifest(Consumer<ObjectNode> change, String... message) throws IOException {
        write();
        new Tampered(file).manifest(change).to(file);
        assertRefused(file, message);
    }

    private void refusesInFirstClass(Consumer<ObjectNode> change, String... message) throws IOException {
        write();
        new Tampered(file).firstClass(change).to(file);
        assertRefused(file, message);
    }

    private static ObjectNode backbone(ObjectNode manifest) {
        return (ObjectNode) manifest.get("backbone");
    }

    private static ObjectNode listed(ObjectNode manifest, int entry) {
        return (ObjectNode) manifest.get("entries").get(entry);
    }
}
