//! What a person wants done, before the desk gives it identifiers and a number.

use backstop_domain::{
    grant::GrantKind,
    id::{CustomerId, EntryId, GrantId, OrderId, PersonId, TicketId},
    money::Fen,
    ticket::{Ending, TicketKind, TicketStatus},
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// An intent, from the UI or the command line. It is checked like any input from outside.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Intent {
    /// Open a ticket.
    OpenTicket {
        /// Whose problem.
        customer_id: CustomerId,
        /// About which order.
        order_id: Option<OrderId>,
        /// About what.
        kind: TicketKind,
        /// One line.
        title: String,
        /// The story.
        text: String,
        /// Shorter promises apply.
        urgent: bool,
    },
    /// Add an internal remark.
    AddNote {
        /// Where.
        ticket_id: TicketId,
        /// The words.
        text: String,
    },
    /// Answer the customer.
    Reply {
        /// Where.
        ticket_id: TicketId,
        /// The words.
        text: String,
        /// The newest entry that was on screen; guards against answering something older.
        seen: Option<EntryId>,
    },
    /// Write down what the customer said.
    RecordMessage {
        /// Where.
        ticket_id: TicketId,
        /// The channel.
        channel: String,
        /// The words.
        text: String,
    },
    /// Take a ticket.
    ClaimTicket {
        /// Which.
        ticket_id: TicketId,
    },
    /// Hand a ticket over, or put it back.
    AssignTicket {
        /// Which.
        ticket_id: TicketId,
        /// To whom.
        owner: Option<PersonId>,
    },
    /// Say who has to act next, or reopen.
    SetStatus {
        /// Which.
        ticket_id: TicketId,
        /// The new status.
        status: TicketStatus,
    },
    /// Send a ticket up.
    EscalateTicket {
        /// Which.
        ticket_id: TicketId,
        /// To which line.
        line: u8,
        /// Why.
        reason: String,
    },
    /// End a ticket.
    ResolveTicket {
        /// Which.
        ticket_id: TicketId,
        /// How.
        ending: Ending,
    },
    /// Ask for a compensation.
    RequestGrant {
        /// Who gets it.
        customer_id: CustomerId,
        /// For which order.
        order_id: Option<OrderId>,
        /// On which ticket.
        ticket_id: Option<TicketId>,
        /// In what form.
        kind: GrantKind,
        /// How much.
        amount: Fen,
        /// Why, as a code.
        cause: String,
        /// Why, in words.
        note: String,
    },
    /// Approve a request.
    ApproveGrant {
        /// Which.
        grant_id: GrantId,
        /// The amount that was on screen.
        amount: Fen,
    },
    /// Refuse a request.
    RejectGrant {
        /// Which.
        grant_id: GrantId,
        /// Why.
        reason: String,
    },
    /// Move money from the team's budget to a person's quota.
    AllotQuota {
        /// Whose.
        person_id: PersonId,
        /// How much.
        amount: Fen,
    },
}
