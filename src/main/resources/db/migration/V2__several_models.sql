-- Several models in one store, classes kept as factors or sealed, and what is derived from versions.
-- As in V1 each statement may run a second time. The old tables go in the last statement, and are made again, empty,
-- by the first ones, for a run that was cut short between that last statement and Flyway's note of it.

CREATE TABLE IF NOT EXISTS model_head (
    id      INT PRIMARY KEY CHECK (id = 1),
    version BIGINT NOT NULL REFERENCES model_version
);

CREATE TABLE IF NOT EXISTS snapshot (
    name       VARCHAR(200) PRIMARY KEY,
    version    BIGINT NOT NULL REFERENCES model_version,
    created_at TIMESTAMP(9) WITH TIME ZONE NOT NULL
);

CREATE TABLE IF NOT EXISTS undone (
    position INT PRIMARY KEY,
    version  BIGINT NOT NULL REFERENCES model_version
);

-- A name has at most 100 characters as people count them; H2 counts those beyond U+FFFF twice.
CREATE TABLE IF NOT EXISTS model (
    id         BIGINT PRIMARY KEY,
    name       VARCHAR(200) NOT NULL UNIQUE,
    head       BIGINT REFERENCES model_version,
    created_at TIMESTAMP(9) WITH TIME ZONE NOT NULL
);

-- The model that commands mean, and the highest number a version ever had: pruned numbers are not given again.
CREATE TABLE IF NOT EXISTS store_state (
    id            INT PRIMARY KEY CHECK (id = 1),
    current_model BIGINT NOT NULL REFERENCES model,
    last_version  BIGINT NOT NULL
);

CREATE TABLE IF NOT EXISTS model_snapshot (
    model      BIGINT NOT NULL REFERENCES model,
    name       VARCHAR(200) NOT NULL,
    version    BIGINT NOT NULL REFERENCES model_version,
    created_at TIMESTAMP(9) WITH TIME ZONE NOT NULL,
    PRIMARY KEY (model, name)
);

-- Where undo took a model's head from, the last one with the highest position; empty again with its next new version.
CREATE TABLE IF NOT EXISTS undone_version (
    model    BIGINT NOT NULL REFERENCES model,
    position INT NOT NULL,
    version  BIGINT NOT NULL REFERENCES model_version,
    PRIMARY KEY (model, position)
);

-- A class has its scatter in class_statistics, or the rows it is made of in class_factor, or a share in a scatter.
ALTER TABLE class_statistics ALTER COLUMN scatter SET NULL;

CREATE TABLE IF NOT EXISTS class_factor (
    class_id  BIGINT PRIMARY KEY REFERENCES class_row,
    row_count INT NOT NULL,
    factor    BLOB NOT NULL
);

CREATE TABLE IF NOT EXISTS shared_scatter (
    sha256    CHAR(64) PRIMARY KEY,
    classes   INT NOT NULL,
    images    BIGINT NOT NULL,
    dimension INT NOT NULL,
    pooled    BLOB NOT NULL,
    equal     BLOB NOT NULL
);

CREATE TABLE IF NOT EXISTS sealed_class (
    class_id BIGINT PRIMARY KEY REFERENCES class_row,
    scatter  CHAR(64) NOT NULL REFERENCES shared_scatter
);

-- Versions that sealed classes. Pruning may cut the history before them; the parent's hash is kept for the chain.
CREATE TABLE IF NOT EXISTS seal (
    version     BIGINT PRIMARY KEY REFERENCES model_version,
    parent_hash CHAR(64)
);

-- Derived from a version, or measured on it: not part of its content, and in no hash.
CREATE TABLE IF NOT EXISTS fitted_classifier (
    version BIGINT PRIMARY KEY REFERENCES model_version,
    sha256  CHAR(64) NOT NULL,
    content BLOB NOT NULL
);

CREATE TABLE IF NOT EXISTS evaluation (
    version      BIGINT NOT NULL REFERENCES model_version,
    data         VARCHAR NOT NULL,
    data_digest  VARCHAR(64) NOT NULL,
    images       BIGINT NOT NULL,
    accuracy     DOUBLE PRECISION NOT NULL,
    old_accuracy DOUBLE PRECISION,
    new_accuracy DOUBLE PRECISION,
    created_at   TIMESTAMP(9) WITH TIME ZONE NOT NULL,
    PRIMARY KEY (version, data_digest)
);

MERGE INTO model (id, name, head, created_at) KEY (id)
    SELECT 1, 'main', (SELECT version FROM model_head),
           COALESCE((SELECT MIN(created_at) FROM model_version), CURRENT_TIMESTAMP(9))
    WHERE NOT EXISTS (SELECT 1 FROM store_state);

MERGE INTO model_snapshot (model, name, version, created_at) KEY (model, name)
    SELECT 1, name, version, created_at FROM snapshot;

MERGE INTO undone_version (model, position, version) KEY (model, position)
    SELECT 1, position, version FROM undone;

-- Last of the rows: its row says that all the others are there.
INSERT INTO store_state (id, current_model, last_version)
    SELECT 1, 1, COALESCE((SELECT MAX(number) FROM model_version), 0)
    WHERE NOT EXISTS (SELECT 1 FROM store_state);

DROP TABLE IF EXISTS model_head, snapshot, undone;
