//! The queue: one row a ticket, the next deadline first.

use backstop_domain::{
    clock::{ClockKind, ReadingState},
    id::{CustomerId, OrderId, PersonId, TicketId},
    ticket::{TicketKind, TicketStatus},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which tickets a queue shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum QueueScope {
    /// Live tickets of this person.
    #[default]
    Mine,
    /// Live tickets of the team.
    Team,
    /// Live tickets of the team that nobody has.
    Unclaimed,
    /// Tickets that ended, newest first.
    Resolved,
}

/// What part of a queue is wanted.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct QueueQuery {
    /// Which tickets.
    pub scope: QueueScope,
    /// The first row wanted.
    pub offset: u32,
    /// How many rows.
    pub limit: u32,
}

/// How many tickets each queue holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct QueueCounts {
    /// See [`QueueScope::Mine`].
    pub mine: u32,
    /// See [`QueueScope::Team`].
    pub team: u32,
    /// See [`QueueScope::Unclaimed`].
    pub unclaimed: u32,
    /// See [`QueueScope::Resolved`].
    pub resolved: u32,
    /// Live tickets of this person with a broken promise.
    pub breached: u32,
}

/// A part of a queue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct QueuePage {
    /// How many rows the whole queue has.
    pub total: u32,
    /// The sizes of all queues.
    pub counts: QueueCounts,
    /// The rows wanted.
    pub rows: Vec<QueueRow>,
}

/// One ticket in a queue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct QueueRow {
    /// Which ticket.
    pub id: TicketId,
    /// The number the hub gave it.
    #[ts(type = "number | null")]
    pub number: Option<u64>,
    /// One line.
    pub title: String,
    /// About what.
    pub kind: TicketKind,
    /// Where it stands.
    pub status: TicketStatus,
    /// Shorter promises apply.
    pub urgent: bool,
    /// Which tier holds it.
    pub line: u8,
    /// Who has it.
    pub owner: Option<PersonId>,
    /// Their name.
    pub owner_name: String,
    /// Whose problem.
    pub customer_id: CustomerId,
    /// Their name.
    pub customer_name: String,
    /// About which order.
    pub order_id: Option<OrderId>,
    /// The next deadline among the promises that still run.
    pub due: Option<Timestamp>,
    /// Which promise that is.
    pub due_clock: Option<ClockKind>,
    /// Where that promise stands; the UI counts down between two readings.
    pub due_state: Option<ReadingState>,
    /// When anything last happened.
    pub updated_at: Timestamp,
    /// Whether some of it is not yet on the hub.
    pub pending: bool,
    /// Whether some of it was refused and waits for the person.
    pub stuck: bool,
}
