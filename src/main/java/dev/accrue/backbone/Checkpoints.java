package dev.accrue.backbone;

import java.util.Optional;

/** Where a training keeps its state from epoch to epoch, so that one that was cut short can go on. */
public interface Checkpoints {

    /** Begins anew and keeps nothing. */
    Checkpoints NONE = new Checkpoints() {
        @Override
        public Optional<byte[]> last() {
            return Optional.empty();
        }

        @Override
        public void resumed(int epochs) {}

        @Override
        public void keep(int epochs, byte[] state) {}
    };

    /** The state to go on from; empty to begin anew. Asked once. */
    Optional<byte[]> last();

    /** Told when a training goes on from the last state, which is that after so many epochs. */
    void resumed(int epochs);

    /** Takes the place of all that was kept before. Called after each epoch, with how many are over. */
    void keep(int epochs, byte[] state);
}
