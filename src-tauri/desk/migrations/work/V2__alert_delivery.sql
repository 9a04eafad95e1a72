-- An alert is remembered before it is given. Until it surely was, it may be given once more after a
-- crash: `shown` tells which is the case.
ALTER TABLE alert_fired ADD COLUMN shown INTEGER NOT NULL DEFAULT 1;
CREATE INDEX alert_fired_not_shown ON alert_fired (shown) WHERE shown = 0;
