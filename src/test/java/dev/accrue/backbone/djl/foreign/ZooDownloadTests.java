package dev.accrue.backbone.djl.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.repository.RemoteRepository;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.accrue.backbone.NetworkAddress;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** DJL's own way to a network, from a cache folder that is there already or from a server of ours in place of DJL's. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class ZooDownloadTests {
    private static final String CACHE = "DJL_CACHE_DIR";
    private static final String RESOURCE = "model/cv/image_classification/ai/djl/pytorch/resnet18_embedding/";
    private static final String ADDRESS = "djl://ai.djl.pytorch/resnet18_embedding";
    private static final byte[] CONTENT = "a network".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path cache;

    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void open() throws IOException {
        System.setProperty(CACHE, cache.toString());
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void close() {
        over.countDown();
        server.stop(0);
        System.clearProperty(CACHE);
    }

    /** @param networks version, name and a part that names the files, for each network */
    private static String metadata(String... networks) {
        return """
                {"metadataVersion": "0.1", "resourceType": "model", "application": "cv/image_classification",
                 "groupId": "ai.djl.pytorch", "artifactId": "resnet18_embedding", "name": "resnet18_embedding",
                 "artifacts": [%s]}
                """.formatted(Arrays.stream(networks).collect(Collectors.joining(", ")));
    }

    private static String network(String version, String name, String more) {
        return """
                {"version": "%s", "snapshot": false, "name": "%s", "files": {"model": {"uri": "%s/net.zip", "name": ""%s}}}
                """.formatted(version, name, version, more);
    }

    private Path inCache() {
        return cache.resolve("cache/repo").resolve(RESOURCE);
    }

    private void cached(String... networks) throws IOException {
        Files.createDirectories(inCache());
        Files.writeString(inCache().resolve("metadata.json"), metadata(networks));
    }

    private Path cachedFile(String path) throws IOException {
        Path file = inCache().resolve(path);
        Files.createDirectories(file.getParent());
        return Files.write(file, CONTENT);
    }

    private void serving(String path, byte[] content) {
        serving(path, exchange -> {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
            exchange.close();
        });
    }

    private void serving(String path, HttpHandler handler) {
        server.createContext("/" + RESOURCE + path, handler);
    }

    private static byte[] zip(String... files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String file : files) {
                zip.putNextEntry(new ZipEntry(file));
                zip.write(CONTENT);
            }
        }
        return bytes.toByteArray();
    }

    private Path fetch(String address, Progress progress) {
        URI here = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        return new ZooDownload((NetworkAddress.Zoo) NetworkAddress.parse(address), new RemoteRepository("test", here))
                .run(progress);
    }

    private static void fails(Category category, ThrowingCallable call, String... parts) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(category))
                .hasMessageContainingAll(parts);
    }

    @Test
    void takesWhatIsInTheCache() throws IOException {
        cached(network("0.0.1", "small", ""), network("0.0.2", "small", ""));
        Path first = cachedFile("0.0.1/small/net.pt");
        Path second = cachedFile("0.0.2/small/net.pt");
        cachedFile("0.0.2/small/synset.txt");

        assertThat(fetch(ADDRESS, Progress.NONE)).isEqualTo(second);
        assertThat(fetch(ADDRESS + "/0.0.1", Progress.NONE)).isEqualTo(first);
        assertThat(fetch(ADDRESS + "/0.0.1/small", Progress.NONE)).isEqualTo(first);
        // by the zoo's own repository too, which has nothing to ask then
        assertThat(new ZooDownload((NetworkAddress.Zoo) NetworkAddress.parse(ADDRESS)).run(Progress.NONE))
                .isEqualTo(second);
    }

    @Test
    void downloadsWhatIsNot() throws IOException {
        byte[] archive = zip("net.pt", "synset.txt");
        serving(
                "metadata.json",
                metadata(network("0.0.1", "small", ", \"size\": " + archive.length))
                        .getBytes(StandardCharsets.UTF_8));
        serving("0.0.1/net.zip", archive);

        Path file = fetch(ADDRESS, Progress.NONE);

        assertThat(file).isEqualTo(inCache().resolve("0.0.1/small/net.pt")).hasBinaryContent(CONTENT);
        server.removeContext("/" + RESOURCE + "metadata.json");
        server.removeContext("/" + RESOURCE + "0.0.1/net.zip");
        assertThat(fetch(ADDRESS, Progress.NONE)).isEqualTo(file);
    }

    @Test
    void keepsNothingOfADamagedDownload() throws IOException {
        serving(
                "metadata.json",
                metadata(network("0.0.1", "small", ", \"sha1Hash\": \"00\"")).getBytes(StandardCharsets.UTF_8));
        serving("0.0.1/net.zip", zip("net.pt"));

        fails(Category.BAD_DATA, () -> fetch(ADDRESS, Progress.NONE), ADDRESS, "Checksum error");
        assertThat(inCache().resolve("0.0.1")).isEmptyDirectory();
    }

    @Test
    void saysThatItIsNotToBeHad() {
        fails(
                Category.BAD_DATA,
                () -> fetch(ADDRESS, Progress.NONE),
                ADDRESS,
                "FileNotFoundException",
                "Check the network connection",
                "use-backbone FILE");
        server.stop(0);
        fails(Category.BAD_DATA, () -> fetch(ADDRESS, Progress.NONE), ADDRESS, "ConnectException");
    }

    @Test
    void saysWhatTheZooHasInstead() throws IOException {
        cached(network("0.0.1", "small", ""), network("0.0.1", "large", ""));
        fails(
                Category.NOT_FOUND,
                () -> fetch("djl://ai.djl.tensorflow/resnet", Progress.NONE),
                "no model zoo \"ai.djl.tensorflow\"",
                "a group of ai.djl.pytorch");
        fails(
                Category.NOT_FOUND,
                () -> fetch("djl://ai.djl.pytorch/resnet19", Progress.NONE),
                "has no \"resnet19\"",
                "resnet, resnet18_embedding");
        fails(Category.NOT_FOUND, () -> fetch(ADDRESS + "/0.0.3", Progress.NONE), ADDRESS + "/0.0.1/small");
        fails(Category.NOT_FOUND, () -> fetch(ADDRESS + "/0.0.1/huge", Progress.NONE), ADDRESS + "/0.0.1/large");
        fails(
                Category.USAGE,
                () -> fetch(ADDRESS, Progress.NONE),
                "names 2 networks",
                ADDRESS + "/0.0.1/small, " + ADDRESS + "/0.0.1/large");
    }

    @Test
    void wantsOneNetworkFile() throws IOException {
        cached(network("0.0.1", "none", ""), network("0.0.1", "two", ""));
        cachedFile("0.0.1/none/synset.txt");
        Path one = cachedFile("0.0.1/two/a.pt");
        Path other = cachedFile("0.0.1/two/deeper/b.onnx");
        fails(Category.BAD_DATA, () -> fetch(ADDRESS + "/0.0.1/none", Progress.NONE), "no TorchScript", "synset.txt");
        fails(
                Category.BAD_DATA,
                () -> fetch(ADDRESS + "/0.0.1/two", Progress.NONE),
                "holds 2 networks",
                one + ", " + other);
    }

    @Test
    void showsProgressAndCanBeCancelledWhileTheServerIsSilent() throws IOException {
        byte[] archive = zip("net.pt");
        serving(
                "metadata.json",
                metadata(network("0.0.1", "small", ", \"size\": " + archive.length))
                        .getBytes(StandardCharsets.UTF_8));
        serving("0.0.1/net.zip", exchange -> {
            exchange.sendResponseHeaders(200, archive.length);
            exchange.getResponseBody().write(archive, 0, 20);
            exchange.getResponseBody().flush();
            await();
        });
        List<Progress.Step> steps = new ArrayList<>();

        fails(
                Category.CANCELLED,
                () -> fetch(ADDRESS, step -> {
                    steps.add(step);
                    Thread.currentThread().interrupt();
                }),
                "cancelled");

        assertThat(Thread.interrupted()).isFalse();
        assertThat(steps).singleElement().satisfies(step -> {
            assertThat(step.done()).isBetween(1L, 20L);
            assertThat(step.total()).isEqualTo(archive.length);
        });
        assertThat(inCache().resolve("0.0.1/small")).doesNotExist();
    }

    private void await() {
        try {
            over.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
