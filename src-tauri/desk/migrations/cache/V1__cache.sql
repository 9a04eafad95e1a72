-- What can be pulled again from the hub, and what is derived from it. Losing this file loses nothing.
-- Times are milliseconds since 1970 in UTC.

-- Single facts: cursor, scope, epoch, complete, floor, round, turn, revision.
CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO meta (name, value) VALUES
    ('revision', '0'), ('cursor', '0'), ('floor', '0'), ('round', '0'), ('turn', '0'),
    ('scope', ''), ('epoch', ''), ('complete', '0'), ('restarting', '0');

-- Every thing. `confirmed` is what the hub said, `current` what it is with this desk's pending work;
-- NULL there means: the same as confirmed. A thing that only exists here yet has no `confirmed`.
CREATE TABLE document (
    key         INTEGER PRIMARY KEY,
    kind        TEXT NOT NULL,
    id          TEXT NOT NULL,
    seq         INTEGER NOT NULL DEFAULT 0,
    -- The round of pulling from zero in which the hub last mentioned it.
    round       INTEGER NOT NULL DEFAULT 0,
    confirmed   TEXT,
    current     TEXT,
    customer_id TEXT,
    order_id    TEXT,
    -- How many commands on it are on their way, and how many were refused.
    pending     INTEGER NOT NULL DEFAULT 0,
    stuck       INTEGER NOT NULL DEFAULT 0,
    UNIQUE (kind, id),
    CHECK (confirmed IS NOT NULL OR current IS NOT NULL)
) STRICT;
CREATE INDEX document_customer ON document (customer_id, kind) WHERE customer_id IS NOT NULL;
CREATE INDEX document_order ON document (order_id, kind) WHERE order_id IS NOT NULL;

-- What each pending command looked at or changed when it was last decided here: when one of these
-- things changes, the command is decided again.
CREATE TABLE touch (
    n    INTEGER NOT NULL,
    kind TEXT NOT NULL,
    id   TEXT NOT NULL,
    PRIMARY KEY (n, kind, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX touch_thing ON touch (kind, id);

-- Queue rows, customer rows, reminders and the search index follow in V2__derived.sql; they are
-- written by src/derived.rs alone.
