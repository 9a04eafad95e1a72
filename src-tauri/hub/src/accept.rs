//! Accepting commands: the one place where something becomes true.
//!
//! A push is decided inside the writer's transaction, command by command in the order of its desk.
//! What a command changes, its answer, its ledger lines and its line of the audit log are committed
//! together or not at all.

use std::cell::RefCell;

use backstop_domain::{
    audience,
    command::{Command, CommandBody},
    decide::decide,
    document::{Document, DocumentKind},
    id::CustomerId,
    planted,
    rejection::Rejection,
    world::{Authority, Context, Effects, World},
};
use backstop_protocol::commands::{Outcome, Verdict};
use jiff::Timestamp;
use rusqlite::Connection;
use serde_json::json;

use crate::{
    error::{HubError, Result},
    store::{Seat, audit, desks, documents, ledger, outcomes},
};

/// Decides a push of one desk: all of it, or, when its numbering or its sender is wrong, none of it.
/// A rejected command is an answer like any other, and is remembered like any other.
pub(crate) fn push(
    connection: &Connection,
    seat: &Seat,
    commands: &[Command],
    now: Timestamp,
) -> Result<Vec<Outcome>> {
    if !planted!(RevokedAccepted) {
        still_valid(connection, seat)?;
    }
    let mut last = desks::last_n(connection, &seat.desk)?;
    in_sequence(commands, last)?;
    let mut outcomes = Vec::with_capacity(commands.len());
    for command in in_order(commands) {
        is_from(seat, command)?;
        if command.n <= last && !planted!(DedupForgotten) {
            outcomes.push(outcomes::remembered(connection, command)?);
            continue;
        }
        outcomes.push(match outcomes::given_elsewhere(connection, command)? {
            Some(outcome) => outcome,
            None => accept(connection, seat, command, now)?,
        });
        last = last.max(command.n);
    }
    desks::advance(connection, &seat.desk, last)?;
    Ok(outcomes)
}

/// The commands from the first to the last.
fn in_order(commands: &[Command]) -> Vec<&Command> {
    let mut order: Vec<_> = commands.iter().collect();
    if planted!(AppliedOutOfOrder) {
        order.reverse();
    }
    order
}

/// A token that stopped being valid while the push waited for its turn proves nothing any more.
fn still_valid(connection: &Connection, seat: &Seat) -> Result<()> {
    match &seat.token {
        Some(token) => desks::seat(connection, token).map(drop),
        None => desks::enabled(connection, &seat.person.id).map(drop),
    }
}

fn in_sequence(commands: &[Command], last: u64) -> Result<()> {
    let Some(first) = commands.first() else { return Ok(()) };
    for (expected, command) in (first.n.clamp(1, last + 1)..).zip(commands) {
        if command.n != expected {
            return Err(HubError::Gap { expected, found: command.n });
        }
    }
    Ok(())
}

fn is_from(seat: &Seat, command: &Command) -> Result<()> {
    if command.desk != seat.desk {
        return Err(HubError::Forbidden("the command is of another desk".to_owned()));
    }
    if command.actor != seat.person.id {
        return Err(HubError::Forbidden("the command is of another person".to_owned()));
    }
    Ok(())
}

fn accept(
    connection: &Connection,
    seat: &Seat,
    command: &Command,
    now: Timestamp,
) -> Result<Outcome> {
    let judged = match hidden(connection, seat, command)? {
        Some(rejection) => Err(rejection),
        None => judge(connection, command, now)?,
    };
    let verdict = match judged {
        Ok(effects) => {
            let seq = store(connection, &effects)?;
            let line = json!({"type": "command", "at": now, "seq": seq, "command": command});
            audit::append(connection, &line)?;
            Verdict::Accepted { seq }
        }
        Err(reason) => Verdict::Rejected { reason },
    };
    if !planted!(DedupForgotten) {
        outcomes::remember(connection, command, &verdict)?;
    }
    Ok(Outcome { id: command.id.clone(), n: command.n, verdict })
}

/// Whether the command touches something that its person may not see: to them it does not exist.
fn hidden(connection: &Connection, seat: &Seat, command: &Command) -> Result<Option<Rejection>> {
    let touched = match &command.body {
        CommandBody::OpenTicket { .. } => None,
        CommandBody::RequestGrant { ticket_id, .. } => {
            ticket_id.as_ref().map(|id| (DocumentKind::Ticket, id.0.clone()))
        }
        body => Some(body.subject()),
    };
    let Some((kind, id)) = touched else { return Ok(None) };
    let Some(document) = documents::find(connection, kind, &id)? else { return Ok(None) };
    let mine = audience::of_person(&seat.person);
    let visible = !audience::of_document(&document).is_disjoint(&mine);
    Ok((!visible).then(|| Rejection::Unknown { kind: kind.code().to_owned(), id }))
}

fn judge(
    connection: &Connection,
    command: &Command,
    now: Timestamp,
) -> Result<Result<Effects, Rejection>> {
    let opens = matches!(command.body, CommandBody::OpenTicket { .. });
    let number = opens.then(|| documents::next_ticket_number(connection)).transpose()?;
    let context = Context { authority: Authority::Hub, now, next_number: number };
    let world = Present { connection, failure: RefCell::default() };
    let decided = decide(&world, command, &context);
    if let Some(failure) = world.failure.into_inner() {
        return Err(failure);
    }
    let Ok(effects) = decided else { return Ok(decided) };
    for transfer in &effects.transfers {
        if ledger::exists(connection, &transfer.id)? {
            return Ok(Err(Rejection::Duplicate { id: transfer.id.to_string() }));
        }
    }
    Ok(Ok(effects))
}

/// Stores the effects and gives the highest feed number among them.
fn store(connection: &Connection, effects: &Effects) -> Result<u64> {
    for transfer in &effects.transfers {
        ledger::append(connection, transfer)?;
    }
    let mut highest = 0;
    for document in &effects.documents {
        highest = highest.max(documents::put(connection, document)?.seq);
        documents::reserve_number(connection, document)?;
    }
    Ok(highest)
}

/// The present state of things, as it is inside the writer's transaction. A failure of the database
/// is kept aside and undoes the push: it must never look like a thing that is not there.
struct Present<'a> {
    connection: &'a Connection,
    failure: RefCell<Option<HubError>>,
}

impl Present<'_> {
    fn or_keep<T: Default>(&self, result: Result<T>) -> T {
        result.unwrap_or_else(|error| {
            self.failure.borrow_mut().get_or_insert(error);
            T::default()
        })
    }
}

impl World for Present<'_> {
    fn document(&self, kind: DocumentKind, id: &str) -> Option<Document> {
        self.or_keep(documents::find(self.connection, kind, id))
    }

    fn has_customer(&self, id: &CustomerId) -> bool {
        self.or_keep(documents::exists(self.connection, DocumentKind::Customer, id.as_str()))
    }
}
