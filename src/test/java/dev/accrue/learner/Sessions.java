package dev.accrue.learner;

import dev.accrue.backbone.BackboneEngine;
import dev.accrue.dataset.DatasetCatalog;
import dev.accrue.store.h2.H2ModelStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/** Sessions on real stores. */
final class Sessions {
    private Sessions() {}

    /** On the store of that name in a folder, which is the person's home too. */
    static ModelSession open(Path folder, String store, BackboneEngine engine) {
        return new ModelSession(
                () -> H2ModelStore.open(folder.resolve(store), Clock.systemUTC()),
                other -> H2ModelStore.openReadOnly(other, Clock.systemUTC()),
                engine,
                new DatasetCatalog(Map.of(), folder),
                Clock.systemUTC(),
                System::nanoTime);
    }
}
