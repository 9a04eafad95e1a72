-- How far the journal goes: the file beside this one that holds every row of it a second time. An older
-- program knows nothing of that file, so it must not write here; this migration keeps it out.
CREATE TABLE journal_place (
    one   INTEGER PRIMARY KEY CHECK (one = 1),
    -- Which file: it gets a new name inside whenever it is written anew.
    id    TEXT NOT NULL,
    -- The number and the digest of its last record.
    seq   INTEGER NOT NULL,
    hash  TEXT NOT NULL,
    -- Where that record ends, and how long the file was when it was written anew.
    bytes INTEGER NOT NULL,
    base  INTEGER NOT NULL
) STRICT;
