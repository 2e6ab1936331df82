package dev.accrue.learner;

import dev.accrue.common.Progress;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.Pruning;
import dev.accrue.store.Verification;
import java.util.List;

/** Looks after the store: checks it, and gives back the room of what nothing needs any more. */
public final class Care {
    private final ModelSession session;

    public Care(ModelSession session) {
        this.session = session;
    }

    /** @param problems one sentence each; empty if the store is sound */
    public record Health(List<Checked> checks, List<String> problems) {}

    public record Checked(String what, long count, long problems) {}

    /**
     * @param bytesBefore size of the store's file
     * @param bytesAfter the same afterwards; after a dry run as before
     * @param contentBytes of statistics and weights among what is dropped
     */
    public record Dropped(
            List<DroppedVersion> versions,
            long classes,
            long backbones,
            long contentBytes,
            long bytesBefore,
            long bytesAfter) {}

    public record DroppedVersion(long version, String summary, String command) {}

    /** Reads everything and compares it with its digests. Repairs nothing. */
    public Health verify(Progress progress) {
        Verification found = session.store().verify(progress);
        return new Health(
                found.checks().stream()
                        .map(check -> new Checked(check.what(), check.count(), check.problems()))
                        .toList(),
                found.problems());
    }

    /** Drops what no head and no snapshot reaches. */
    public Dropped prune(boolean dryRun) {
        long before = session.store().bytesOnDisk();
        Pruning pruning = session.store().prune(dryRun);
        return new Dropped(
                pruning.versions().stream().map(Care::dropped).toList(),
                pruning.classes(),
                pruning.backbones(),
                pruning.bytes(),
                before,
                session.store().bytesOnDisk());
    }

    private static DroppedVersion dropped(ModelVersion version) {
        return new DroppedVersion(
                version.number(),
                version.provenance().summary(),
                version.provenance().command());
    }
}
