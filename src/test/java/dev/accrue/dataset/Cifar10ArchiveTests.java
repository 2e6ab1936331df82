package dev.accrue.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Cifar10ArchiveTests {

    private static byte[] good;

    @TempDir
    Path cache;

    private HttpServer server;

    @BeforeAll
    static void makesAnArchiveOfBlackPictures() throws IOException {
        List<Entry> entries = new ArrayList<>(List.of(new Entry("cifar-10-batches-bin/", new byte[0], "")));
        byte[] records = new byte[30_730_000];
        Stream.concat(IntStream.rangeClosed(1, 5).mapToObj(i -> "data_batch_" + i), Stream.of("test_batch"))
                .forEach(name -> entries.add(new Entry("cifar-10-batches-bin/" + name + ".bin", records, "")));
        good = archive(entries);
    }

    @BeforeEach
    void startsAServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stopsTheServer() {
        server.stop(0);
    }

    @Test
    void fetchesAndUnpacksTheArchive() throws IOException {
        List<Progress.Step> steps = new ArrayList<>();

        Path folder = serving(good).fetch(cache, steps::add);

        assertThat(folder).isEqualTo(cache.resolve("cifar-10-batches-bin"));
        assertThat(new DatasetCatalog(Map.of(), cache)
                        .open(DatasetReference.parse("cifar10:" + folder))
                        .images(Split.TEST)
                        .size())
                .isEqualTo(10_000);
        assertThat(steps.get(steps.size() - 1).done()).isEqualTo(good.length);
        assertThat(steps).allSatisfy(step -> assertThat(step.total()).isEqualTo(good.length));
        assertThat(inCache()).containsExactly("cifar-10-batches-bin");
    }

    @Test
    void keepsAGoodCopyAndReplacesADamagedOne() throws IOException {
        Path folder = serving(good).fetch(cache, Progress.NONE);
        server.removeContext("/archive.tar.gz");
        assertThat(new Cifar10Archive(address(), "").fetch(cache, Progress.NONE))
                .isEqualTo(folder);

        Files.write(folder.resolve("data_batch_4.bin"), new byte[10]);
        serving(good).fetch(cache, Progress.NONE);

        assertThat(folder.resolve("data_batch_4.bin")).hasSize(30_730_000);
        assertThat(inCache()).containsExactly("cifar-10-batches-bin");
    }

    @Test
    void rejectsAnotherArchiveThanTheOnePublished() {
        serving(good);

        assertFails(
                new Cifar10Archive(address(), "c32a1d4ab5d03f1284b67883e8d87530"), Category.BAD_DATA, "expected c32a");
    }

    @Test
    void keepsNothingOfABrokenDownload() {
        Cifar10Archive archive = serving(md5(good), exchange -> {
            exchange.sendResponseHeaders(200, good.length);
            exchange.getResponseBody().write(good, 0, good.length / 2);
            exchange.close();
        });

        assertFails(archive, Category.BAD_DATA, "the connection broke off after");
    }

    @Test
    void saysWhatTheServerAnswered() {
        Cifar10Archive archive = serving(md5(good), exchange -> {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });

        assertFails(archive, Category.BAD_DATA, "the server answered with status 404");
    }

    @Test
    void saysThatThereIsNoServer() {
        server.stop(0);

        assertFails(new Cifar10Archive(address(), ""), Category.BAD_DATA, "ConnectException");
    }

    @Test
    void keepsNothingWhenCancelled() throws IOException {
        Cifar10Archive archive = serving(good);

        assertThatThrownBy(() ->
                        archive.fetch(cache, step -> Thread.currentThread().interrupt()))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.CANCELLED));
        assertThat(Thread.interrupted()).isFalse();
        assertThat(inCache()).isEmpty();
    }

    /** A server that accepts the connection and then says nothing, or stops in the middle. */
    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1000})
    void aStalledDownloadCanBeCancelled(int bytesSent) throws IOException {
        Thread fetching = Thread.currentThread();
        CountDownLatch received = new CountDownLatch(bytesSent > 0 ? 1 : 0);
        CountDownLatch ended = new CountDownLatch(1);
        Cifar10Archive archive = serving(md5(good), exchange -> {
            try {
                if (bytesSent >= 0) {
                    exchange.sendResponseHeaders(200, good.length);
                    exchange.getResponseBody().write(good, 0, bytesSent);
                    exchange.getResponseBody().flush();
                }
                received.await();
                fetching.interrupt();
                ended.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        assertThatThrownBy(() -> archive.fetch(cache, step -> received.countDown()))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.CANCELLED));
        ended.countDown();
        assertThat(Thread.interrupted()).isFalse();
        assertThat(inCache()).isEmpty();
    }

    @Test
    void replacesACopyWhoseLabelsAreDamaged() throws IOException {
        Path folder = serving(good).fetch(cache, Progress.NONE);
        server.removeContext("/archive.tar.gz");
        Path batch = folder.resolve("test_batch.bin");
        byte[] records = Files.readAllBytes(batch);
        records[3073 * 9_999] = 10;
        Files.write(batch, records);

        serving(good).fetch(cache, Progress.NONE);

        assertThat(Files.readAllBytes(batch)).containsOnly(0);
    }

    @Test
    void refusesEntriesThatLeadElsewhere() throws IOException {
        Path outside = cache.resolveSibling("outside.bin");
        for (String name : List.of("../../../outside.bin", "a/../../../../outside.bin", "/outside.bin", "a\\..\\b")) {
            Cifar10Archive archive = serving(archive(List.of(new Entry(name, new byte[3], ""))));
            assertFails(archive, Category.BAD_DATA, "it lies outside the target folder");
            server.removeContext("/archive.tar.gz");
        }
        assertThat(outside).doesNotExist();
    }

    @Test
    void refusesLinks() throws IOException {
        assertFails(
                serving(archive(List.of(new Entry("cifar-10-batches-bin", new byte[0], "/etc")))),
                Category.BAD_DATA,
                "\"cifar-10-batches-bin\" is refused: it is a link");
    }

    @Test
    void rejectsAnArchiveOfSomethingElse() throws IOException {
        assertFails(
                serving(archive(List.of(new Entry("readme.txt", new byte[3], "")))),
                Category.BAD_DATA,
                "data_batch_1.bin is missing");
        server.removeContext("/archive.tar.gz");
        assertFails(serving("not an archive".getBytes(StandardCharsets.UTF_8)), Category.BAD_DATA, "GZIP");
    }

    private record Entry(String name, byte[] content, String linkTarget) {}

    private static byte[] archive(List<Entry> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            for (Entry entry : entries) {
                TarArchiveEntry header = entry.linkTarget.isEmpty()
                        ? new TarArchiveEntry(entry.name, true)
                        : new TarArchiveEntry(entry.name, TarConstants.LF_SYMLINK);
                header.setName(entry.name);
                header.setLinkName(entry.linkTarget);
                header.setSize(entry.content.length);
                tar.putArchiveEntry(header);
                tar.write(entry.content);
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    private Cifar10Archive serving(byte[] archive) {
        return serving(md5(archive), exchange -> {
            exchange.sendResponseHeaders(200, archive.length);
            exchange.getResponseBody().write(archive);
            exchange.close();
        });
    }

    private Cifar10Archive serving(String md5, HttpHandler handler) {
        server.createContext("/archive.tar.gz", handler);
        return new Cifar10Archive(address(), md5);
    }

    private URI address() {
        return URI.create("http://%s:%d/archive.tar.gz"
                .formatted(
                        server.getAddress().getAddress().getHostAddress(),
                        server.getAddress().getPort()));
    }

    private void assertFails(Cifar10Archive archive, Category category, String message) {
        assertThatThrownBy(() -> archive.fetch(cache, Progress.NONE))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(category))
                .hasMessageContaining(message);
        assertThat(inCache()).isEmpty();
    }

    private List<String> inCache() {
        return Arrays.stream(cache.toFile().list()).toList();
    }

    private static String md5(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
