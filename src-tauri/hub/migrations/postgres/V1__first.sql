-- What the hub keeps. Times are RFC 3339 texts in UTC, money is integer fen, identifiers are texts that are
-- compared byte by byte, documents are the JSON texts that the hub wrote.

-- Facts about this database: its epoch, when it was made.
CREATE TABLE meta (
    key   TEXT COLLATE "C" PRIMARY KEY,
    value TEXT NOT NULL
);

-- Numbers that are given out inside the transaction that uses them, so that none is ever missing. Whoever
-- writes locks this one row first: the transactions of all hubs come one after the other.
CREATE TABLE counter (
    single BOOLEAN PRIMARY KEY DEFAULT TRUE CHECK (single),
    feed   BIGINT NOT NULL,
    ticket BIGINT NOT NULL
) WITH (fillfactor = 10);
INSERT INTO counter (feed, ticket) VALUES (0, 2000);

-- Every thing in its present state, and its place in the feed.
CREATE TABLE document (
    kind           TEXT COLLATE "C" NOT NULL,
    id             TEXT COLLATE "C" NOT NULL,
    seq            BIGINT NOT NULL UNIQUE,
    body           TEXT NOT NULL,
    audiences      TEXT NOT NULL,
    left_audiences TEXT NOT NULL,
    PRIMARY KEY (kind, id)
);

-- Who must hear of a document: those who may see it, and those who once could.
CREATE TABLE document_audience (
    audience TEXT COLLATE "C" NOT NULL,
    seq      BIGINT NOT NULL,
    visible  BOOLEAN NOT NULL,
    PRIMARY KEY (audience, seq)
);

-- One installation of the console, signed in as one person. Without a token it is signed out.
CREATE TABLE desk (
    id           TEXT COLLATE "C" PRIMARY KEY,
    person       TEXT COLLATE "C" NOT NULL,
    last_n       BIGINT NOT NULL DEFAULT 0 CHECK (last_n >= 0),
    token_hash   BYTEA UNIQUE,
    made_at      TEXT NOT NULL,
    signed_in_at TEXT NOT NULL
);
CREATE INDEX desk_of_person ON desk (person);

-- The password of a person who may sign in, as an argon2id PHC text.
CREATE TABLE credential (
    login      TEXT COLLATE "C" PRIMARY KEY,
    person     TEXT COLLATE "C" NOT NULL UNIQUE,
    phc        TEXT NOT NULL,
    changed_at TEXT NOT NULL
);

-- What the hub answered to each command, remembered for ever.
CREATE TABLE outcome (
    desk       TEXT COLLATE "C" NOT NULL REFERENCES desk (id),
    n          BIGINT NOT NULL CHECK (n > 0),
    command_id TEXT COLLATE "C" NOT NULL,
    -- Of what it says, without its desk and number.
    body_hash  BYTEA NOT NULL,
    verdict    TEXT NOT NULL,
    PRIMARY KEY (desk, n)
);
CREATE INDEX outcome_of_command ON outcome (command_id);

-- The lines of the ledger.
CREATE TABLE transfer (
    n            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id           TEXT COLLATE "C" NOT NULL UNIQUE,
    from_account TEXT COLLATE "C" NOT NULL,
    to_account   TEXT COLLATE "C" NOT NULL,
    amount       BIGINT NOT NULL CHECK (amount > 0 AND amount <= 1000000000),
    phase        TEXT NOT NULL CHECK (phase IN ('post', 'hold', 'take', 'release')),
    hold         TEXT COLLATE "C" REFERENCES transfer (id),
    grant_id     TEXT,
    at           TEXT NOT NULL,
    CHECK (from_account <> to_account),
    CHECK ((hold IS NOT NULL) = (phase IN ('take', 'release')))
);
-- A hold is settled once.
CREATE UNIQUE INDEX transfer_settles ON transfer (hold) WHERE hold IS NOT NULL;

-- The balances that follow from the lines, kept by the database itself: a second opinion on the
-- account documents, and the last guard against spending what is not there.
CREATE TABLE balance (
    account TEXT COLLATE "C" PRIMARY KEY,
    balance BIGINT NOT NULL DEFAULT 0,
    held    BIGINT NOT NULL DEFAULT 0 CHECK (held >= 0),
    CHECK (account = 'company' OR balance - held >= 0)
);

CREATE FUNCTION transfer_settles_its_hold() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.hold IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM transfer
        WHERE id = NEW.hold AND phase = 'hold' AND amount = NEW.amount
          AND from_account = NEW.from_account AND to_account = NEW.to_account
    ) THEN
        RAISE EXCEPTION 'a transfer settles a hold of the same accounts and amount';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER transfer_settles_its_hold BEFORE INSERT ON transfer
    FOR EACH ROW EXECUTE FUNCTION transfer_settles_its_hold();

CREATE FUNCTION transfer_moves() RETURNS trigger LANGUAGE plpgsql AS $$
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
    RETURN NULL;
END $$;
CREATE TRIGGER transfer_moves AFTER INSERT ON transfer
    FOR EACH ROW EXECUTE FUNCTION transfer_moves();

-- Everything that was accepted, each line sealed with the hash of the one before.
CREATE TABLE audit (
    n     BIGINT PRIMARY KEY,
    entry TEXT NOT NULL,
    hash  BYTEA NOT NULL CHECK (length(hash) = 32)
);

CREATE FUNCTION is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the % is append-only', CASE TG_TABLE_NAME WHEN 'audit' THEN 'audit log' ELSE 'ledger' END;
END $$;
CREATE TRIGGER transfer_is_never_changed BEFORE UPDATE OR DELETE ON transfer
    FOR EACH ROW EXECUTE FUNCTION is_append_only();
CREATE TRIGGER transfer_is_never_emptied BEFORE TRUNCATE ON transfer
    FOR EACH STATEMENT EXECUTE FUNCTION is_append_only();
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE OR DELETE ON audit
    FOR EACH ROW EXECUTE FUNCTION is_append_only();
CREATE TRIGGER audit_is_never_emptied BEFORE TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION is_append_only();
