//! Preferences of the person at this desk: names and values that the screens choose.

use std::collections::BTreeMap;

use rusqlite::Connection;

use crate::error::Result;

/// Every preference.
pub(crate) fn all(conn: &Connection) -> Result<BTreeMap<String, String>> {
    let mut query = conn.prepare_cached("SELECT name, value FROM preference")?;
    let rows = query.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Keeps one.
pub(crate) fn set(tx: &Connection, name: &str, value: &str) -> Result<()> {
    let mut upsert =
        tx.prepare_cached("INSERT OR REPLACE INTO preference (name, value) VALUES (?1, ?2)")?;
    upsert.execute([name, value])?;
    Ok(())
}
