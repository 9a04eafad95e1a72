//! What was promised to a person: a command that their desk said it had.

use backstop_domain::command::{Command, CommandBody};
use backstop_protocol::commands::Verdict;

/// A command that a desk has acknowledged.
#[derive(Debug, Clone)]
pub struct Promise {
    /// The desk.
    pub place: usize,
    /// The command's number there, when it was made.
    pub n: u64,
    /// What was done.
    pub body: CommandBody,
    /// Whether its person has given it up since.
    pub given_up: bool,
    /// Whether its person was about to give it up when the program died.
    pub doubtful: bool,
}

/// What the hub has said of a command in its present history.
#[derive(Debug, Clone)]
pub struct Told {
    /// The command, as it came.
    pub command: Command,
    /// The answer.
    pub verdict: Verdict,
}

/// The entry that a command writes under a name of its own.
pub fn written_entry(body: &CommandBody) -> Option<(&str, &str)> {
    match body {
        CommandBody::AddNote { ticket_id, entry_id, .. }
        | CommandBody::Reply { ticket_id, entry_id, .. }
        | CommandBody::RecordMessage { ticket_id, entry_id, .. } => {
            Some((ticket_id.as_str(), entry_id.as_str()))
        }
        _ => None,
    }
}

/// The ticket on which a command leaves exactly one entry named after itself, if it changes anything.
pub fn marked_ticket(body: &CommandBody) -> Option<&str> {
    match body {
        CommandBody::ClaimTicket { ticket_id }
        | CommandBody::AssignTicket { ticket_id, .. }
        | CommandBody::SetStatus { ticket_id, .. }
        | CommandBody::EscalateTicket { ticket_id, .. }
        | CommandBody::ResolveTicket { ticket_id, .. } => Some(ticket_id.as_str()),
        _ => None,
    }
}
