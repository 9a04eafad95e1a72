//! Why the hub (or the desk, ahead of it) says no. A rejection never destroys what was written.

use serde::{Deserialize, Serialize};
use thiserror::Error;
use ts_rs::TS;

use crate::{
    id::{GrantId, PersonId, TicketId},
    money::Fen,
};

/// A reason that the console can explain. The code is stable; the words are the UI's.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize, TS)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Rejection {
    /// The person may not do this.
    #[error("this needs another role")]
    NotAllowed,
    /// A text is empty or too long, or a value is out of range.
    #[error("{field} is not valid: {why}")]
    Invalid {
        /// Which field.
        field: String,
        /// What would be.
        why: String,
    },
    /// There is no such thing, or this person may not see it.
    #[error("there is no {kind} {id}")]
    Unknown {
        /// What sort of thing.
        kind: String,
        /// Which.
        id: String,
    },
    /// Something with this identifier is there already and differs.
    #[error("{id} exists already")]
    Duplicate {
        /// Which.
        id: String,
    },
    /// Somebody else took the ticket first.
    #[error("the ticket was already claimed by {by}")]
    AlreadyClaimed {
        /// Which ticket.
        ticket_id: TicketId,
        /// Who has it.
        by: PersonId,
    },
    /// The customer has heard or said something newer than what the writer saw.
    #[error("something newer was said on the ticket")]
    ThreadMoved {
        /// Which ticket.
        ticket_id: TicketId,
    },
    /// The ticket has ended; reopen it first.
    #[error("the ticket is resolved")]
    TicketResolved {
        /// Which ticket.
        ticket_id: TicketId,
    },
    /// A ticket never goes back down a line.
    #[error("a ticket only goes up: it is on line {line}")]
    OnlyUp {
        /// Where it is.
        line: u8,
    },
    /// The ticket was handed up to a line above the person's.
    #[error("the ticket is on line {line}, above the person's")]
    WrongLine {
        /// Where it is.
        line: u8,
    },
    /// The team's budget does not reach.
    #[error("the budget has {available} left, {wanted} was asked for")]
    BudgetShort {
        /// What is left.
        available: Fen,
        /// What was wanted.
        wanted: Fen,
    },
    /// Somebody decided this grant before.
    #[error("the grant was already decided")]
    AlreadyDecided {
        /// Which grant.
        grant_id: GrantId,
    },
    /// Nobody approves their own request.
    #[error("nobody decides on their own request")]
    OwnRequest,
    /// The grant is not what the approver saw.
    #[error("the grant differs from what was shown: it is over {amount} now")]
    GrantDiffers {
        /// What it is over now.
        amount: Fen,
    },
    /// Money does not move while the hub's database might lose what it has acknowledged.
    #[error("money does not move at the moment: {why}")]
    MoneyPaused {
        /// What is wrong with the database.
        why: String,
    },
}

impl Rejection {
    /// Shorthand for [`Rejection::Invalid`].
    pub(crate) fn invalid(field: &str, why: impl Into<String>) -> Self {
        Self::Invalid { field: field.to_owned(), why: why.into() }
    }

    /// Shorthand for [`Rejection::Unknown`].
    pub(crate) fn unknown(kind: &str, id: impl std::fmt::Display) -> Self {
        Self::Unknown { kind: kind.to_owned(), id: id.to_string() }
    }
}
