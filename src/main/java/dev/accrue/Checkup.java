package dev.accrue;

import dev.accrue.backbone.BackboneEngine;
import dev.accrue.dataset.DatasetCatalog;
import dev.accrue.doctor.DataCheck;
import dev.accrue.doctor.Doctor;
import dev.accrue.doctor.EngineCheck;
import dev.accrue.doctor.FilesCheck;
import dev.accrue.doctor.JavaCheck;
import dev.accrue.doctor.StoreCheck;
import dev.accrue.doctor.TerminalCheck;
import dev.accrue.learner.Care;
import dev.accrue.output.terminal.TerminalProfile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Wires {@code doctor}: where this process keeps what, and what is looked at in which order. */
final class Checkup {
    private Checkup() {}

    /**
     * @param home the user's
     * @param store as it was named
     * @param terminal where a person sees what is said
     */
    static Doctor of(
            Map<String, String> environment,
            Path home,
            Path store,
            Care care,
            BackboneEngine engine,
            DatasetCatalog catalog,
            TerminalProfile terminal) {
        String engineCache = environment.getOrDefault("DJL_CACHE_DIR", "");
        return new Doctor(List.of(
                new JavaCheck(environment),
                new EngineCheck(
                        engine::description, engineCache.isEmpty() ? home.resolve(".djl.ai") : Path.of(engineCache)),
                new FilesCheck(
                        catalog.cache(),
                        Optional.ofNullable(System.getProperty("accrue.archive"))
                                .map(Path::of)),
                new TerminalCheck(environment.getOrDefault("TERM", ""), terminal),
                new StoreCheck(store, () -> care.glance(store)),
                new DataCheck(catalog, environment)));
    }
}
