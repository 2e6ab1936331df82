package dev.accrue.dataset.cifar;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Cancellation;
import dev.accrue.common.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One file from a web server, checked by its MD5. Java's own stream of a response waits for the server whatever
 * interruptions come, so a thread of its own reads it, and who waits for that thread can be interrupted, or give up.
 */
public final class Download {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long LONGEST = 1L << 30;

    private Download() {}

    /**
     * @throws AccrueException BAD_DATA if the file cannot be had or is not the one expected, CANCELLED when interrupted
     * @throws IOException if the file cannot be written
     */
    public static void to(Path file, URI source, String md5, Progress progress) throws IOException {
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(PATIENCE)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        HttpRequest request = HttpRequest.newBuilder(source).timeout(PATIENCE).build();
        HttpResponse<InputStream> response = send(client, request);
        ExecutorService reader = Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, "accrue-download");
            thread.setDaemon(true);
            return thread;
        });
        try (InputStream body = response.body();
                OutputStream target = Files.newOutputStream(file)) {
            if (response.statusCode() != 200) {
                throw failed(source, text("dataset.download.status", response.statusCode()), null);
            }
            long total = response.headers().firstValueAsLong("Content-Length").orElse(0);
            String found = copy(source, reader, body, total, target, progress);
            if (!found.equals(md5)) {
                throw failed(source, text("dataset.download.otherMd5", found, md5), null);
            }
        } finally {
            reader.shutdown();
        }
    }

    private static HttpResponse<InputStream> send(HttpClient client, HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            throw cancelled(e);
        } catch (IOException e) {
            throw failed(request.uri(), e.toString(), e);
        }
    }

    private static String copy(
            URI source, ExecutorService reader, InputStream body, long total, OutputStream target, Progress progress)
            throws IOException {
        MessageDigest digest = md5();
        byte[] buffer = new byte[1 << 16];
        String task = text("dataset.download.task");
        long done = 0;
        while (true) {
            Future<Integer> reading = reader.submit(() -> body.read(buffer));
            int read = await(source, reading, done, total);
            if (read < 0) {
                return HexFormat.of().formatHex(digest.digest());
            }
            digest.update(buffer, 0, read);
            target.write(buffer, 0, read);
            done += read;
            if (done > LONGEST) {
                throw failed(source, text("dataset.download.tooLong", LONGEST), null);
            }
            progress.update(new Progress.Step(task, done, total, Progress.BYTES, ""));
        }
    }

    private static int await(URI source, Future<Integer> reading, long done, long total) {
        try {
            return reading.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw cancelled(e);
        } catch (TimeoutException e) {
            throw failed(source, text("dataset.download.silent", PATIENCE.toSeconds(), done, total), e);
        } catch (ExecutionException e) {
            throw failed(source, text("dataset.download.brokeOff", done, total), e);
        }
    }

    private static AccrueException cancelled(InterruptedException e) {
        Thread.currentThread().interrupt();
        Cancellation.check();
        throw new AssertionError("an interrupted thread passed the check", e);
    }

    private static AccrueException failed(URI source, String reason, @Nullable Exception cause) {
        return new AccrueException(Category.BAD_DATA, text("dataset.download.failed", source, reason), cause);
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }
}
