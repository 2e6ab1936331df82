package dev.accrue.store.h2;

import org.springframework.jdbc.core.simple.JdbcClient;

/** What the store consists of. */
record StoreTables(BackboneTable backbones, ClassTable classes, VersionTable versions, SnapshotTable snapshots) {
    StoreTables(JdbcClient jdbc) {
        this(new BackboneTable(jdbc), new ClassTable(jdbc), new VersionTable(jdbc), new SnapshotTable(jdbc));
    }
}
