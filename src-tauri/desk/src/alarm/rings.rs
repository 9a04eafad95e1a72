//! Reading the reminders whose time has come, with what an alert says of their tickets.

use std::collections::BTreeMap;

use backstop_domain::{customer::Customer, document::Document, ticket::Ticket};
use jiff::Timestamp;
use rusqlite::Connection;

use super::{
    plan::Ring,
    reminder::{Due, reminders},
};
use crate::{
    derived::{Viewer, viewer},
    error::Result,
    show::{documents, queue::instant},
};

/// A row of `reminder` that nothing stands behind any more: its ticket's key, its name.
pub(super) type Stale = (i64, String);

/// The reminders due by now that were never given, and the rows that are to be forgotten.
pub(super) fn due(conn: &Connection, now: Timestamp) -> Result<(Vec<Ring>, Vec<Stale>)> {
    let mut stale = Vec::new();
    let mut rings = Vec::new();
    let rows = rows(conn, now.as_millisecond(), &mut stale)?;
    if rows.is_empty() {
        return Ok((rings, stale));
    }
    let viewer = viewer(conn)?;
    for (ticket, mut names) in rows {
        if let Some(viewer) = &viewer {
            rings.extend(of_ticket(conn, ticket, &mut names, viewer, now)?);
        }
        stale.extend(names.into_keys().map(|name| (ticket, name)));
    }
    Ok((rings, stale))
}

/// For each ticket the names of its reminders, and when each is to fire.
type Names = BTreeMap<String, i64>;

fn rows(conn: &Connection, due_ms: i64, stale: &mut Vec<Stale>) -> Result<BTreeMap<i64, Names>> {
    let mut find = conn.prepare_cached(
        "SELECT r.ticket, r.name, r.at_ms, f.shown
         FROM reminder r
         LEFT JOIN ticket t ON t.key = r.ticket
         LEFT JOIN alert_fired f ON f.key = t.id || '/' || r.name
         WHERE r.at_ms <= ?1",
    )?;
    let mut found = find.query([due_ms])?;
    let mut rows: BTreeMap<i64, Names> = BTreeMap::new();
    while let Some(row) = found.next()? {
        let (ticket, name): (i64, String) = (row.get(0)?, row.get(1)?);
        match row.get::<_, Option<i64>>(3)? {
            None => {
                rows.entry(ticket).or_default().insert(name, row.get(2)?);
            }
            Some(1) => stale.push((ticket, name)),
            Some(_) => {}
        }
    }
    Ok(rows)
}

/// The reminders of one ticket; what was found is taken out of `names`.
fn of_ticket(
    conn: &Connection,
    key: i64,
    names: &mut Names,
    viewer: &Viewer,
    now: Timestamp,
) -> Result<Vec<Ring>> {
    let Some(Document::Ticket(ticket)) = documents::at(conn, key)? else { return Ok(Vec::new()) };
    let customer = documents::find::<Customer>(conn, ticket.customer_id.as_str())?;
    let customer = customer.map_or_else(String::new, |customer| customer.name);
    let mut rings = Vec::new();
    for due in reminders(&ticket, viewer) {
        if let Some(at_ms) = names.remove(&due.name) {
            let at = instant(at_ms)?;
            rings.push(Ring {
                ticket: key,
                customer: customer.clone(),
                ..ring(&ticket, due, at, now)
            });
        }
    }
    Ok(rings)
}

fn ring(ticket: &Ticket, due: Due<'_>, at: Timestamp, now: Timestamp) -> Ring {
    let reading = due.clock.reading(now);
    Ring {
        ticket: 0,
        name: due.name,
        ticket_id: ticket.id.0.clone(),
        label: label(ticket),
        customer: String::new(),
        clock: due.clock.kind,
        started_at: due.clock.started_at,
        calendar: due.clock.calendar.clone(),
        at,
        due: reading.due.unwrap_or(at),
        remaining_seconds: reading.remaining_seconds.unwrap_or(0),
    }
}

fn label(ticket: &Ticket) -> String {
    match ticket.number {
        Some(number) => format!("#{number} {}", ticket.title),
        None => ticket.title.clone(),
    }
}
