-- Several views of a backbone side by side, feature vectors that statistics do not count, and temperatures.
-- As before each statement may run a second time. What was there stays as it is: a class without a row in class_view
-- is of the view "last", and so is the one view of a version without a row in version_view.

CREATE TABLE IF NOT EXISTS backbone_view (
    backbone  CHAR(64) NOT NULL REFERENCES backbone,
    id        VARCHAR(500) NOT NULL,
    dimension INT NOT NULL,
    PRIMARY KEY (backbone, id)
);

-- A pooled class has neither scatter nor factor: its scatter is in that of its view.
CREATE TABLE IF NOT EXISTS class_view (
    class_id BIGINT PRIMARY KEY REFERENCES class_row,
    id       VARCHAR(500) NOT NULL,
    pooled   BOOLEAN NOT NULL
);

-- The first view of a version is the one that its classifier sees through.
CREATE TABLE IF NOT EXISTS version_view (
    version   BIGINT NOT NULL REFERENCES model_version,
    position  INT NOT NULL,
    id        VARCHAR(500) NOT NULL,
    dimension INT NOT NULL,
    pools     BOOLEAN NOT NULL,
    scatter   CHAR(64) REFERENCES shared_scatter,
    PRIMARY KEY (version, position)
);

-- float32, little-endian: features [vectors x d], row-major.
CREATE TABLE IF NOT EXISTS held_out (
    class_id BIGINT PRIMARY KEY REFERENCES class_row,
    vectors  INT NOT NULL,
    sha256   CHAR(64) NOT NULL,
    features BLOB NOT NULL
);

-- Derived from a version: in no hash.
CREATE TABLE IF NOT EXISTS temperature (
    version     BIGINT PRIMARY KEY REFERENCES model_version,
    temperature DOUBLE PRECISION NOT NULL,
    vectors     BIGINT NOT NULL
);
