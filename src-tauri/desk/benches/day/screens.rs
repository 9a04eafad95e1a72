//! Opening things: the desk itself, queues, tickets, customers, single documents.

use std::path::Path;

use backstop_desk::{
    Desk,
    view::queue::{QueueQuery, QueueScope},
};
use backstop_domain::document::DocumentKind;
use rusqlite::{Connection, Params};

use crate::{
    Outcome,
    figure::{Figure, Pair, Times},
    raw::{self, Raw},
    sample,
};

/// How many different things are opened.
const MANY: usize = 1_000;
/// How often a page of a queue is turned.
const PAGES: usize = 300;
/// How many rows a page has.
const PAGE: u32 = 50;
/// How often the desk is opened.
const OPENINGS: usize = 11;

/// Opening a desk: key, migrations, and its unsent work shown.
pub(crate) fn opening(profile: &Path) -> Outcome<Figure> {
    let mut times = Times::default();
    for _ in 0..OPENINGS {
        times.note(|| raw::desk(profile))?;
    }
    Ok(Figure::times("open the desk's stores", &times))
}

/// All screens.
pub(crate) fn figures(desk: &Desk, raw: &Raw) -> Outcome<Vec<Figure>> {
    Ok(vec![
        queue(desk, raw, QueueScope::Mine, false)?,
        queue(desk, raw, QueueScope::Team, false)?,
        queue(desk, raw, QueueScope::Team, true)?,
        queue(desk, raw, QueueScope::Resolved, true)?,
        point(desk, raw)?,
        ticket(desk, raw)?,
        customer(desk, raw)?,
    ])
}

fn queue(desk: &Desk, raw: &Raw, scope: QueueScope, anywhere: bool) -> Outcome<Figure> {
    let ask = |offset, limit| desk.queue(&QueueQuery { scope, offset, limit });
    let total = ask(0, 1)?.total;
    let mut pair = Pair::default();
    for n in 0..PAGES {
        let anywhere_at = u64::from(total) * n as u64 / PAGES as u64;
        let offset = if anywhere { u32::try_from(anywhere_at)? } else { 0 };
        pair.ours.note(|| ask(offset, PAGE))?;
        let sql = "SELECT id, title, status, sort_ms FROM ticket ORDER BY key LIMIT ?1 OFFSET 0";
        pair.raw.note(|| read(&raw.cache, sql, [PAGE]))?;
    }
    let place = if anywhere { "a page anywhere" } else { "the first page" };
    let what = format!("queue {scope:?} of {total}: {place} of {PAGE}, with counts");
    Ok(pair.figure(what, "50 neighbouring rows"))
}

fn point(desk: &Desk, raw: &Raw) -> Outcome<Figure> {
    let mut pair = Pair::default();
    for id in sample::tickets(&raw.cache, MANY)? {
        pair.ours.note(|| desk.document(DocumentKind::Ticket, &id))?;
        pair.raw.note(|| body(&raw.cache, &id))?;
    }
    Ok(pair.figure("read one ticket's document", "its row"))
}

fn ticket(desk: &Desk, raw: &Raw) -> Outcome<Figure> {
    let mut pair = Pair::default();
    for id in sample::tickets(&raw.cache, MANY)? {
        pair.ours.note(|| desk.ticket(&id))?;
        pair.raw.note(|| body(&raw.cache, &id))?;
    }
    Ok(pair.figure("open a ticket", "its row"))
}

fn customer(desk: &Desk, raw: &Raw) -> Outcome<Figure> {
    let sql = "SELECT confirmed FROM document WHERE customer_id = ?1";
    let mut pair = Pair::default();
    for id in sample::customers(&raw.cache, MANY)? {
        pair.ours.note(|| desk.customer(&id))?;
        pair.raw.note(|| read(&raw.cache, sql, [&id]))?;
    }
    Ok(pair.figure("open a 360 view", "the rows of all that belongs to the customer"))
}

fn body(conn: &Connection, id: &str) -> Outcome<usize> {
    read(conn, "SELECT confirmed FROM document WHERE kind = 'ticket' AND id = ?1", [id])
}

/// Reads every row of an answer and says how many bytes its first column had.
fn read(conn: &Connection, sql: &str, params: impl Params) -> Outcome<usize> {
    let mut find = conn.prepare_cached(sql)?;
    let mut rows = find.query(params)?;
    let mut bytes = 0;
    while let Some(row) = rows.next()? {
        bytes += row.get::<_, String>(0)?.len();
    }
    Ok(bytes)
}
