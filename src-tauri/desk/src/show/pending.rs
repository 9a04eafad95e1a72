//! This desk's work on a ticket that the hub has not accepted: what waits, and what was refused.

use backstop_domain::{
    command::{Command, CommandBody},
    grant::Grant,
    id::EntryId,
    ticket::Ticket,
};
use rusqlite::Connection;

use crate::{
    error::Result,
    outbox::{self, Open},
    view::ticket::PendingWork,
};

/// What is open of this desk's work on a ticket and on its grants, in the order in which it was done.
pub(super) fn work(
    conn: &Connection,
    ticket: &Ticket,
    grants: &[Grant],
) -> Result<Vec<PendingWork>> {
    let mut open = outbox::open_rows(conn)?;
    open.retain(|row| concerns(&row.command.body, ticket, grants));
    Ok(open.into_iter().map(|row| pending(row, ticket)).collect())
}

fn concerns(body: &CommandBody, ticket: &Ticket, grants: &[Grant]) -> bool {
    if let CommandBody::RequestGrant { ticket_id, .. } = body {
        return ticket_id.as_ref() == Some(&ticket.id);
    }
    let (_, subject) = body.subject();
    subject == ticket.id.as_str() || grants.iter().any(|grant| grant.id.as_str() == subject)
}

fn pending(row: Open, ticket: &Ticket) -> PendingWork {
    let Open { command, reason } = row;
    PendingWork {
        entry_id: entry_of(&command, ticket),
        n: command.n,
        kind: command.body.code().to_owned(),
        text: command.body.text().unwrap_or_default().to_owned(),
        command_id: command.id,
        reason,
    }
}

/// The entry of the timeline that the command makes, if it is there. Words name theirs themselves;
/// what merely happened is named after the command.
fn entry_of(command: &Command, ticket: &Ticket) -> Option<EntryId> {
    match &command.body {
        CommandBody::AddNote { entry_id, .. }
        | CommandBody::Reply { entry_id, .. }
        | CommandBody::RecordMessage { entry_id, .. } => Some(entry_id.clone()),
        _ => {
            let entries = ticket.timeline.iter().map(|entry| &entry.id);
            entries.into_iter().find(|id| is_named_after(id, command)).cloned()
        }
    }
}

fn is_named_after(id: &EntryId, command: &Command) -> bool {
    let rest = id.as_str().strip_prefix(command.id.as_str());
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}
