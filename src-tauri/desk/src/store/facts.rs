//! Single facts: what the desk knows about itself (`fact` in work.db) and about its cache (`meta` in cache.db).

use rusqlite::{Connection, OptionalExtension as _};

use crate::error::Result;

/// Is there when the work store was made anew and the cache must be told of all of it.
pub(crate) const REDERIVE: &str = "rederive";

/// Reads a fact of the work store.
pub(crate) fn get(conn: &Connection, name: &str) -> Result<Option<String>> {
    let mut query = conn.prepare_cached("SELECT value FROM fact WHERE name = ?1")?;
    Ok(query.query_row([name], |r| r.get(0)).optional()?)
}

/// Reads a number of the work store; 0 when it was never written.
pub(crate) fn number(conn: &Connection, name: &str) -> Result<u64> {
    Ok(get(conn, name)?.and_then(|value| value.parse().ok()).unwrap_or(0))
}

/// Writes a fact of the work store.
pub(crate) fn set(conn: &Connection, name: &str, value: &str) -> Result<()> {
    let mut insert =
        conn.prepare_cached("INSERT OR REPLACE INTO fact (name, value) VALUES (?1, ?2)")?;
    insert.execute([name, value])?;
    Ok(())
}

/// Forgets a fact of the work store.
pub(crate) fn clear(conn: &Connection, name: &str) -> Result<()> {
    conn.prepare_cached("DELETE FROM fact WHERE name = ?1")?.execute([name])?;
    Ok(())
}

/// How far the cache is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Position {
    /// The feed number up to which everything is here.
    pub cursor: u64,
    /// The scope under which it was read.
    pub scope: String,
    /// The history of the hub that it belongs to.
    pub epoch: String,
    /// Whether a first pull was ever completed.
    pub complete: bool,
    /// The highest cursor ever reached in this epoch: accepted commands up to here are in `confirmed`, even
    /// while the cursor starts from zero again.
    pub floor: u64,
    /// Counts the pulls from zero, to tell what the present one has not repeated.
    pub round: u64,
    /// Whether a pull from zero is under way.
    pub restarting: bool,
    /// The turn of the outbox up to which the pending work is shown.
    pub turn: u64,
}

impl Position {
    /// Reads it.
    pub(crate) fn read(conn: &Connection) -> Result<Self> {
        let mut position = Self::default();
        let mut query = conn.prepare_cached("SELECT name, value FROM meta")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            position.take(row.get_ref(0)?.as_str()?, row.get_ref(1)?.as_str()?);
        }
        Ok(position)
    }

    fn take(&mut self, name: &str, value: &str) {
        let number = || value.parse().unwrap_or(0);
        match name {
            "cursor" => self.cursor = number(),
            "floor" => self.floor = number(),
            "round" => self.round = number(),
            "turn" => self.turn = number(),
            "complete" => self.complete = value == "1",
            "restarting" => self.restarting = value == "1",
            "scope" => value.clone_into(&mut self.scope),
            "epoch" => value.clone_into(&mut self.epoch),
            _ => {}
        }
    }

    /// Writes it; only inside a transaction on the cache.
    pub(crate) fn write(&self, conn: &Connection) -> Result<()> {
        let flag = |on: bool| u64::from(on).to_string();
        let values = [
            ("cursor", self.cursor.to_string()),
            ("floor", self.floor.to_string()),
            ("round", self.round.to_string()),
            ("turn", self.turn.to_string()),
            ("complete", flag(self.complete)),
            ("restarting", flag(self.restarting)),
            ("scope", self.scope.clone()),
            ("epoch", self.epoch.clone()),
        ];
        let mut update =
            conn.prepare_cached("INSERT OR REPLACE INTO meta (name, value) VALUES (?1, ?2)")?;
        for (name, value) in values {
            update.execute([name, &value])?;
        }
        Ok(())
    }
}
