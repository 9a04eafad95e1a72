//! The audit log: everything that was accepted, each line sealed with the hash of the one before.

use rusqlite::{Connection, OptionalExtension};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::{
    error::{HubError, Result},
    token::{self, Hash},
};

/// What the hash of the first line is sealed with.
const BEGINNING: Hash = [0; 32];

/// What a look through the whole log found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AuditReport {
    /// How many lines there are.
    pub entries: u64,
    /// The hash of the last line. Kept elsewhere, it proves that nothing was cut off.
    pub head: String,
}

/// Appends a line.
pub(crate) fn append(connection: &Connection, entry: &serde_json::Value) -> Result<()> {
    let entry = entry.to_string();
    let last = "SELECT n, hash FROM audit ORDER BY n DESC LIMIT 1";
    let mut last = connection.prepare_cached(last)?;
    let last = last.query_row([], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let (n, before): (u64, Hash) = last.unwrap_or((0, BEGINNING));
    let insert = "INSERT INTO audit (n, entry, hash) VALUES (?1, ?2, ?3)";
    let hash = seal(&before, &entry);
    connection.prepare_cached(insert)?.execute(rusqlite::params![n + 1, entry, hash])?;
    Ok(())
}

/// Reads the whole log again and checks every seal, and that every accepted command is in it.
pub(super) fn verify(connection: &Connection) -> Result<AuditReport> {
    let mut lines = connection.prepare("SELECT n, entry, hash FROM audit ORDER BY n")?;
    let mut rows = lines.query([])?;
    let (mut entries, mut head, mut commands) = (0, BEGINNING, 0);
    while let Some(row) = rows.next()? {
        let (n, entry, hash): (u64, String, Hash) = (row.get(0)?, row.get(1)?, row.get(2)?);
        if n != entries + 1 {
            return Err(HubError::Corrupt(format!("audit line {} is missing", entries + 1)));
        }
        if seal(&head, &entry) != hash {
            return Err(HubError::Corrupt(format!("audit line {n} was changed")));
        }
        commands += u64::from(entry.starts_with(COMMAND_START));
        (entries, head) = (n, hash);
    }
    let accepted = "SELECT count(*) FROM outcome WHERE verdict LIKE '{\"verdict\":\"accepted\"%'";
    let accepted: u64 = connection.query_row(accepted, [], |row| row.get(0))?;
    if accepted != commands {
        let why = format!("{accepted} commands were accepted, the audit log has {commands}");
        return Err(HubError::Corrupt(why));
    }
    Ok(AuditReport { entries, head: token::hex(&head) })
}

/// How the line of an accepted command begins: its type is its first field.
const COMMAND_START: &str = "{\"type\":\"command\"";

fn seal(before: &Hash, entry: &str) -> Hash {
    Sha256::new().chain_update(before).chain_update(entry).finalize().into()
}
