//! Commands: everything a person does. Made on a desk, decided there at once, decided for good by the hub.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    document::DocumentKind,
    drill_run::DrillRun,
    grant::GrantKind,
    id::{
        CommandId, CustomerId, DeskId, EntryId, GrantId, OrderId, PersonId, TicketId, TransferId,
    },
    money::Fen,
    ticket::{Ending, TicketKind, TicketStatus},
};

/// A command with its envelope.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Command {
    /// UUIDv7, made before anything is shown or sent.
    pub id: CommandId,
    /// The desk that made it.
    pub desk: DeskId,
    /// Counts the commands of that desk from 1 without gaps.
    #[ts(type = "number")]
    pub n: u64,
    /// Who did it.
    pub actor: PersonId,
    /// When, by the desk's best knowledge of the hub's clock.
    pub made_at: Timestamp,
    /// What they did.
    pub body: CommandBody,
}

/// What a person can do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum CommandBody {
    /// Opens a ticket.
    OpenTicket {
        /// Made on the desk, so that work on it can go on at once.
        ticket_id: TicketId,
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
    /// Adds an internal remark.
    AddNote {
        /// Where.
        ticket_id: TicketId,
        /// Made on the desk.
        entry_id: EntryId,
        /// The words.
        text: String,
    },
    /// Answers the customer.
    Reply {
        /// Where.
        ticket_id: TicketId,
        /// Made on the desk.
        entry_id: EntryId,
        /// The words.
        text: String,
        /// The newest public entry that the writer had seen. With it, the hub refuses a reply that was
        /// overtaken; without it (`None`) the reply is sent as it is.
        seen: Option<EntryId>,
    },
    /// Writes down what the customer said, on the telephone for example.
    RecordMessage {
        /// Where.
        ticket_id: TicketId,
        /// Made on the desk.
        entry_id: EntryId,
        /// The channel it came by.
        channel: String,
        /// The words.
        text: String,
    },
    /// Takes a ticket that nobody has. One winner.
    ClaimTicket {
        /// Which.
        ticket_id: TicketId,
    },
    /// Hands a ticket to somebody, or back to the queue.
    AssignTicket {
        /// Which.
        ticket_id: TicketId,
        /// To whom; `None` puts it back.
        owner: Option<PersonId>,
    },
    /// Says who has to act next. Resolving is [`CommandBody::ResolveTicket`].
    SetStatus {
        /// Which.
        ticket_id: TicketId,
        /// The new status; also reopens a resolved ticket.
        status: TicketStatus,
    },
    /// Sends a ticket up.
    EscalateTicket {
        /// Which.
        ticket_id: TicketId,
        /// To which line.
        line: u8,
        /// Why.
        reason: String,
    },
    /// Ends a ticket with its three facts.
    ResolveTicket {
        /// Which.
        ticket_id: TicketId,
        /// How.
        ending: Ending,
    },
    /// Asks for a compensation; inside the quota it stands at once.
    RequestGrant {
        /// Made on the desk.
        grant_id: GrantId,
        /// The ledger line it will make, named before it is sent.
        transfer_id: TransferId,
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
    /// Approves a waiting grant.
    ApproveGrant {
        /// Which.
        grant_id: GrantId,
        /// The ledger line it will make.
        transfer_id: TransferId,
        /// The amount that the approver saw.
        amount: Fen,
    },
    /// Refuses a waiting grant.
    RejectGrant {
        /// Which.
        grant_id: GrantId,
        /// The ledger line it will make.
        transfer_id: TransferId,
        /// Why.
        reason: String,
    },
    /// Moves money from the team's budget to a person's quota.
    AllotQuota {
        /// Whose quota.
        person_id: PersonId,
        /// The ledger line it will make.
        transfer_id: TransferId,
        /// How much.
        amount: Fen,
    },
    /// Keeps the result of a drill.
    RecordDrill {
        /// The result.
        run: DrillRun,
    },
    /// Stands in for a command that the hub had refused and its person then gave up, when a hub that was restored is told
    /// again what it no longer knows. It changes nothing.
    Withdrawn,
}

impl CommandBody {
    /// The code of the command, as it is shown in the outbox.
    pub fn code(&self) -> &'static str {
        match self {
            Self::OpenTicket { .. } => "open_ticket",
            Self::AddNote { .. } => "add_note",
            Self::Reply { .. } => "reply",
            Self::RecordMessage { .. } => "record_message",
            Self::ClaimTicket { .. } => "claim_ticket",
            Self::AssignTicket { .. } => "assign_ticket",
            Self::SetStatus { .. } => "set_status",
            Self::EscalateTicket { .. } => "escalate_ticket",
            Self::ResolveTicket { .. } => "resolve_ticket",
            Self::RequestGrant { .. } => "request_grant",
            Self::ApproveGrant { .. } => "approve_grant",
            Self::RejectGrant { .. } => "reject_grant",
            Self::AllotQuota { .. } => "allot_quota",
            Self::RecordDrill { .. } => "record_drill",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The thing that the command is mainly about: its order within that thing is kept, and a
    /// rejection blocks nothing else.
    pub fn subject(&self) -> (DocumentKind, String) {
        match self {
            Self::OpenTicket { ticket_id, .. }
            | Self::AddNote { ticket_id, .. }
            | Self::Reply { ticket_id, .. }
            | Self::RecordMessage { ticket_id, .. }
            | Self::ClaimTicket { ticket_id }
            | Self::AssignTicket { ticket_id, .. }
            | Self::SetStatus { ticket_id, .. }
            | Self::EscalateTicket { ticket_id, .. }
            | Self::ResolveTicket { ticket_id, .. } => (DocumentKind::Ticket, ticket_id.0.clone()),
            Self::RequestGrant { grant_id, .. }
            | Self::ApproveGrant { grant_id, .. }
            | Self::RejectGrant { grant_id, .. } => (DocumentKind::Grant, grant_id.0.clone()),
            Self::AllotQuota { person_id, .. } => (DocumentKind::Person, person_id.0.clone()),
            Self::RecordDrill { run } => (DocumentKind::DrillRun, run.id.0.clone()),
            Self::Withdrawn => (DocumentKind::Ticket, String::new()),
        }
    }

    /// The words a person wrote, which no rejection may lose.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::OpenTicket { text, .. }
            | Self::AddNote { text, .. }
            | Self::Reply { text, .. }
            | Self::RecordMessage { text, .. } => Some(text),
            Self::EscalateTicket { reason, .. } | Self::RejectGrant { reason, .. } => Some(reason),
            Self::ResolveTicket { ending, .. } => Some(&ending.summary),
            Self::RequestGrant { note, .. } => Some(note),
            _ => None,
        }
    }
}
