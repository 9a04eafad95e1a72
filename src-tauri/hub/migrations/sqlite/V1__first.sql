-- What the hub keeps. Times are RFC 3339 texts in UTC, money is integer fen, identifiers are texts.

-- Facts about this database: its epoch, when it was made.
CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Numbers that are given out inside the transaction that uses them, so that none is ever missing.
CREATE TABLE counter (
    name  TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO counter (name, value) VALUES ('feed', 0), ('ticket', 2000);

-- Every thing in its present state. Its place in the feed is its rowid, so that a page is read in one sweep.
CREATE TABLE document (
    seq            INTEGER PRIMARY KEY,
    kind           TEXT NOT NULL,
    id             TEXT NOT NULL,
    body           TEXT NOT NULL,
    audiences      TEXT NOT NULL,
    left_audiences TEXT NOT NULL,
    UNIQUE (kind, id)
) STRICT;

-- Who must hear of a document: those who may see it, and those who once could.
CREATE TABLE document_audience (
    audience TEXT NOT NULL,
    seq      INTEGER NOT NULL,
    visible  INTEGER NOT NULL CHECK (visible IN (0, 1)),
    PRIMARY KEY (audience, seq)
) STRICT, WITHOUT ROWID;

-- One installation of the console, signed in as one person. Without a token it is signed out.
CREATE TABLE desk (
    id           TEXT PRIMARY KEY,
    person       TEXT NOT NULL,
    last_n       INTEGER NOT NULL DEFAULT 0 CHECK (last_n >= 0),
    token_hash   BLOB UNIQUE,
    made_at      TEXT NOT NULL,
    signed_in_at TEXT NOT NULL
) STRICT;

-- The password of a person who may sign in, as an argon2id PHC text.
CREATE TABLE credential (
    login      TEXT PRIMARY KEY,
    person     TEXT NOT NULL UNIQUE,
    phc        TEXT NOT NULL,
    changed_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What the hub answered to each command, remembered for ever.
CREATE TABLE outcome (
    desk       TEXT NOT NULL REFERENCES desk (id),
    n          INTEGER NOT NULL CHECK (n > 0),
    command_id TEXT NOT NULL,
    -- Of what it says, without its desk and number.
    body_hash  BLOB NOT NULL,
    verdict    TEXT NOT NULL,
    PRIMARY KEY (desk, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX outcome_of_command ON outcome (command_id);

-- The lines of the ledger.
CREATE TABLE transfer (
    n            INTEGER PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE,
    from_account TEXT NOT NULL,
    to_account   TEXT NOT NULL,
    amount       INTEGER NOT NULL CHECK (amount > 0 AND amount <= 1000000000),
    phase        TEXT NOT NULL CHECK (phase IN ('post', 'hold', 'take', 'release')),
    hold         TEXT REFERENCES transfer (id),
    grant_id     TEXT,
    at           TEXT NOT NULL,
    CHECK (from_account <> to_account),
    CHECK ((hold IS NOT NULL) = (phase IN ('take', 'release')))
) STRICT;
-- A hold is settled once.
CREATE UNIQUE INDEX transfer_settles ON transfer (hold) WHERE hold IS NOT NULL;

-- The balances that follow from the lines, kept by the database itself: a second opinion on the
-- account documents, and the last guard against spending what is not there.
CREATE TABLE balance (
    account TEXT PRIMARY KEY,
    balance INTEGER NOT NULL DEFAULT 0,
    held    INTEGER NOT NULL DEFAULT 0 CHECK (held >= 0),
    CHECK (account = 'company' OR balance - held >= 0)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER transfer_settles_its_hold BEFORE INSERT ON transfer WHEN NEW.hold IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'a transfer settles a hold of the same accounts and amount')
    WHERE NOT EXISTS (
        SELECT 1 FROM transfer
        WHERE id = NEW.hold AND phase = 'hold' AND amount = NEW.amount
          AND from_account = NEW.from_account AND to_account = NEW.to_account
    );
END;

CREATE TRIGGER transfer_moves AFTER INSERT ON transfer
BEGIN
    INSERT INTO balance (account) VALUES (NEW.from_account), (NEW.to_account)
    ON CONFLICT DO NOTHING;
    UPDATE balance
    SET balance = balance - CASE WHEN NEW.phase IN ('post', 'take') THEN NEW.amount ELSE 0 END,
        held = held + CASE NEW.phase WHEN 'hold' THEN NEW.amount WHEN 'post' THEN 0 ELSE -NEW.amount END
    WHERE account = NEW.from_account;
    UPDATE balance
    SET balance = balance + CASE WHEN NEW.phase IN ('post', 'take') THEN NEW.amount ELSE 0 END
    WHERE account = NEW.to_account;
END;

CREATE TRIGGER transfer_is_never_changed BEFORE UPDATE ON transfer
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER transfer_is_never_deleted BEFORE DELETE ON transfer
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;

-- Everything that was accepted, each line sealed with the hash of the one before.
CREATE TABLE audit (
    n     INTEGER PRIMARY KEY,
    entry TEXT NOT NULL,
    hash  BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
