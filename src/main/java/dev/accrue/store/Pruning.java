package dev.accrue.store;

import java.util.List;

/**
 * What pruning drops.
 *
 * @param versions that no head and no snapshot reaches, lowest number first
 * @param classes class rows that only these versions list
 * @param backbones that only these versions use
 * @param bytes of statistics and weights among them
 */
public record Pruning(List<ModelVersion> versions, long classes, long backbones, long bytes) {
    public Pruning {
        versions = List.copyOf(versions);
    }
}
