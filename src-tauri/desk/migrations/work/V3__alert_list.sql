-- The alerts that were given, for the list in the console.
CREATE TABLE alert (
    n     INTEGER PRIMARY KEY,
    body  TEXT NOT NULL,
    heard INTEGER NOT NULL DEFAULT 0 CHECK (heard IN (0, 1))
) STRICT;

-- What has become of this person's requests for compensation and was not told yet.
CREATE TABLE news (
    key  TEXT PRIMARY KEY,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
