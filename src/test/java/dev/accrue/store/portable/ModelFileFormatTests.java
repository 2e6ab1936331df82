package dev.accrue.store.portable;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.accrue.common.Progress;
import dev.accrue.store.ContentDigest;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bytes of a model file, seen by other programs and by later releases. */
class ModelFileFormatTests {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void write() {
        file = Contents.write(folder.resolve("model"), Contents.version1());
    }

    @Test
    void opensAFileOfVersion1() throws Exception {
        try (ModelFile model = ModelFile.open(fixture("v1"), Progress.NONE)) {
            Contents.assertSame(model.content(), Contents.version1());
            assertThat(model.sha256()).isEqualTo(ContentDigest.ofWeights(Files.readAllBytes(fixture("v1"))));
        }
    }

    @Test
    void writesVersion1AsItWasWrittenFirst() throws Exception {
        assertThat(file).hasSameBinaryContentAs(fixture("v1"));
    }

    @Test
    void opensAFileOfVersion2() throws Exception {
        try (ModelFile model = ModelFile.open(fixture("v2"), Progress.NONE)) {
            Contents.assertSame(model.content(), Contents.version2());
        }
    }

    @Test
    void writesVersion2AsItWasWrittenFirst() throws Exception {
        assertThat(Contents.write(file, Contents.version2())).hasSameBinaryContentAs(fixture("v2"));
    }

    private static Path fixture(String version) throws URISyntaxException {
        URL resource = ModelFileFormatTests.class.getResource("/model-file/" + version + ".accrue-model");
        assertThat(resource).as("the file that is kept for ever").isNotNull();
        return Path.of(resource.toURI());
    }

    @Test
    void isAZipOfStoredEntriesInTheOrderOfItsManifest() throws IOException {
        List<String> names = new ArrayList<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            zip.stream().forEach(entry -> {
                names.add(entry.getName());
                assertThat(entry.getMethod()).isEqualTo(ZipEntry.STORED);
            });
        }

        assertThat(names)
                .containsExactly(
                        "manifest.json",
                        "backbone.safetensors",
                        "counts.npy",
                        "labels.npy",
                        "means.npy",
                        "scatter/0000.npy",
                        "factor/0001.npy",
                        "shared/0000.pooled.npy",
                        "shared/0000.equal.npy");
    }

    @Test
    void saysInItsManifestWhatItHolds() throws IOException {
        Tampered parts = new Tampered(file);
        JsonNode manifest = new ObjectMapper().readTree(parts.entry("manifest.json"));

        assertThat(manifest.get("format").asText()).isEqualTo("accrue-model");
        assertThat(manifest.get("version").asInt()).isEqualTo(1);
        assertThat(manifest.at("/backbone/feature_dimension").asInt()).isEqualTo(4);
        assertThat(manifest.at("/classes/1/label").asText()).isEqualTo(Contents.FOX);
        assertThat(manifest.at("/classes").findValuesAsText("form")).containsExactly("packed", "factor", "sealed");
        assertThat(manifest.at("/classes/2/arrays/1").asText()).isEqualTo("shared/0000.equal.npy");
        assertThat(manifest.at("/history/1/duration").asText()).isEqualTo("PT1M23.25S");
        manifest.get("entries").forEach(listed -> {
            byte[] entry = parts.entry(listed.get("name").asText());
            assertThat(listed.get("bytes").asLong()).isEqualTo(entry.length);
            assertThat(listed.get("sha256").asText()).isEqualTo(ContentDigest.ofWeights(entry));
        });
        assertThat(new String(parts.entry("manifest.json"), US_ASCII))
                .matches("[ -~\\n]*")
                .contains("\n  \"version\" : 1,\n");
    }

    @Test
    void keepsTheWeightsAsTheyAre() throws IOException {
        assertThat(new Tampered(file).entry("backbone.safetensors"))
                .isEqualTo(Contents.backbone(4).weights());
    }

    @Test
    void holdsArraysAsNumpyDescribesThem() throws IOException {
        Tampered parts = new Tampered(file);

        assertThat(longs(new Numpy(parts.entry("counts.npy")), "<i8", "(3,)")).containsExactly(12, 3, 7);
        assertThat(doubles(new Numpy(parts.entry("means.npy")), "(3, 4)"))
                .containsExactly(1, -2.5, 0.1, 1e-300, 0, -0.0, 3, 4, 0.5, 0.25, -1, 9);
        assertThat(doubles(new Numpy(parts.entry("scatter/0000.npy")), "(10,)"))
                .containsExactly(4, -1, 3, 0.5, 0.25, 2, 0, -0.125, 1, 8);
        assertThat(doubles(new Numpy(parts.entry("factor/0001.npy")), "(2, 4)"))
                .containsExactly(1, 2, 3, 4, -1, 0.5, 0, 0.1);
        assertThat(doubles(new Numpy(parts.entry("shared/0000.equal.npy")), "(10,)"))
                .containsExactly(1, 0, 1, 0, 0, 1, 0, 0, 0, 1);
    }

    @Test
    void holdsLabelsAsNumpyTextOfOneWidth() throws IOException {
        Numpy labels = new Numpy(new Tampered(file).entry("labels.npy"));

        assertThat(labels.type).isEqualTo("<U6");
        assertThat(labels.shape).isEqualTo("(3,)");
        int[] characters = new int[18];
        labels.values.asIntBuffer().get(characters);
        assertThat(new String(characters, 0, 6)).isEqualTo("circle");
        assertThat(new String(characters, 6, 5)).isEqualTo(Contents.FOX);
        assertThat(new String(characters, 12, 4)).isEqualTo(Contents.SQUARE);
        assertThat(Arrays.copyOfRange(characters, 16, 18)).containsOnly(0);
    }

    @Test
    void keepsWhatAFurtherViewHasInAFolderOfItsOwn() throws IOException {
        Tampered parts = new Tampered(Contents.write(file, Contents.version2()));

        assertThat(parts.entries().keySet())
                .containsExactly(
                        "manifest.json",
                        "backbone.safetensors",
                        "counts.npy",
                        "labels.npy",
                        "means.npy",
                        "scatter/0000.npy",
                        "factor/0001.npy",
                        "held_out/0000.npy",
                        "held_out/0002.npy",
                        "shared/0000.pooled.npy",
                        "shared/0000.equal.npy",
                        "view1/counts.npy",
                        "view1/means.npy",
                        "view1/scatter/0000.npy",
                        "view1/scatter/0001.npy",
                        "view1/scatter/0002.npy",
                        "view2/counts.npy",
                        "view2/means.npy",
                        "view2/held_out/0000.npy",
                        "view2/shared/0000.pooled.npy",
                        "view2/shared/0000.equal.npy");
        JsonNode views =
                new ObjectMapper().readTree(parts.entry("manifest.json")).get("views");
        assertThat(views.findValuesAsText("id")).containsExactly("last", Contents.NARROW, Contents.WIDE);
        assertThat(views.at("/2/held_out").toString()).isEqualTo("[2,0,0]");
        assertThat(views.at("/2/classes").findValuesAsText("form")).containsOnly("pooled");
        assertThat(doubles(new Numpy(parts.entry("view1/means.npy")), "(3, 2)"))
                .containsExactly(0.5, 4, 0.5, 1, 0.5, 2);
        Numpy heldOut = new Numpy(parts.entry("view2/held_out/0000.npy"));
        assertThat(heldOut.type).isEqualTo("<f4");
        assertThat(heldOut.shape).isEqualTo("(2, 3)");
        float[] vectors = new float[6];
        heldOut.values.asFloatBuffer().get(vectors);
        assertThat(vectors).containsExactly(0.1f, -0f, Float.MIN_VALUE, 4, 5, 6);
    }

    private static double[] doubles(Numpy array, String shape) {
        assertThat(array.type).isEqualTo("<f8");
        assertThat(array.shape).isEqualTo(shape);
        double[] values = new double[array.values.remaining() / Double.BYTES];
        array.values.asDoubleBuffer().get(values);
        return values;
    }

    private static long[] longs(Numpy array, String type, String shape) {
        assertThat(array.type).isEqualTo(type);
        assertThat(array.shape).isEqualTo(shape);
        long[] values = new long[array.values.remaining() / Long.BYTES];
        array.values.asLongBuffer().get(values);
        return values;
    }

    /** Read after the description of the format, version 1.0: magic, version, length, dictionary, values. */
    private static final class Numpy {
        private static final Pattern DICTIONARY =
                Pattern.compile("\\{'descr': '(.*)', 'fortran_order': False, 'shape': (\\(.*\\)), \\} *\n");

        private final String type;
        private final String shape;
        private final ByteBuffer values;

        private Numpy(byte[] bytes) {
            ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            byte[] magic = new byte[6];
            in.get(magic);
            assertThat(magic).isEqualTo(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'});
            assertThat(in.get()).as("major version").isEqualTo((byte) 1);
            assertThat(in.get()).as("minor version").isZero();
            byte[] dictionary = new byte[in.getShort() & 0xFFFF];
            in.get(dictionary);
            assertThat(in.position() % 64).as("alignment of the values").isZero();
            Matcher matcher = DICTIONARY.matcher(new String(dictionary, US_ASCII));
            assertThat(matcher.matches()).isTrue();
            type = matcher.group(1);
            shape = matcher.group(2);
            values = in.slice().order(ByteOrder.LITTLE_ENDIAN);
        }
    }
}
