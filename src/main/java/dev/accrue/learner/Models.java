package dev.accrue.learner;

import dev.accrue.store.ModelStore;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.StoredModel;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Several models in one store: they share backbones, versions and class rows, and each has a head of its own. */
public final class Models {
    private final ModelSession session;

    public Models(ModelSession session) {
        this.session = session;
    }

    /**
     * @param version number of the head; empty in an empty model
     * @param classes how many it knows
     * @param summary what made its head, or empty
     */
    public record Model(
            String name, boolean current, OptionalLong version, int classes, String summary, Instant createdAt) {}

    /** By name. */
    public List<Model> list() {
        return session.store().models().stream().map(this::model).toList();
    }

    public List<String> names() {
        return session.store().models().stream().map(StoredModel::name).toList();
    }

    /**
     * Makes a model and works on it from now on.
     *
     * @param from a snapshot of the current model, or the number of a version, to begin with
     */
    public Model create(String name, Optional<String> from) {
        ModelStore store = session.store();
        OptionalLong head =
                from.isPresent() ? OptionalLong.of(store.find(from.get()).number()) : OptionalLong.empty();
        return model(store.createModel(name, head));
    }

    public Model use(String name) {
        return model(session.store().useModel(name));
    }

    public Model rename(String name, String newName) {
        return model(session.store().renameModel(name, newName));
    }

    public Model drop(String name) {
        return model(session.store().dropModel(name));
    }

    private Model model(StoredModel stored) {
        if (stored.head().isEmpty()) {
            return new Model(stored.name(), stored.current(), OptionalLong.empty(), 0, "", stored.createdAt());
        }
        ModelVersion head = session.store().version(stored.head().getAsLong());
        return new Model(
                stored.name(),
                stored.current(),
                stored.head(),
                head.classes().size(),
                head.provenance().summary(),
                stored.createdAt());
    }
}
