package dev.accrue.bench.crash;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * The process that works until it is stopped, one way or another. It says what it does in lines on its standard output,
 * none of them buffered: {@code open}, {@code begin I}, {@code done I ANSWER}, {@code cancelled I}, {@code closed} when
 * it was asked to end (by the end of its input), {@code failed MESSAGE}.
 */
final class Worker {
    private static final int LEAVES_EVERY = 8;

    private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);
    private final Path folder;
    private final long seed;
    private final Operations operations;
    private volatile boolean asked;

    private Worker(Path folder, long seed, int dimension) {
        this.folder = folder;
        this.seed = seed;
        this.operations = new Operations(seed, dimension);
    }

    /** Folder, seed, dimension, index of the first operation, whether it is to be interrupted. */
    public static void main(String[] args) {
        Worker worker = new Worker(Path.of(args[0]), Long.parseLong(args[1]), Integer.parseInt(args[2]));
        try {
            worker.work(Long.parseLong(args[3]), Boolean.parseBoolean(args[4]));
        } catch (AccrueException e) {
            worker.tell("failed " + e.getMessage().replace('\n', ' '));
            e.printStackTrace();
            Runtime.getRuntime().halt(3);
        }
    }

    private void work(long first, boolean interrupted) {
        endWithTheInput();
        if (interrupted) {
            interruptNowAndThen(Thread.currentThread(), first);
        }
        try (Performer performer = new Performer(folder, operations)) {
            tell("open");
            for (long index = first; !asked; index++) {
                if ((index ^ seed) % LEAVES_EVERY == 0) {
                    performer.closeAndOpenAgain();
                }
                perform(index, performer);
            }
        }
        tell("closed");
    }

    private void perform(long index, Performer performer) {
        tell("begin " + index);
        try {
            String answer = performer.perform(index);
            tell("done " + index + " " + answer);
        } catch (AccrueException e) {
            if (e.category() != Category.CANCELLED) {
                throw e;
            }
            tell("cancelled " + index);
        } finally {
            Thread.interrupted(); // as a shell does before its next command
        }
    }

    private void endWithTheInput() {
        daemon("end", () -> {
            try {
                while (System.in.read() >= 0) {}
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            asked = true;
        });
    }

    private void interruptNowAndThen(Thread worker, long first) {
        SplittableRandom random = new SplittableRandom(seed ^ first);
        daemon("interrupts", () -> {
            while (worker.isAlive()) {
                try {
                    Thread.sleep(random.nextInt(12), random.nextInt(1_000_000));
                } catch (InterruptedException e) {
                    return;
                }
                worker.interrupt();
            }
        });
    }

    private static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void tell(String line) {
        try {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
