//! The queues: pages of tickets, the next deadline first, straight from the rows of `ticket`.

use backstop_domain::{
    clock::{ClockKind, ReadingState},
    id::{CustomerId, OrderId, PersonId, TicketId},
};
use jiff::Timestamp;
use rusqlite::{Connection, Params, Row};

use super::code::from_code;
use crate::{
    derived::{Viewer, viewer},
    error::{DeskError, Result},
    view::queue::{QueueCounts, QueuePage, QueueQuery, QueueRow, QueueScope},
};

/// No page is longer than this, whatever is asked for.
pub(crate) const LONGEST_PAGE: u32 = 1_000;

/// What a row is read from. The names come from the documents, so that nobody has to write a
/// thousand rows when a person is renamed. The ticket's own document is long and is looked at only
/// where there is open work on it.
const ROW: &str = "SELECT t.id, t.number, t.title, t.kind, t.status, t.urgent, t.line, t.owner,
        t.customer_id, t.order_id, t.due_ms, t.due_clock, t.updated_ms,
        CASE WHEN t.worked THEN (SELECT d.pending FROM document d WHERE d.key = t.key) ELSE 0 END,
        CASE WHEN t.worked THEN (SELECT d.stuck FROM document d WHERE d.key = t.key) ELSE 0 END,
        (SELECT name FROM customer c WHERE c.id = t.customer_id),
        (SELECT ifnull(p.current, p.confirmed) ->> 'name' FROM document p
            WHERE p.kind = 'person' AND p.id = t.owner)
    FROM (SELECT *, EXISTS (SELECT 1 FROM touch o WHERE o.kind = 'ticket' AND o.id = ticket.id)
            AS worked FROM ticket WHERE key = ?1) t";

/// A page of a queue with the sizes of all queues.
pub(crate) fn page(conn: &Connection, query: &QueueQuery, now: Timestamp) -> Result<QueuePage> {
    let viewer = viewer(conn)?.ok_or(DeskError::NotSignedIn)?;
    let counts = counts(conn, &viewer, now)?;
    let total = match query.scope {
        QueueScope::Mine => counts.mine,
        QueueScope::Team => counts.team,
        QueueScope::Unclaimed => counts.unclaimed,
        QueueScope::Resolved => counts.resolved,
    };
    let rows = keys(conn, query, &viewer, total)?;
    let rows = rows.into_iter().map(|key| row(conn, key, now)).collect::<Result<_>>()?;
    Ok(QueuePage { total, counts, rows })
}

/// How many tickets each queue of this person holds.
pub(crate) fn counts(conn: &Connection, viewer: &Viewer, now: Timestamp) -> Result<QueueCounts> {
    let sql = "SELECT
            ifnull(sum(n) FILTER (WHERE live = 1 AND owner = ?1), 0),
            ifnull(sum(n) FILTER (WHERE live = 1 AND team = ?2), 0),
            ifnull(sum(n) FILTER (WHERE live = 1 AND team = ?2 AND owner = ''), 0),
            ifnull(sum(n) FILTER (WHERE live = 0 AND team = ?2), 0),
            (SELECT count(*) FROM ticket
                WHERE live = 1 AND owner = ?1 AND owner IS NOT NULL AND sort_ms < ?3)
        FROM tally";
    let mut count = conn.prepare_cached(sql)?;
    let now_ms = now.as_millisecond();
    let counts = count.query_row((&viewer.person, &viewer.team, now_ms), |r| {
        Ok(QueueCounts {
            mine: r.get(0)?,
            team: r.get(1)?,
            unclaimed: r.get(2)?,
            resolved: r.get(3)?,
            breached: r.get(4)?,
        })
    })?;
    Ok(counts)
}

/// A customer's tickets, newest first.
pub(crate) fn of_customer(
    conn: &Connection,
    customer_id: &str,
    now: Timestamp,
) -> Result<Vec<QueueRow>> {
    let sql = "SELECT key FROM ticket WHERE customer_id = ?1 ORDER BY created_ms DESC, key DESC";
    let keys = numbers(conn, sql, [customer_id])?;
    keys.into_iter().map(|key| row(conn, key, now)).collect()
}

/// The order of each queue, and the part of its index that it walks through.
struct Walk {
    from: &'static str,
    forwards: &'static str,
    backwards: &'static str,
}

fn walk(scope: QueueScope) -> Walk {
    const SOONEST: &str = "sort_ms, created_ms, key";
    const LATEST: &str = "sort_ms DESC, created_ms DESC, key DESC";
    let (from, forwards, backwards) = match scope {
        QueueScope::Mine => ("live = 1 AND owner = ?1 AND owner IS NOT NULL", SOONEST, LATEST),
        QueueScope::Team => ("live = 1 AND team = ?1", SOONEST, LATEST),
        QueueScope::Unclaimed => ("live = 1 AND team = ?1 AND owner IS NULL", SOONEST, LATEST),
        QueueScope::Resolved => {
            ("live = 0 AND team = ?1", "ended_ms DESC, key DESC", "ended_ms, key")
        }
    };
    Walk { from, forwards, backwards }
}

/// The keys of the rows of a page. The index is walked from the nearer end.
fn keys(conn: &Connection, query: &QueueQuery, viewer: &Viewer, total: u32) -> Result<Vec<i64>> {
    let limit = query.limit.min(LONGEST_PAGE).min(total.saturating_sub(query.offset));
    let after = total.saturating_sub(query.offset).saturating_sub(limit);
    let walk = walk(query.scope);
    let is_far = query.offset > after;
    let (order, skip) =
        if is_far { (walk.backwards, after) } else { (walk.forwards, query.offset) };
    let whose = if query.scope == QueueScope::Mine { &viewer.person } else { &viewer.team };
    let from = walk.from;
    let sql = format!("SELECT key FROM ticket WHERE {from} ORDER BY {order} LIMIT ?2 OFFSET ?3");
    let mut keys = numbers(conn, &sql, (whose, limit, skip))?;
    if is_far {
        keys.reverse();
    }
    Ok(keys)
}

fn numbers(conn: &Connection, sql: &str, params: impl Params) -> Result<Vec<i64>> {
    let mut find = conn.prepare_cached(sql)?;
    let keys = find.query_map(params, |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
    Ok(keys)
}

fn row(conn: &Connection, key: i64, now: Timestamp) -> Result<QueueRow> {
    let mut find = conn.prepare_cached(ROW)?;
    Ok(find.query_row([key], |r| read(r, now))?)
}

fn read(r: &Row<'_>, now: Timestamp) -> rusqlite::Result<QueueRow> {
    let text = |column: usize| r.get::<_, String>(column);
    let optional = |column: usize| r.get::<_, Option<String>>(column);
    let due = r.get::<_, Option<i64>>(10)?.map(instant).transpose()?;
    let due_clock = optional(11)?.map(|code| from_code::<ClockKind>(&code)).transpose()?;
    Ok(QueueRow {
        id: TicketId(text(0)?),
        number: r.get::<_, Option<i64>>(1)?.and_then(|number| u64::try_from(number).ok()),
        title: text(2)?,
        kind: from_code(&text(3)?)?,
        status: from_code(&text(4)?)?,
        urgent: r.get(5)?,
        line: r.get(6)?,
        owner: optional(7)?.map(PersonId),
        customer_id: CustomerId(text(8)?),
        order_id: optional(9)?.map(OrderId),
        due,
        due_clock,
        due_state: due_clock.map(|_| state(due, now)),
        updated_at: instant(r.get(12)?)?,
        pending: r.get::<_, i64>(13)? > 0,
        stuck: r.get::<_, i64>(14)? > 0,
        customer_name: optional(15)?.unwrap_or_default(),
        owner_name: optional(16)?.unwrap_or_default(),
    })
}

/// At the deadline itself the promise can still be kept; without a deadline it rests.
fn state(due: Option<Timestamp>, now: Timestamp) -> ReadingState {
    match due {
        Some(due) if due < now => ReadingState::Breached,
        Some(_) => ReadingState::Running,
        None => ReadingState::Paused,
    }
}

/// An instant from its milliseconds.
pub(crate) fn instant(ms: i64) -> rusqlite::Result<Timestamp> {
    Timestamp::from_millisecond(ms).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(0, ms))
}
