//! This desk's work on a ticket that the hub has not accepted: what waits, and what was refused.

use backstop_domain::{
    command::{Command, CommandBody},
    id::EntryId,
    rejection::Rejection,
    ticket::Ticket,
};

use crate::view::ticket::PendingWork;

/// A row of the outbox as a ticket sees it.
pub(super) fn work(command: &Command, reason: Option<Rejection>, ticket: &Ticket) -> PendingWork {
    PendingWork {
        command_id: command.id.clone(),
        n: command.n,
        kind: command.body.code().to_owned(),
        entry_id: entry_of(command, ticket),
        text: command.body.text().unwrap_or_default().to_owned(),
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
