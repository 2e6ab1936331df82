package dev.accrue.common;

/** Told how far a long piece of work has come. Called from one thread at a time, as often as convenient. */
@FunctionalInterface
public interface Progress {

    /** The unit of sizes: never shown as a word, because sizes are written in KB, MB or GB. */
    String BYTES = "bytes";

    /** For callers that nobody watches. */
    Progress NONE = step -> {};

    void update(Step step);

    /**
     * One report.
     *
     * @param task what is being done, in a few words ("epoch 2/10"); a new task starts a new line
     * @param done how many units are done since the task's start
     * @param total how many units there are, 0 if not known
     * @param unit plural name of the unit ("images") in the reader's language, or {@link #BYTES}
     * @param detail further figures, ready to print ("loss 1.204, accuracy 0.613"), or empty
     */
    record Step(String task, long done, long total, String unit, String detail) {}
}
