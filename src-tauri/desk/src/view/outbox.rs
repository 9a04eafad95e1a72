//! The outbox: what was done here and is not on the hub, each row with its state.

use backstop_domain::{id::CommandId, rejection::Rejection};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Where a command of the outbox stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OutboxState {
    /// It goes out when there is a line.
    Waiting,
    /// The hub refused it; the person decides what becomes of the words.
    Stuck,
}

/// One row of the outbox.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct OutboxRow {
    /// Which command.
    pub id: CommandId,
    /// Its number on this desk.
    #[ts(type = "number")]
    pub n: u64,
    /// The code of the command.
    pub kind: String,
    /// Where it stands.
    pub state: OutboxState,
    /// Why it was refused.
    pub reason: Option<Rejection>,
    /// The kind of thing it is about.
    pub subject_kind: String,
    /// Which.
    pub subject_id: String,
    /// A line for the list: the ticket's title, the customer's name.
    pub title: String,
    /// The words the person wrote.
    pub text: String,
    /// When it was done.
    pub made_at: Timestamp,
}

/// The answer to anything that writes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Written {
    /// The thing that was written: a ticket, an entry, a grant.
    pub id: String,
    /// `waiting` until the hub has it, then `confirmed`.
    pub state: WrittenState,
    /// The command's number in the outbox.
    #[ts(type = "number")]
    pub n: u64,
}

/// Whether the hub has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum WrittenState {
    /// On this desk's disk, not yet on the hub.
    Waiting,
    /// On the hub.
    Confirmed,
}
