//! The stores as the simulator holds them: two databases in memory, quickly made, and looked at as a whole.

use backstop_domain::{
    command::{Command, CommandBody},
    document::DocumentKind,
};
use rusqlite::{Connection, MAIN_DB, OptionalExtension as _, backup::Backup};

use super::open;
use crate::{
    error::Result,
    simulated::{Holding, Remembered},
};

/// Both stores as they are when they are new: migrating them costs a hundred times more than copying.
#[derive(Debug)]
pub(crate) struct Template {
    work: Connection,
    cache: Connection,
}

impl Template {
    /// Makes both.
    pub(crate) fn make() -> Result<Self> {
        let (work, cache) = open::both_in_memory()?;
        Ok(Self { work, cache })
    }

    /// A connection of its own to copies of both.
    pub(crate) fn copy(&self) -> Result<Connection> {
        let mut both = open::bare_in_memory()?;
        both.execute("ATTACH DATABASE ':memory:' AS work", [])?;
        Backup::new_with_names(&self.cache, MAIN_DB, &mut both, MAIN_DB)?.step(-1)?;
        Backup::new_with_names(&self.work, MAIN_DB, &mut both, "work")?.step(-1)?;
        Ok(both)
    }
}

/// Everything in the cache, by kind and identifier.
pub(crate) fn holdings(conn: &Connection) -> Result<Vec<Holding>> {
    let mut query = conn.prepare_cached(
        "SELECT kind, id, seq, confirmed, current, pending FROM document ORDER BY kind, id",
    )?;
    let mut rows = query.query([])?;
    let mut holdings = Vec::new();
    while let Some(row) = rows.next()? {
        let Some(kind) = DocumentKind::from_code(row.get_ref(0)?.as_str()?) else { continue };
        holdings.push(Holding {
            kind,
            id: row.get(1)?,
            seq: row.get(2)?,
            confirmed: row.get(3)?,
            current: row.get(4)?,
            pending: row.get(5)?,
        });
    }
    Ok(holdings)
}

/// Every command of the outbox, answered ones too.
pub(crate) fn remembered(conn: &Connection) -> Result<Vec<Remembered>> {
    let mut query = conn.prepare_cached("SELECT n, id, state FROM command ORDER BY n")?;
    let rows = query
        .query_map([], |r| Ok(Remembered { n: r.get(0)?, id: r.get(1)?, state: r.get(2)? }))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What a command says.
pub(crate) fn made(conn: &Connection, n: u64) -> Result<Option<CommandBody>> {
    let mut query = conn.prepare_cached("SELECT body FROM command WHERE n = ?1")?;
    let body: Option<String> = query.query_row([n], |r| r.get(0)).optional()?;
    let command: Option<Command> = body.map(|body| serde_json::from_str(&body)).transpose()?;
    Ok(command.map(|command| command.body))
}
