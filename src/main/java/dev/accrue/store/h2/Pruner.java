package dev.accrue.store.h2;

import dev.accrue.store.ClassRow;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.Pruning;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds and deletes what no head and no snapshot reaches. */
final class Pruner {
    private final JdbcClient jdbc;
    private final StoreTables tables;

    Pruner(JdbcClient jdbc, StoreTables tables) {
        this.jdbc = jdbc;
        this.tables = tables;
    }

    /** What is not reached, and what was found on the way. */
    private record Plan(
            List<ModelVersion> versions,
            List<ModelVersion> cut,
            List<ClassRow> classes,
            List<String> scatters,
            List<String> backbones) {}

    Pruning dryRun() {
        return summary(plan());
    }

    /** Called within a transaction. */
    Pruning prune() {
        Plan plan = plan();
        Pruning summary = summary(plan);
        for (ModelVersion seal : plan.cut()) {
            jdbc.sql("UPDATE seal SET parent_hash = (SELECT p.hash FROM model_version v"
                            + " JOIN model_version p ON p.number = v.parent WHERE v.number = ?) WHERE version = ?")
                    .param(seal.number())
                    .param(seal.number())
                    .update();
            jdbc.sql("UPDATE model_version SET parent = NULL WHERE number = ?")
                    .param(seal.number())
                    .update();
        }
        // The highest first: a version is referred to by later ones only.
        for (int i = plan.versions().size() - 1; i >= 0; i--) {
            delete(
                    plan.versions().get(i).number(),
                    "version_class WHERE version",
                    "version_view WHERE version",
                    "undone_version WHERE version",
                    "seal WHERE version",
                    "fitted_classifier WHERE version",
                    "temperature WHERE version",
                    "evaluation WHERE version",
                    "model_version WHERE number");
        }
        for (ClassRow row : plan.classes()) {
            delete(
                    row.id(),
                    "class_factor WHERE class_id",
                    "class_view WHERE class_id",
                    "held_out WHERE class_id",
                    "sealed_class WHERE class_id",
                    "class_statistics WHERE class_id",
                    "class_row WHERE id");
        }
        plan.scatters().forEach(sha256 -> delete(sha256, "shared_scatter WHERE sha256"));
        plan.backbones()
                .forEach(sha256 -> delete(
                        sha256,
                        "backbone_class WHERE backbone",
                        "backbone_view WHERE backbone",
                        "backbone WHERE sha256"));
        return summary;
    }

    private void delete(Object key, String... tablesAndColumns) {
        for (String table : tablesAndColumns) {
            jdbc.sql("DELETE FROM " + table + " = ?").param(key).update();
        }
    }

    private Plan plan() {
        Map<Long, VersionTable.Entry> all = tables.versions().all();
        Set<Long> reached = reached(all);
        List<ModelVersion> kept = versions(all, reached, true);
        Set<Long> classes = kept.stream()
                .flatMap(version -> version.rows().stream())
                .map(ClassRow::id)
                .collect(Collectors.toSet());
        List<ClassRow> rows = tables.classes().all();
        Set<String> scatters = Stream.concat(
                        rows.stream()
                                .filter(row -> classes.contains(row.id()))
                                .flatMap(row -> row.sharedScatter().stream()),
                        kept.stream()
                                .flatMap(version -> version.views().stream())
                                .flatMap(view -> view.scatter().stream()))
                .collect(Collectors.toSet());
        Set<String> backbones = kept.stream().map(ModelVersion::backbone).collect(Collectors.toSet());
        return new Plan(
                versions(all, reached, false),
                kept.stream()
                        .filter(version -> version.parent().isPresent()
                                && !reached.contains(version.parent().getAsLong()))
                        .toList(),
                rows.stream().filter(row -> !classes.contains(row.id())).toList(),
                without(tables.scatters().all(), scatters),
                without(tables.backbones().all(), backbones));
    }

    private static List<ModelVersion> versions(Map<Long, VersionTable.Entry> all, Set<Long> reached, boolean wanted) {
        return all.values().stream()
                .map(VersionTable.Entry::version)
                .filter(version -> reached.contains(version.number()) == wanted)
                .toList();
    }

    private static List<String> without(List<String> all, Collection<String> kept) {
        return all.stream().filter(each -> !kept.contains(each)).toList();
    }

    private Set<Long> reached(Map<Long, VersionTable.Entry> all) {
        Deque<Long> open = new ArrayDeque<>(
                jdbc.sql("SELECT head FROM model WHERE head IS NOT NULL" + " UNION SELECT version FROM model_snapshot")
                        .query(Long.class)
                        .list());
        Set<Long> reached = new TreeSet<>();
        while (!open.isEmpty()) {
            long number = open.pop();
            VersionTable.@Nullable Entry entry = all.get(number);
            if (entry != null && reached.add(number)) {
                entry.version().restoredFrom().ifPresent(open::push);
                if (!entry.seal()) {
                    entry.version().parent().ifPresent(open::push);
                }
            }
        }
        return reached;
    }

    private Pruning summary(Plan plan) {
        long statistics = tables.classes()
                .footprint(plan.classes(), List.of(), tables.scatters().bytes(plan.scatters()))
                .bytes();
        long weights = plan.backbones().stream()
                .mapToLong(sha256 -> jdbc.sql("SELECT LENGTH(weights) FROM backbone WHERE sha256 = ?")
                        .param(sha256)
                        .query(Long.class)
                        .single())
                .sum();
        return new Pruning(
                plan.versions(), plan.classes().size(), plan.backbones().size(), statistics + weights);
    }
}
