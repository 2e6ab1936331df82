package dev.accrue.common;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException.Category;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One file from a web server. Java's own stream of a response waits for the server whatever interruptions come, so a
 * thread of its own reads it, and who waits for that thread can be interrupted, or give up.
 *
 * @param source with the scheme http or https
 * @param md5 of the file, hexadecimal, lower case; empty where nobody has said it
 * @param task what is being done, for the progress
 * @param otherwise what a person can do when it fails, whole sentences
 */
public record Download(URI source, Optional<String> md5, String task, String otherwise) {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long LONGEST = 1L << 30;

    /**
     * @param progress told the bytes
     * @throws AccrueException BAD_DATA if the file cannot be had, is not the one expected or has more than 1 GiB,
     *     CANCELLED when interrupted
     * @throws IOException if the file cannot be written
     */
    public void to(Path file, Progress progress) throws IOException {
        HttpResponse<InputStream> response = send();
        ExecutorService reader = Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, "accrue-download");
            thread.setDaemon(true);
            return thread;
        });
        try (InputStream body = response.body();
                OutputStream target = Files.newOutputStream(file)) {
            if (response.statusCode() != 200) {
                throw failed(text("common.download.status", response.statusCode()), null);
            }
            long total = response.headers().firstValueAsLong("Content-Length").orElse(0);
            String found = copy(reader, body, total, target, progress);
            if (!found.equals(md5.orElse(found))) {
                throw failed(text("common.download.otherMd5", found, md5.get()), null);
            }
        } finally {
            reader.shutdown();
        }
    }

    private HttpResponse<InputStream> send() {
        try {
            HttpClient client = HttpClient.newBuilder()
                    .connectTimeout(PATIENCE)
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .build();
            HttpRequest request =
                    HttpRequest.newBuilder(source).timeout(PATIENCE).build();
            return client.send(request, BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            throw cancelled(e);
        } catch (ConnectException | HttpConnectTimeoutException e) {
            // where the host is not known it says no more than its own name
            throw failed(text("common.download.noConnection", source.getAuthority(), e), e);
        } catch (IOException | IllegalArgumentException e) {
            throw failed(e.toString(), e);
        }
    }

    private String copy(ExecutorService reader, InputStream body, long total, OutputStream target, Progress progress)
            throws IOException {
        MessageDigest digest = newDigest();
        byte[] buffer = new byte[1 << 16];
        long done = 0;
        while (true) {
            Future<Integer> reading = reader.submit(() -> body.read(buffer));
            int read = await(reading, done);
            if (read < 0) {
                return HexFormat.of().formatHex(digest.digest());
            }
            digest.update(buffer, 0, read);
            target.write(buffer, 0, read);
            done += read;
            if (done > LONGEST) {
                throw failed(text("common.download.tooLong", LONGEST), null);
            }
            progress.update(new Progress.Step(task, done, total, Progress.BYTES, ""));
        }
    }

    private int await(Future<Integer> reading, long done) {
        try {
            return reading.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw cancelled(e);
        } catch (TimeoutException e) {
            throw failed(text("common.download.silent", PATIENCE.toSeconds(), done), e);
        } catch (ExecutionException e) {
            throw failed(text("common.download.brokeOff", done), e);
        }
    }

    private static AccrueException cancelled(InterruptedException e) {
        Thread.currentThread().interrupt();
        Cancellation.check();
        throw new AssertionError("an interrupted thread passed the check", e);
    }

    private AccrueException failed(String reason, @Nullable Exception cause) {
        return new AccrueException(Category.BAD_DATA, text("common.download.failed", source, reason, otherwise), cause);
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }
}
