//! The instants at which this person is reminded of a ticket.

use backstop_domain::{document::DocumentKind, ticket::Ticket};
use rusqlite::{Connection, params};

use super::Viewer;
use crate::{
    alarm::reminder::{Due, reminders},
    error::Result,
};

/// Writes the reminders of a ticket anew.
pub(super) fn put(
    conn: &Connection,
    key: i64,
    ticket: &Ticket,
    viewer: Option<&Viewer>,
) -> Result<()> {
    remove(conn, key)?;
    let Some(viewer) = viewer else { return Ok(()) };
    reminders(ticket, viewer).iter().try_for_each(|due| insert(conn, key, due))
}

/// Forgets the reminders of a ticket.
pub(super) fn remove(conn: &Connection, key: i64) -> Result<()> {
    conn.prepare_cached("DELETE FROM reminder WHERE ticket = ?1")?.execute([key])?;
    Ok(())
}

/// Works all reminders out again, for another person or other roles.
pub(super) fn rebuild(conn: &Connection, viewer: &Viewer) -> Result<()> {
    conn.execute("DELETE FROM reminder", [])?;
    let mut live = conn.prepare(
        "SELECT t.key, ifnull(d.current, d.confirmed)
         FROM ticket t JOIN document d ON d.key = t.key WHERE t.live = 1 AND d.kind = ?1",
    )?;
    let mut rows = live.query([DocumentKind::Ticket.code()])?;
    while let Some(row) = rows.next()? {
        let body = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
        if let Ok(ticket) = serde_json::from_str::<Ticket>(body) {
            put(conn, row.get(0)?, &ticket, Some(viewer))?;
        }
    }
    Ok(())
}

fn insert(conn: &Connection, key: i64, due: &Due<'_>) -> Result<()> {
    let sql = "INSERT OR IGNORE INTO reminder (at_ms, ticket, name) VALUES (?1, ?2, ?3)";
    conn.prepare_cached(sql)?.execute(params![due.at.as_millisecond(), key, due.name])?;
    Ok(())
}
