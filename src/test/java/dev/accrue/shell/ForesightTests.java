package dev.accrue.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ForesightTests {
    private final BlockingQueue<String> starts = new LinkedBlockingQueue<>();

    @Test
    void startsTheEngineOnceWhenACommandThatNeedsItIsTyped() throws InterruptedException {
        Foresight foresight = new Foresight(() -> {
            starts.add(Thread.currentThread().getName());
            throw new UnsatisfiedLinkError("left to the command");
        });

        foresight.typed("history ");
        foresight.typed("add-classes");
        foresight.typed("say add-class");
        assertThat(starts).isEmpty();

        foresight.typed("add-class");
        foresight.typed("add-class s");
        assertThat(starts.poll(1, TimeUnit.MINUTES)).isEqualTo("engine start");
        foresight.typed("evaluate ");
        assertThat(starts).isEmpty();
    }
}
