-- What is worked out from documents so that screens open at once. Every row here can be made again
-- from `document`; src/derived.rs is the only writer. `key` is `document.key`, which numbers a
-- document for as long as it is here.

-- Whose desk this is: reminders are kept only for this person. At most one row.
CREATE TABLE viewer (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    person TEXT NOT NULL,
    team TEXT NOT NULL,
    lead INTEGER NOT NULL,
    manager INTEGER NOT NULL
) STRICT;

-- One row a ticket: what a queue shows and how it is ordered.
CREATE TABLE ticket (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    number INTEGER,
    title TEXT NOT NULL,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    live INTEGER NOT NULL,
    urgent INTEGER NOT NULL,
    line INTEGER NOT NULL,
    team TEXT NOT NULL,
    owner TEXT,
    customer_id TEXT NOT NULL,
    order_id TEXT,
    -- The next deadline of a promise that still runs; nothing while it rests.
    due_ms INTEGER,
    due_clock TEXT,
    -- The queue's order: the deadline, or the end of time without one.
    sort_ms INTEGER NOT NULL,
    created_ms INTEGER NOT NULL,
    updated_ms INTEGER NOT NULL,
    -- When it ended last; 0 while it is live.
    ended_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX ticket_mine ON ticket (owner, sort_ms, created_ms) WHERE live = 1 AND owner IS NOT NULL;
CREATE INDEX ticket_team ON ticket (team, sort_ms, created_ms) WHERE live = 1;
CREATE INDEX ticket_unclaimed ON ticket (team, sort_ms, created_ms) WHERE live = 1 AND owner IS NULL;
CREATE INDEX ticket_resolved ON ticket (team, ended_ms) WHERE live = 0;
CREATE INDEX ticket_customer ON ticket (customer_id, created_ms);
CREATE INDEX ticket_order ON ticket (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX ticket_number ON ticket (number) WHERE number IS NOT NULL;

-- How many tickets there are of each team, owner ('' for nobody) and liveness. Counting 100,000
-- index entries for each look at the queue would cost more than everything else on the screen.
CREATE TABLE tally (
    team TEXT NOT NULL,
    owner TEXT NOT NULL,
    live INTEGER NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (team, owner, live)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER ticket_added AFTER INSERT ON ticket BEGIN
    INSERT INTO tally VALUES (new.team, ifnull(new.owner, ''), new.live, 1)
        ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER ticket_gone AFTER DELETE ON ticket BEGIN
    UPDATE tally SET n = n - 1
        WHERE team = old.team AND owner = ifnull(old.owner, '') AND live = old.live;
END;
CREATE TRIGGER ticket_moved AFTER UPDATE OF team, owner, live ON ticket
WHEN old.team <> new.team OR old.owner IS NOT new.owner OR old.live <> new.live BEGIN
    UPDATE tally SET n = n - 1
        WHERE team = old.team AND owner = ifnull(old.owner, '') AND live = old.live;
    INSERT INTO tally VALUES (new.team, ifnull(new.owner, ''), new.live, 1)
        ON CONFLICT DO UPDATE SET n = n + 1;
END;

-- One row a customer, for the list.
CREATE TABLE customer (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    reach TEXT NOT NULL,
    place TEXT NOT NULL,
    -- How the name is read: the order of the list.
    sort TEXT NOT NULL
) STRICT;

CREATE INDEX customer_sort ON customer (sort, name, id);

-- The instants at which this person is reminded, as far as they are known. `ticket` is ticket.key.
CREATE TABLE reminder (
    at_ms INTEGER NOT NULL,
    ticket INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (ticket, name)
) STRICT, WITHOUT ROWID;

CREATE INDEX reminder_at ON reminder (at_ms);

-- The full-text index. What it holds and how a row is numbered is in src/search/rows.rs. The first
-- characters of tokens are indexed, too, because a search begins with one character typed.
CREATE VIRTUAL TABLE words USING fts5 (
    tokens, content = '', contentless_delete = 1, prefix = '1',
    tokenize = 'unicode61 remove_diacritics 0'
);

-- A first pull is written in large pieces instead of many small ones that would be merged again and again.
INSERT INTO words (words, rank) VALUES ('hashsize', 16777216);

-- What of a document is in `words`: one 64-bit digest for each of its parts, so that a new reply on
-- a long ticket adds one part and leaves the others alone.
CREATE TABLE worded (
    key INTEGER PRIMARY KEY,
    class INTEGER NOT NULL,
    digests BLOB NOT NULL
) STRICT;
