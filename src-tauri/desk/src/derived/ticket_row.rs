//! The row of a ticket in the queues.

use backstop_domain::{
    clock::{BoundClock, ClockKind},
    id::{OrderId, PersonId},
    ticket::{EntryBody, Ticket},
};
use jiff::Timestamp;
use rusqlite::{Connection, params};

use crate::{error::Result, show::code::clock_code};

/// Sorts after every deadline.
const END_OF_TIME_MS: i64 = i64::MAX;

/// What a queue is sorted by: nothing in it depends on the present, so that a row is right until the
/// ticket changes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Next {
    due: Option<Timestamp>,
    clock: Option<ClockKind>,
}

/// Writes the row.
pub(super) fn put(conn: &Connection, key: i64, ticket: &Ticket) -> Result<()> {
    let sql = "INSERT INTO ticket (key, id, number, title, kind, status, live, urgent, line, team,
            owner, customer_id, order_id, due_ms, due_clock, sort_ms, created_ms, updated_ms,
            ended_ms)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,
            ?19)
        ON CONFLICT (key) DO UPDATE SET number = excluded.number, title = excluded.title,
            kind = excluded.kind, status = excluded.status, live = excluded.live,
            urgent = excluded.urgent, line = excluded.line, team = excluded.team,
            owner = excluded.owner, customer_id = excluded.customer_id,
            order_id = excluded.order_id, due_ms = excluded.due_ms,
            due_clock = excluded.due_clock, sort_ms = excluded.sort_ms,
            created_ms = excluded.created_ms, updated_ms = excluded.updated_ms,
            ended_ms = excluded.ended_ms";
    let next = next(ticket);
    let due_ms = next.due.map(Timestamp::as_millisecond);
    conn.prepare_cached(sql)?.execute(params![
        key,
        ticket.id.as_str(),
        ticket.number.and_then(|number| i64::try_from(number).ok()),
        ticket.title,
        ticket.kind.code(),
        ticket.status.code(),
        ticket.is_live(),
        ticket.urgent,
        ticket.line,
        ticket.team.as_str(),
        ticket.owner.as_ref().map(PersonId::as_str),
        ticket.customer_id.as_str(),
        ticket.order_id.as_ref().map(OrderId::as_str),
        due_ms,
        next.clock.map(clock_code),
        due_ms.unwrap_or(END_OF_TIME_MS),
        ticket.created_at.as_millisecond(),
        ticket.updated_at.as_millisecond(),
        ended_ms(ticket),
    ])?;
    Ok(())
}

/// The promise that runs out first among those that still run; without one, a promise that rests;
/// of an ended ticket none.
fn next(ticket: &Ticket) -> Next {
    if !ticket.is_live() {
        return Next::default();
    }
    let open = || ticket.clocks.iter().filter(|clock| clock.stopped_at.is_none());
    let rests = |clock: &BoundClock| clock.pauses.iter().any(|pause| pause.until.is_none());
    let running = open().filter(|clock| !rests(clock));
    let first = running.filter_map(|clock| Some((clock.due()?, clock.kind))).min();
    match first {
        Some((due, clock)) => Next { due: Some(due), clock: Some(clock) },
        None => {
            Next { due: None, clock: open().find(|clock| rests(clock)).map(|clock| clock.kind) }
        }
    }
}

fn ended_ms(ticket: &Ticket) -> i64 {
    if ticket.is_live() {
        return 0;
    }
    let ends = |body: &EntryBody| matches!(body, EntryBody::Resolved { .. });
    let last = ticket.timeline.iter().rev().find(|entry| ends(&entry.body));
    last.map_or(ticket.updated_at, |entry| entry.at).as_millisecond()
}
