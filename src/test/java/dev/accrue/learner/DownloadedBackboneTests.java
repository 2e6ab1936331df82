package dev.accrue.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.accrue.backbone.djl.OnnxFile;
import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Progress;
import dev.accrue.store.ModelVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model on a network from a web server, in a real store; only the network is replaced by arithmetic. */
class DownloadedBackboneTests {
    private static final byte[] NETWORK = OnnxFile.of(OnnxFile.FLOAT, List.of(-1, 3, 8, 8), "GlobalAveragePool");

    @TempDir
    Path folder;

    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer server;
    private ModelSession session;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        session = Sessions.open(folder, "store", new QuadrantEngine());
    }

    @AfterEach
    void close() {
        over.countDown();
        server.stop(0);
        session.close();
    }

    private String serving(String path, HttpHandler handler) {
        server.createContext(path, handler);
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private UseBackbone.Result use(String network, Map<String, String> options, Progress progress) {
        return new UseBackbone(session)
                .run(
                        new UseBackbone.Request(
                                network,
                                options,
                                List.of("last"),
                                Views.Scatter.AUTO,
                                "lda",
                                "use-backbone " + network),
                        progress);
    }

    private void fails(Category category, ThrowingCallable call, String... parts) throws IOException {
        Optional<ModelVersion> head = session.store().head();
        List<Path> before = downloads();
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(category))
                .hasMessageContainingAll(parts);
        assertThat(session.store().head()).isEqualTo(head);
        assertThat(downloads()).isEqualTo(before);
    }

    private static List<Path> downloads() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.toString().endsWith(".network"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void takesANetworkFromAWebServer() throws IOException {
        String address = serving("/nets/features.onnx", exchange -> {
            exchange.sendResponseHeaders(200, NETWORK.length);
            exchange.getResponseBody().write(NETWORK);
            exchange.close();
        });
        List<Path> before = downloads();
        List<Progress.Step> steps = new ArrayList<>();

        assertThat(use(address, Map.of(), steps::add))
                .isEqualTo(new UseBackbone.Result(0, 1, "onnx input=8", 8, QuadrantEngine.DIMENSION, NETWORK.length));

        assertThat(session.store().backbone(session.head().backbone())).satisfies(stored -> {
            assertThat(stored.weights()).isEqualTo(NETWORK);
            assertThat(stored.training()).isEqualTo("{\"address\":\"" + address + "\"}");
        });
        assertThat(session.head().provenance().summary()).isEqualTo("took the backbone " + address);
        assertThat(steps.get(steps.size() - 1))
                .isEqualTo(new Progress.Step(
                        "downloading the network", NETWORK.length, NETWORK.length, Progress.BYTES, ""));
        assertThat(downloads()).isEqualTo(before);
    }

    @Test
    void saysWhatTheServerAnswered() throws IOException {
        String address = serving("/none.onnx", exchange -> {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        fails(
                Category.BAD_DATA,
                () -> use(address, Map.of(), Progress.NONE),
                address,
                "status 404",
                "Check the network connection",
                "name it: use-backbone FILE");
    }

    @Test
    void keepsNothingOfABrokenDownload() throws IOException {
        String address = serving("/half.onnx", exchange -> {
            exchange.sendResponseHeaders(200, NETWORK.length);
            exchange.getResponseBody().write(NETWORK, 0, NETWORK.length / 2);
            exchange.close();
        });
        fails(Category.BAD_DATA, () -> use(address, Map.of(), Progress.NONE), address, "the connection broke off");
    }

    @Test
    void saysThatThereIsNoServer() throws IOException {
        fails(
                Category.BAD_DATA,
                () -> use("http://127.0.0.1:1/x.onnx", Map.of(), Progress.NONE),
                "http://127.0.0.1:1/x.onnx",
                "no connection to 127.0.0.1:1",
                "Check the network connection");
        fails(
                Category.BAD_DATA,
                () -> use("http://nowhere.invalid/x.onnx", Map.of(), Progress.NONE),
                "no connection to nowhere.invalid");
        fails(Category.BAD_DATA, () -> use("http://127.0.0.1:99999/x.onnx", Map.of(), Progress.NONE), "99999");
    }

    @Test
    void canBeCancelledWhileTheServerIsSilent() throws IOException {
        Thread waiting = Thread.currentThread();
        String address = serving("/slow.onnx", exchange -> {
            exchange.sendResponseHeaders(200, NETWORK.length);
            exchange.getResponseBody().write(NETWORK, 0, 10);
            exchange.getResponseBody().flush();
            try {
                over.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        fails(
                Category.CANCELLED,
                () -> use(address, Map.of(), step -> waiting.interrupt()),
                "cancelled; nothing was changed");
        assertThat(Thread.interrupted()).isFalse();
    }

    /** The server would answer, and is not asked. */
    @Test
    void downloadsNothingInVain() throws IOException {
        List<String> asked = new ArrayList<>();
        String address = serving("/net.pt", exchange -> {
            asked.add(exchange.getRequestURI().toString());
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        fails(Category.USAGE, () -> use(address, Map.of(), Progress.NONE), address, "--input 224");
        fails(Category.USAGE, () -> use(address, Map.of("input", "8", "std", "0,1,1"), Progress.NONE), "std=0,1,1");
        fails(Category.USAGE, () -> use("s3://bucket/net.onnx", Map.of(), Progress.NONE), "s3://bucket/net.onnx");
        assertThat(asked).isEmpty();
    }

    @Test
    void saysThatAnEngineHasNoModelZoo() throws IOException {
        fails(
                Category.NOT_FOUND,
                () -> use("djl://ai.djl.pytorch/resnet18_embedding", Map.of("input", "8"), Progress.NONE),
                "arithmetic has no model zoo");
    }
}
