-- Rows are written once and never changed, but for the single row of model_head.
-- IF NOT EXISTS: H2 commits every DDL statement by itself, so a process killed half-way through this script
-- leaves some of its tables behind, and the next start runs the script again.

CREATE TABLE IF NOT EXISTS backbone (
    sha256            CHAR(64) PRIMARY KEY,
    architecture      VARCHAR NOT NULL,
    input_size        INT NOT NULL,
    feature_dimension INT NOT NULL,
    parameters        BIGINT NOT NULL,
    training          VARCHAR NOT NULL,
    weights           BLOB NOT NULL
);

CREATE TABLE IF NOT EXISTS backbone_class (
    backbone CHAR(64) NOT NULL REFERENCES backbone,
    position INT NOT NULL,
    label    VARCHAR NOT NULL,
    PRIMARY KEY (backbone, position)
);

CREATE TABLE IF NOT EXISTS class_row (
    id         BIGINT PRIMARY KEY,
    backbone   CHAR(64) NOT NULL REFERENCES backbone,
    label      VARCHAR NOT NULL,
    base       BOOLEAN NOT NULL,
    images     BIGINT NOT NULL,
    dimension  INT NOT NULL,
    sha256     CHAR(64) NOT NULL,
    source     VARCHAR NOT NULL,
    created_at TIMESTAMP(9) WITH TIME ZONE NOT NULL
);

-- Both columns are float64, little-endian: mean [d], scatter [d(d+1)/2], the lower triangle packed by rows.
-- BLOB and not VARBINARY: a VARBINARY lies in the table's B-tree, where each new row rewrites the one before it.
CREATE TABLE IF NOT EXISTS class_statistics (
    class_id BIGINT PRIMARY KEY REFERENCES class_row,
    mean     BLOB NOT NULL,
    scatter  BLOB NOT NULL
);

CREATE TABLE IF NOT EXISTS model_version (
    number         BIGINT PRIMARY KEY,
    kind           VARCHAR(16) NOT NULL CHECK (kind IN ('TRAINED', 'CHANGED', 'RESTORED')),
    parent         BIGINT REFERENCES model_version,
    restored_from  BIGINT REFERENCES model_version,
    backbone       CHAR(64) NOT NULL REFERENCES backbone,
    method         VARCHAR NOT NULL,
    command        VARCHAR NOT NULL,
    summary        VARCHAR NOT NULL,
    data           VARCHAR NOT NULL,
    data_digest    VARCHAR NOT NULL,
    seed           BIGINT NOT NULL,
    engine         VARCHAR NOT NULL,
    duration_nanos BIGINT NOT NULL,
    created_at     TIMESTAMP(9) WITH TIME ZONE NOT NULL,
    hash           CHAR(64) NOT NULL
);

CREATE TABLE IF NOT EXISTS version_class (
    version  BIGINT NOT NULL REFERENCES model_version,
    position INT NOT NULL,
    class_id BIGINT NOT NULL REFERENCES class_row,
    PRIMARY KEY (version, position),
    UNIQUE (version, class_id)
);

CREATE TABLE IF NOT EXISTS snapshot (
    name       VARCHAR(200) PRIMARY KEY,
    version    BIGINT NOT NULL REFERENCES model_version,
    created_at TIMESTAMP(9) WITH TIME ZONE NOT NULL
);

CREATE TABLE IF NOT EXISTS model_head (
    id      INT PRIMARY KEY CHECK (id = 1),
    version BIGINT NOT NULL REFERENCES model_version
);

-- Where undo took the head from, the last one with the highest position; empty again with the next new version.
CREATE TABLE IF NOT EXISTS undone (
    position INT PRIMARY KEY,
    version  BIGINT NOT NULL REFERENCES model_version
);
