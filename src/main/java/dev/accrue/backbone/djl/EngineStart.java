package dev.accrue.backbone.djl;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import dev.accrue.common.Cancellation;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Starts PyTorch on a thread of its own: unpacking and loading it takes seconds in which nothing can be interrupted. Who
 * waits for it can be; the start goes on then and serves the next one who asks.
 */
final class EngineStart {
    private @Nullable FutureTask<Engine> start;

    /**
     * @return the engine, started now or before
     * @throws ai.djl.engine.EngineException as DJL throws it; the next call tries again
     * @throws dev.accrue.common.AccrueException CANCELLED when this thread is interrupted meanwhile
     */
    synchronized Engine await() {
        FutureTask<Engine> running = start;
        if (running == null) {
            running = new FutureTask<>(() -> Engine.getEngine("PyTorch"));
            start = running;
            Thread thread = new Thread(running, "engine-start");
            thread.setDaemon(true);
            thread.start();
        }
        try {
            Engine engine = running.get();
            // DJL says it once, on the thread that loads; PyTorch remembers it for each. Where it is not said every
            // step
            // of a training is kept for a gradient that nobody asks for.
            JniUtils.setGradMode(false);
            return engine;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            Cancellation.check();
            throw new AssertionError("an interrupted thread passed the check", e);
        } catch (ExecutionException e) {
            start = null;
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        }
    }
}
