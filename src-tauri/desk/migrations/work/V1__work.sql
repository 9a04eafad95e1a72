-- What cannot be made again: the commands of this desk, what is being written, who is signed in.
-- Times are milliseconds since 1970 in UTC unless the column says otherwise.

-- Single facts: the identity of the desk, the last number given, the offset of the clock.
CREATE TABLE fact (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Everything that was done here. `waiting` and `stuck` rows are the outbox; `accepted` and
-- `dropped` rows are kept for a month, so that a hub that was restored can be told again.
CREATE TABLE command (
    n            INTEGER PRIMARY KEY CHECK (n > 0),
    id           TEXT NOT NULL UNIQUE,
    kind         TEXT NOT NULL,
    body         TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id   TEXT NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('waiting', 'stuck', 'accepted', 'dropped')),
    reason       TEXT,
    seq          INTEGER,
    made_ms      INTEGER NOT NULL,
    settled_ms   INTEGER,
    -- The turn of the outbox in which this row last changed; see the fact `turn`.
    turn         INTEGER NOT NULL,
    CHECK ((state = 'accepted') = (seq IS NOT NULL)),
    CHECK (state <> 'stuck' OR reason IS NOT NULL)
) STRICT;
CREATE INDEX command_state ON command (state, n);
CREATE INDEX command_turn ON command (turn);
CREATE INDEX command_subject ON command (subject_kind, subject_id);

CREATE TABLE draft (
    id         TEXT PRIMARY KEY,
    body       TEXT NOT NULL,
    updated_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE preference (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Each reminder is given once for each run of a clock; this is how the desk remembers.
CREATE TABLE alert_fired (
    key      TEXT PRIMARY KEY,
    fired_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX alert_fired_when ON alert_fired (fired_ms);
