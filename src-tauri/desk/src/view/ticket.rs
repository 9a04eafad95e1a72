//! One ticket with everything its screen shows.

use std::collections::BTreeMap;

use backstop_domain::{
    clock::{BoundClock, Reading},
    grant::Grant,
    id::{CommandId, EntryId, PersonId},
    rejection::Rejection,
    ticket::Ticket,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A clock of a ticket as it reads now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ClockView {
    /// The promise and its history: what it counts, what paused it.
    pub clock: BoundClock,
    /// Where it stands.
    pub reading: Reading,
}

/// A command of this desk on the ticket that the hub has not accepted (yet).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct PendingWork {
    /// Which command.
    pub command_id: CommandId,
    /// Its number in the outbox.
    #[ts(type = "number")]
    pub n: u64,
    /// The code of the command.
    pub kind: String,
    /// The timeline entry it makes, if any.
    pub entry_id: Option<EntryId>,
    /// The words the person wrote.
    pub text: String,
    /// Why the hub refused it; nothing while it waits.
    pub reason: Option<Rejection>,
}

/// A ticket for the screen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct TicketView {
    /// The ticket, pending work included.
    pub ticket: Ticket,
    /// Its promises now.
    pub clocks: Vec<ClockView>,
    /// The customer's name.
    pub customer_name: String,
    /// Names of the people in the timeline.
    pub people: BTreeMap<PersonId, String>,
    /// Compensations on this ticket.
    pub grants: Vec<Grant>,
    /// This desk's work on it that is not on the hub, refused work included.
    pub pending: Vec<PendingWork>,
}
