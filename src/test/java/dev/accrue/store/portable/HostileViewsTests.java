package dev.accrue.store.portable;

import static dev.accrue.store.portable.Refusals.assertRefused;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.accrue.common.Progress;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Model files of several views whose checksums are right and whose views are not. */
class HostileViewsTests {
    private static final String CIRCLE = "class \"circle\" of view \"multi:grid=3x3\"";

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void write() {
        file = Contents.write(folder.resolve("bad.accrue-model"), Contents.version2());
    }

    @Test
    void refusesAFlippedBitInEveryByte() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        try (RandomAccessFile damaged = new RandomAccessFile(file.toFile(), "rw")) {
            for (int i = 0; i < bytes.length; i++) {
                damaged.seek(i);
                damaged.write(bytes[i] ^ (1 << (i % 8)));
                assertRefused(file);
                damaged.seek(i);
                damaged.write(bytes[i]);
            }
        }
        ModelFile.open(file, Progress.NONE).close();
    }

    @Test
    void refusesViewsThatAreNotThoseOfAModel() throws IOException {
        refusesInManifest(manifest -> manifest.putArray("views"), "it has no view");
        refusesInManifest(manifest -> view(manifest, 2).put("id", Contents.NARROW), "it has two views \"multi:");
        refusesInManifest(manifest -> view(manifest, 1).put("id", ""), "a view of it is called \"\"");
        refusesInManifest(manifest -> view(manifest, 1).put("id", "x".repeat(501)), "(501 characters)");
        refusesInManifest(manifest -> view(manifest, 1).put("id", "a\u001b[2J"), "called \"aU+001B[2J\"");
        refusesInManifest(manifest -> view(manifest, 1).put("dimension", 0), "has 0 features, and 1 to 23169");
        refusesInManifest(manifest -> view(manifest, 1).put("dimension", 99_999), "has 99999 features, and 1 to 23169");
        refusesInManifest(
                manifest -> view(manifest, 0).put("dimension", 3), "has 3 features, and its backbone gives 4");
        refusesInManifest(
                manifest -> view(manifest, 1).put("dimension", 4),
                "its \"view1/means.npy\" has 176 bytes, and an array of [3, 4] has 224");
        refusesInManifest(manifest -> view(manifest, 1).remove("pools"), "at views[1].pools");
        refusesInManifest(manifest -> view(manifest, 1).put("extra", 1), "at views[1].extra");
        refusesInManifest(manifest -> ((ArrayNode) manifest.get("views")).addNull(), "at views");
    }

    @Test
    void refusesViewsOfOtherClasses() throws IOException {
        String message = "its views \"last\" and \"multi:grid=1x1,map=l2\" do not have the same classes";
        refusesInManifest(manifest -> classes(manifest, 1).remove(2), message);
        refusesInManifest(manifest -> ofClass(manifest, 1, 1).put("label", "wolf"), message);
        refusesInManifest(
                manifest -> classes(manifest, 1).add(classes(manifest, 1).remove(0)), message);
        refusesInManifest(
                manifest -> ofClass(manifest, 2, 0).put("count", 0), CIRCLE + " counts 0 images, and at least 1");
        refusesInManifest(
                manifest -> ofClass(manifest, 2, 0).put("count", 13), "its \"view2/counts.npy\" is not what its");
    }

    @Test
    void refusesScattersThatDoNotFitTheirView() throws IOException {
        refusesInManifest(
                manifest -> view(manifest, 2).put("pools", false), CIRCLE + " is pooled, against what its view");
        refusesInManifest(manifest -> view(manifest, 1).put("pools", true), "is not pooled, against what its view");
        refusesInManifest(manifest -> ofClass(manifest, 2, 0).put("form", "sealed"), CIRCLE + " is not pooled");
        refusesInManifest(
                manifest -> view(manifest, 2).putArray("shared_scatters"),
                CIRCLE + " names arrays that are not its own: \"view2/shared/0000.pooled.npy, view2");
        refusesInManifest(
                manifest -> ofClass(manifest, 2, 0)
                        .putArray("arrays")
                        .add("shared/0000.pooled.npy")
                        .add("shared/0000.equal.npy"),
                CIRCLE + " names arrays that are not its own");
        refusesInManifest(
                manifest -> ofClass(manifest, 1, 0).putArray("arrays").add("scatter/0000.npy"),
                "names arrays that are not its own: \"scatter/0000.npy\"");
        refusesInManifest(
                manifest -> ofClass(manifest, 0, 0).put("form", "sealed"),
                "class \"circle\" names arrays that are not");
        refusesInManifest(HostileViewsTests::shareTwoScatters, "pools its scatters and has 2 of them");
        refusesInManifest(
                manifest -> {
                    for (int v = 0; v < 3; v++) {
                        classes(manifest, v).removeAll();
                        view(manifest, v).putArray("held_out");
                    }
                    view(manifest, 0).putArray("shared_scatters");
                },
                "no class names its shared scatter view2/shared/0000.pooled.npy");
    }

    private static void shareTwoScatters(ObjectNode manifest) {
        ArrayNode shared = (ArrayNode) view(manifest, 2).get("shared_scatters");
        shared.add(shared.get(0));
        ofClass(manifest, 2, 2)
                .putArray("arrays")
                .add("view2/shared/0001.pooled.npy")
                .add("view2/shared/0001.equal.npy");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[2,0]", "[2,0,0,0]", "[2,0,-1]"})
    void refusesHeldOutVectorsThatAreNotSaidOfEachClass(String heldOut) throws IOException {
        refusesInManifest(
                manifest -> {
                    ArrayNode list = view(manifest, 2).putArray("held_out");
                    for (String each : heldOut.replaceAll("[\\[\\]]", "").split(",", -1)) {
                        if (!each.isEmpty()) {
                            list.add(Integer.parseInt(each));
                        }
                    }
                },
                "its view \"multi:grid=3x3\" does not say of each class how many vectors were held out");
    }

    @Test
    void refusesAnotherNumberOfHeldOutVectors() throws IOException {
        refusesInManifest(manifest -> heldOut(manifest).set(0, 0), "lists \"view2/held_out/0000.npy\" where");
        refusesInManifest(manifest -> heldOut(manifest).set(1, 1), "where \"view2/held_out/0001.npy\" belongs");
        refusesInManifest(
                manifest -> heldOut(manifest).set(0, 3),
                "its \"view2/held_out/0000.npy\" has 152 bytes, and an array of [3, 3] has 164");
        refusesInManifest(
                manifest -> heldOut(manifest).set(0, Integer.MAX_VALUE),
                "has 152 bytes, and an array of [2147483647, 3] has 25769803892");
        refusesInManifest(manifest -> heldOut(manifest).set(0, 2.0), "at views[2].held_out[0]");
    }

    private static ArrayNode heldOut(ObjectNode manifest) {
        return (ArrayNode) view(manifest, 2).get("held_out");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            value = {
                "held_out/0000.npy | NaN | the vectors held out of class \"circle\" have NaN as value 3",
                "view2/held_out/0000.npy | -Infinity | the vectors held out of " + CIRCLE
                        + " have -Infinity as value 5",
            })
    void refusesHeldOutVectorsThatAreNotFinite(String name, float last, String message) throws IOException {
        Tampered tampered = new Tampered(file);
        byte[] array = tampered.entry(name);
        ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN).putFloat(array.length - Float.BYTES, last);
        tampered.entry(name, array).to(file);

        assertRefused(file, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            value = {
                "view1/means.npy | NaN | of view \"multi:grid=1x1,map=l2\" has NaN as value 1",
                "view1/scatter/0000.npy | -1 | the scatter of class \"circle\" of view \"multi:grid=1x1,map=l2\" has -1.0 on its",
                "view1/scatter/0000.npy | 9 | class \"circle\" of view \"multi:grid=1x1,map=l2\" has SHA-256",
                "view2/means.npy | 9 | of view \"multi:grid=3x3\" has SHA-256",
                "view2/shared/0000.pooled.npy | NaN | the pooled sum of shared scatter 0 of view \"multi:grid=3x3\" has NaN",
                "view2/shared/0000.equal.npy | -1 | the equally weighted sum of shared scatter 0 of view",
                "view2/shared/0000.equal.npy | 9 | shared scatter 0 of view \"multi:grid=3x3\" has SHA-256",
            })
    void refusesNumbersThatCannotBeOrAreNotThoseOfTheDigest(String name, double last, String message)
            throws IOException {
        Tampered tampered = new Tampered(file);
        byte[] array = tampered.entry(name);
        ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN).putDouble(array.length - Double.BYTES, last);
        tampered.entry(name, array).to(file);

        assertRefused(file, message);
    }

    @Test
    void refusesHeldOutVectorsOfAnotherShape() throws IOException {
        Tampered tampered = new Tampered(file);
        byte[] array = tampered.entry("held_out/0000.npy");
        tampered.entry("held_out/0000.npy", Arrays.copyOf(array, array.length - 1))
                .to(file);
        assertRefused(file, "its \"held_out/0000.npy\" has 143 bytes, and an array of [1, 4] has 144");

        write();
        array[22] = '8'; // float64
        new Tampered(file).entry("held_out/0000.npy", array).to(file);
        assertRefused(file, "its \"held_out/0000.npy\" does not begin as an array of float32 [1, 4] does");
    }

    /** One model has one file. */
    @Test
    void refusesAPlainModelInVersion2AndAWideOneInVersion1() throws IOException {
        refusesInManifest(manifest -> manifest.put("version", 1), "its manifest is not as it should be at classes");

        Contents.write(file, Contents.version1());
        new Tampered(file)
                .manifest(manifest -> {
                    ArrayNode views = manifest.putArray("views");
                    ObjectNode last = views.addObject();
                    last.put("id", "last").put("dimension", 4).put("pools", false);
                    last.set("classes", manifest.remove("classes"));
                    last.putArray("held_out").add(0).add(0).add(0);
                    last.set("shared_scatters", manifest.remove("shared_scatters"));
                    manifest.put("version", 2);
                })
                .to(file);
        assertRefused(file, "it says version 2 of the format, and what it holds is written as version 1");
    }

    private void refusesInManifest(Consumer<ObjectNode> change, String... message) throws IOException {
        write();
        new Tampered(file).manifest(change).to(file);
        assertRefused(file, message);
    }

    private static ObjectNode view(ObjectNode manifest, int v) {
        return (ObjectNode) manifest.get("views").get(v);
    }

    private static ArrayNode classes(ObjectNode manifest, int v) {
        return (ArrayNode) view(manifest, v).get("classes");
    }

    private static ObjectNode ofClass(ObjectNode manifest, int v, int i) {
        return (ObjectNode) classes(manifest, v).get(i);
    }
}
