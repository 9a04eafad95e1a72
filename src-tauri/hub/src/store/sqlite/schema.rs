//! The schema of the database: numbered migrations, forward only, never edited once released.

use std::path::Path;

use jiff::Timestamp;
use refinery::{Migration, Runner};
use rusqlite::{Connection, OptionalExtension};

use crate::error::{HubError, Result};

/// The migrations in order. The number of the last one is the schema that this program knows.
const MIGRATIONS: &[(&str, &str)] =
    &[("V1__first", include_str!("../../../migrations/sqlite/V1__first.sql"))];

/// How often another process may come first before that counts as a failure.
const TRIES: u32 = 5;

/// Brings the schema up to date. When another process does the same at the same time, one of them
/// finds the work done.
pub(super) fn migrate(connection: &mut Connection, path: &Path) -> Result<()> {
    for left in (0..TRIES).rev() {
        refuse_newer(connection, path)?;
        match run(connection) {
            Ok(()) => break,
            Err(error) if left == 0 => return Err(error),
            Err(_) => {}
        }
    }
    begin_history(connection)
}

/// Refuses a database of a newer program without writing to it.
pub(super) fn refuse_newer(connection: &Connection, path: &Path) -> Result<()> {
    let known = newest();
    match version(connection)? {
        Some(found) if found > known => {
            Err(HubError::Newer { path: path.to_owned(), found, known })
        }
        _ => Ok(()),
    }
}

/// The name of this database's history.
pub(super) fn epoch(connection: &Connection) -> Result<String> {
    let query = "SELECT value FROM meta WHERE key = 'epoch'";
    Ok(connection.query_row(query, [], |row| row.get(0))?)
}

/// Gives the database another history.
pub(super) fn set_epoch(connection: &Connection, epoch: &str) -> Result<()> {
    connection.execute("UPDATE meta SET value = ?1 WHERE key = 'epoch'", [epoch])?;
    Ok(())
}

/// Names the history of a new database. An old one is only read, so that opening it never waits
/// for another process's write.
fn begin_history(connection: &Connection) -> Result<()> {
    if connection.prepare("SELECT 1 FROM meta WHERE key = 'epoch'")?.exists([])? {
        return Ok(());
    }
    let begin = "INSERT INTO meta (key, value) VALUES ('epoch', ?1), ('made_at', ?2)
                 ON CONFLICT DO NOTHING";
    let epoch = uuid::Uuid::now_v7().to_string();
    connection.execute(begin, [epoch, Timestamp::now().to_string()])?;
    Ok(())
}

fn run(connection: &mut Connection) -> Result<()> {
    if version(connection)? == Some(newest()) {
        return Ok(());
    }
    let migrations = MIGRATIONS.iter().map(|(name, sql)| Migration::unapplied(name, sql));
    let migrations: Vec<_> = migrations.collect::<Result<_, _>>().map_err(Box::new)?;
    // One transaction for the changes and the note that they were made.
    Runner::new(&migrations).set_grouped(true).run(connection).map_err(Box::new)?;
    Ok(())
}

fn newest() -> i32 {
    i32::try_from(MIGRATIONS.len()).unwrap_or(i32::MAX)
}

fn version(connection: &Connection) -> Result<Option<i32>> {
    let table = "SELECT 1 FROM sqlite_schema WHERE name = 'refinery_schema_history'";
    if connection.query_row(table, [], |_| Ok(())).optional()?.is_none() {
        return Ok(None);
    }
    let newest = "SELECT max(version) FROM refinery_schema_history";
    Ok(connection.query_row(newest, [], |row| row.get(0))?)
}
