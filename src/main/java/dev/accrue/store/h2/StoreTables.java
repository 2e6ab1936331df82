package dev.accrue.store.h2;

import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables of a store, each with the SQL that is its own. */
record StoreTables(
        BackboneTable backbones,
        ClassTable classes,
        SharedScatterTable scatters,
        VersionTable versions,
        ModelTable models,
        SnapshotTable snapshots,
        DerivedTable derived) {
    StoreTables(JdbcClient jdbc) {
        this(
                new BackboneTable(jdbc),
                new ClassTable(jdbc),
                new SharedScatterTable(jdbc),
                new VersionTable(jdbc),
                new ModelTable(jdbc),
                new SnapshotTable(jdbc),
                new DerivedTable(jdbc));
    }
}
