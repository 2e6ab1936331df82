package dev.accrue.store.portable;

import static dev.accrue.store.portable.Refusals.assertRefused;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Model files whose checksums are right and whose weights or numbers are not. */
class HostileArraysTests {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void write() {
        file = Contents.write(folder.resolve("bad.accrue-model"), Contents.version1());
    }

    @Test
    void refusesWeightsOfAnotherBackbone() throws IOException {
        new Tampered(file).entry("backbone.safetensors", new byte[50]).to(file);

        assertRefused(file, "its weights have SHA-256", "and its backbone is said to be");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'descr': '<f4', 'fortran_order': False, 'shape': (10,), }",
                "{'descr': '|O', 'fortran_order': False, 'shape': (10,), }",
                "{'descr': '<f8', 'fortran_order': True, 'shape': (10,), }",
                "{'descr': '<f8', 'fortran_order': False, 'shape': (65536, 65536), }",
                "{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296, 4294967296, 2), }",
                "{'descr': '<f8', 'fortran_order': False, 'shape': (-10,), }",
                "__import__('os').system('true')"
            })
    void refusesArraysOfAnotherShape(String header) throws IOException {
        Tampered tampered = new Tampered(file);
        byte[] array = tampered.entry("scatter/0000.npy");
        byte[] text = (header + " ".repeat(117 - header.length()) + "\n").getBytes(ISO_8859_1);
        System.arraycopy(text, 0, array, 10, text.length);
        tampered.entry("scatter/0000.npy", array).to(file);

        assertRefused(
                file,
                "its \"scatter/0000.npy\" does not begin as an array of float64 [10] does",
                header.substring(0, 16));
    }

    @ParameterizedTest
    @CsvSource({
        "scatter/0000.npy, NaN, 'the scatter of class \"circle\" has NaN as value 9'",
        "scatter/0000.npy, Infinity, 'the scatter of class \"circle\" has Infinity'",
        "scatter/0000.npy, -1, 'the scatter of class \"circle\" has -1.0 on its diagonal'",
        "factor/0001.npy, NaN, 'fox\" has NaN'",
        "factor/0001.npy, 1e200, 'fox\" has Infinity'",
        "means.npy, -Infinity, 'the mean of class \"\u0645\u0631\u0628\u0639\" has -Infinity as value 3'",
        "shared/0000.pooled.npy, NaN, 'the pooled sum of shared scatter 0 has NaN'",
        "shared/0000.equal.npy, -1e-9, 'the equally weighted sum of shared scatter 0 has -1.0E-9 on its diagonal'",
        "scatter/0000.npy, 9, 'class \"circle\" has SHA-256'",
        "factor/0001.npy, 9, 'fox\" has SHA-256'",
        "means.npy, 10, 'class \"\u0645\u0631\u0628\u0639\" has SHA-256'",
        "shared/0000.pooled.npy, 9, 'shared scatter 0 has SHA-256'",
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
    void refusesAFactorWithoutWholeRows() throws IOException {
        Tampered tampered = new Tampered(file);
        byte[] factor = tampered.entry("factor/0001.npy");
        tampered.entry("factor/0001.npy", Arrays.copyOf(factor, factor.length - 1))
                .to(file);
        assertRefused(file, "its \"factor/0001.npy\" has 191 bytes, and an array of [1, 4] has 160");

        write();
        new Tampered(file).entry("factor/0001.npy", new byte[5]).to(file);
        assertRefused(file, "its \"factor/0001.npy\" has 5 bytes, which are no rows of 4 numbers");
    }

    @Test
    void refusesLabelsThatNumpyWouldReadOtherwise() throws IOException {
        Tampered tampered = new Tampered(file);
        byte[] labels = tampered.entry("labels.npy");
        labels[128] ^= 1;
        tampered.entry("labels.npy", labels).to(file);

        assertRefused(file, "its \"labels.npy\" is not what its manifest says of the classes");
    }
}
