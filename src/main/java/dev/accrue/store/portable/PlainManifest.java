package dev.accrue.store.portable;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.accrue.store.ModelView;
import dev.accrue.store.portable.Manifest.Backbone;
import dev.accrue.store.portable.Manifest.ClassPart;
import dev.accrue.store.portable.Manifest.Listed;
import dev.accrue.store.portable.Manifest.SharedPart;
import dev.accrue.store.portable.Manifest.Step;
import dev.accrue.store.portable.Manifest.ViewPart;
import java.util.Collections;
import java.util.List;

/**
 * The manifest in version 1 of the format, which knows the one view {@link ModelView#LAST}. It is still written where
 * it says all, so that a plain model has the file it always had, and older releases open it.
 */
@JsonPropertyOrder({
    "format",
    "version",
    "name",
    "method",
    "backbone",
    "classes",
    "shared_scatters",
    "history",
    "entries"
})
record PlainManifest(
        String format,
        int version,
        String name,
        String method,
        Backbone backbone,
        List<ClassPart> classes,
        List<SharedPart> sharedScatters,
        List<Step> history,
        List<Listed> entries) {
    static final int VERSION = 1;

    PlainManifest {
        classes = List.copyOf(classes);
        sharedScatters = List.copyOf(sharedScatters);
        history = List.copyOf(history);
        entries = List.copyOf(entries);
    }

    static PlainManifest of(Manifest manifest) {
        ViewPart last = manifest.views().get(0);
        return new PlainManifest(
                manifest.format(),
                manifest.version(),
                manifest.name(),
                manifest.method(),
                manifest.backbone(),
                last.classes(),
                last.sharedScatters(),
                manifest.history(),
                manifest.entries());
    }

    Manifest manifest() {
        ViewPart last = new ViewPart(
                ModelView.LAST,
                backbone.featureDimension(),
                false,
                classes,
                Collections.nCopies(classes.size(), 0),
                sharedScatters);
        return new Manifest(format, version, name, method, backbone, List.of(last), history, entries);
    }
}
