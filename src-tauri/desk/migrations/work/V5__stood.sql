-- Whether the hub had accepted the command in an earlier history: after a hub was restored, it is told again, and what it
-- cannot take at once is tried again when the rest of the story has come back.
ALTER TABLE command ADD COLUMN stood INTEGER NOT NULL DEFAULT 0 CHECK (stood IN (0, 1));
