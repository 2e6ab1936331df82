package dev.accrue.backbone.djl.foreign;

import ai.djl.ndarray.NDArray;

/** A network as its engine runs it. */
interface Graph extends AutoCloseable {
    /**
     * @param input float32 {@code [n x 3 x s x s]}
     * @return what the network gives, on the input's manager
     * @throws RuntimeException of any kind, when the network cannot take such an input
     */
    NDArray run(NDArray input);

    @Override
    void close();
}
