package dev.accrue.dataset.preparation;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Cancellation;
import dev.accrue.dataset.Augmentation;
import dev.accrue.dataset.ImageSet;
import dev.accrue.dataset.Picture;
import dev.accrue.dataset.PictureBatch;
import dev.accrue.dataset.PreparedPictures;
import dev.accrue.dataset.SplitMix64;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One walk: a queue of batches being prepared, in order, each by one thread. */
final class Walk implements PreparedPictures.Batches {

    private static final int BATCHES_AHEAD = 3;
    private static final int MOST_THREADS = 4;
    private static final int NAMED = 5;

    /** What became of one stretch of the order: {@code bad} maps a picture's index to its name and what is wrong. */
    private record Portion(@Nullable PictureBatch batch, Map<Integer, String> bad) {}

    private final ReadAheadPictures pictures;
    private final ImageSet images;
    private final int[] order;
    private final int batchSize;
    private final Augmentation augmentation;
    private final long scattered;
    private final ExecutorService threads;
    private final Queue<Future<Portion>> ahead = new ArrayDeque<>();
    private final Map<Integer, String> fatal = new TreeMap<>();
    private int submitted;
    private volatile boolean counting;
    private volatile boolean closed;

    Walk(ReadAheadPictures pictures, int[] order, int batchSize, Augmentation augmentation, long seed) {
        this.pictures = pictures;
        this.images = pictures.images();
        this.order = order;
        this.batchSize = batchSize;
        this.augmentation = augmentation;
        this.scattered = SplitMix64.mix(seed);
        this.threads = Executors.newFixedThreadPool(
                Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()), work -> {
                    Thread thread = new Thread(work, "accrue-pictures");
                    thread.setDaemon(true);
                    return thread;
                });
        for (int i = 0; i < BATCHES_AHEAD; i++) {
            submitNext();
        }
    }

    @Override
    public @Nullable PictureBatch next() {
        Cancellation.check();
        for (Portion portion = take(); portion != null; portion = take()) {
            if (pictures.skipsBad()) {
                pictures.rememberSkipped(portion.bad);
            } else {
                fatal.putAll(portion.bad);
            }
            counting = !fatal.isEmpty();
            if (portion.batch != null && !counting) {
                return portion.batch;
            }
        }
        if (!fatal.isEmpty()) {
            throw unreadable();
        }
        return null;
    }

    @Override
    public void close() {
        closed = true;
        ahead.forEach(future -> future.cancel(false));
        ahead.clear();
        submitted = order.length;
        threads.shutdown();
    }

    private void submitNext() {
        int from = submitted;
        int to = (int) Math.min(order.length, (long) from + batchSize);
        if (from < to) {
            ahead.add(threads.submit(() -> prepare(from, to)));
            submitted = to;
        }
        if (submitted == order.length) {
            threads.shutdown();
        }
    }

    private @Nullable Portion take() {
        Future<Portion> future = ahead.poll();
        if (future == null) {
            return null;
        }
        submitNext();
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            Cancellation.check();
            throw new AssertionError("an interrupted thread passed the check", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure; // out of memory is told as that
            }
            throw new IllegalStateException("preparing pictures failed", e.getCause());
        }
    }

    private Portion prepare(int from, int to) {
        int size = pictures.inputSize();
        int length = size * size * 3;
        byte[] pixels = new byte[counting ? 0 : (to - from) * length];
        int[] labels = new int[to - from];
        Map<Integer, String> bad = new TreeMap<>();
        int count = 0;
        for (int i = from; i < to && !closed; i++) {
            try {
                Picture picture = images.picture(order[i]);
                if (pixels.length > 0) {
                    Resampling.fit(picture, pictures.framing(), pixels, count * length);
                    int turns = augmentation.changes()
                            ? augmentation.apply(
                                    pixels, count * length, size, new SplitMix64(SplitMix64.mix(scattered + i)))
                            : 0;
                    labels[count++] =
                            images.label(order[i]) + turns * images.classes().size();
                }
            } catch (AccrueException e) {
                if (e.category() != Category.BAD_DATA) {
                    throw e;
                }
                bad.put(order[i], describe(order[i], e));
            }
        }
        return new Portion(count == 0 ? null : batch(count, pixels, labels), bad);
    }

    private PictureBatch batch(int count, byte[] pixels, int[] labels) {
        int size = pictures.inputSize();
        return count == labels.length
                ? new PictureBatch(count, size, pixels, labels)
                : new PictureBatch(
                        count, size, Arrays.copyOf(pixels, count * size * size * 3), Arrays.copyOf(labels, count));
    }

    private String describe(int index, AccrueException problem) {
        Throwable reason = problem.getCause() instanceof IOException cause ? cause : problem;
        return text("dataset.badPicture", images.name(index), reason.getMessage());
    }

    private AccrueException unreadable() {
        String named = fatal.values().stream().limit(NAMED).collect(Collectors.joining(", "));
        String all = fatal.size() > NAMED ? text("dataset.badPicturesAndMore", named, fatal.size() - NAMED) : named;
        return new AccrueException(Category.BAD_DATA, text("dataset.badPictures", fatal.size(), order.length, all));
    }
}
