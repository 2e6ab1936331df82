package dev.accrue.backbone.djl.foreign;

import static dev.accrue.common.Messages.text;

import ai.djl.repository.Repository;
import dev.accrue.backbone.NetworkAddress;
import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Cancellation;
import dev.accrue.common.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A download from one of DJL's model zoos. DJL waits for the server without end, whatever interruptions come, so a thread
 * of its own does it, and who waits for that thread can be interrupted, or give up.
 */
public final class ZooDownload {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long GLANCE_MILLIS = 200;

    private final NetworkAddress.Zoo address;
    private final ZooNetwork network;

    public ZooDownload(NetworkAddress.Zoo address) {
        this(address, null);
    }

    /** @param repository to look in; null for the zoo's own */
    ZooDownload(NetworkAddress.Zoo address, @Nullable Repository repository) {
        this.address = address;
        this.network = new ZooNetwork(address, repository);
    }

    /**
     * @return the one file of the network, in DJL's cache folder
     * @throws AccrueException as {@link dev.accrue.backbone.BackboneEngine#fetch}
     */
    public Path run(Progress progress) {
        Transfer transfer = new Transfer();
        FutureTask<Path> work = new FutureTask<>(() -> network.file(transfer));
        Thread thread = new Thread(work, "accrue-zoo");
        thread.setDaemon(true);
        thread.start();
        try {
            return await(work, transfer, progress);
        } finally {
            transfer.stop();
        }
    }

    private Path await(FutureTask<Path> work, Transfer transfer, Progress progress) {
        String task = text("backbone.address.downloading");
        long before = 0;
        long since = System.nanoTime();
        while (true) {
            try {
                return work.get(GLANCE_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                long done = transfer.done;
                if (done > before) {
                    before = done;
                    since = System.nanoTime();
                    progress.update(new Progress.Step(task, done, transfer.total, Progress.BYTES, ""));
                } else if (System.nanoTime() - since > PATIENCE.toNanos()) {
                    throw failed(text("common.download.silent", PATIENCE.toSeconds(), done), e);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                Cancellation.check();
                throw new AssertionError("an interrupted thread passed the check", e);
            } catch (ExecutionException e) {
                throw failure(e.getCause());
            }
        }
    }

    private AccrueException failure(@Nullable Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof AccrueException said ? said : failed(String.valueOf(cause), cause);
    }

    private AccrueException failed(String reason, @Nullable Throwable cause) {
        return new AccrueException(
                Category.BAD_DATA,
                text("common.download.failed", address.text(), reason, text("backbone.address.otherwise")),
                cause);
    }

    /** What DJL tells of its transfer, on its thread; a transfer that nobody waits for any more ends with the next bytes. */
    private static final class Transfer implements ai.djl.util.Progress {
        private volatile long done;
        private volatile long total;
        private volatile boolean stopped;

        void stop() {
            stopped = true;
        }

        @Override
        public void reset(String message, long max, @Nullable String trailingMessage) {
            total = max;
        }

        @Override
        public void start(long initialProgress) {}

        @Override
        public void end() {}

        /** @param increment bytes; -1 at the end of a file */
        @Override
        public void increment(long increment) {
            update(done + Math.max(0, increment), null);
        }

        @Override
        public void update(long progress, @Nullable String message) {
            if (stopped) {
                throw new CancellationException();
            }
            done = progress;
        }
    }
}
