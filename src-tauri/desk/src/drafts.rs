//! Drafts on disk. Only the person writes them; sync never does, whatever happens to their subject.

use jiff::Timestamp;
use rusqlite::{Connection, params};

use crate::{draft::Draft, error::Result};

/// Keeps a draft as it is now.
pub(crate) fn save(tx: &Connection, draft: &Draft, now: Timestamp) -> Result<()> {
    let draft = Draft { updated_at: Some(now), ..draft.clone() };
    let mut upsert = tx.prepare_cached(
        "INSERT OR REPLACE INTO draft (id, body, updated_ms) VALUES (?1, ?2, ?3)",
    )?;
    upsert.execute(params![draft.id, serde_json::to_string(&draft)?, now.as_millisecond()])?;
    Ok(())
}

/// Every draft, the newest first.
pub(crate) fn list(conn: &Connection) -> Result<Vec<Draft>> {
    let mut query = conn.prepare_cached("SELECT body FROM draft ORDER BY updated_ms DESC, id")?;
    let bodies = query.query_map([], |r| r.get::<_, String>(0))?;
    bodies.map(|body| Ok(serde_json::from_str(&body?)?)).collect()
}

/// Removes a draft; nothing happens if there is none.
pub(crate) fn drop(tx: &Connection, id: &str) -> Result<()> {
    tx.prepare_cached("DELETE FROM draft WHERE id = ?1")?.execute([id])?;
    Ok(())
}
