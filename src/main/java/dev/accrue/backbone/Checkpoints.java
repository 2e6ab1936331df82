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
        public void keep(byte[] state) {}
    };

    /** The state to go on from; empty to begin anew. Asked once. */
    Optional<byte[]> last();

    /** Takes the place of all that was kept before. Called after each epoch. */
    void keep(byte[] state);
}
