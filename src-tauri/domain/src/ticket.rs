//! A ticket: a promise to solve something, with parties, clocks and an end.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    clock::{self, BoundClock},
    id::{CustomerId, EntryId, GrantId, OrderId, PersonId, TeamId, TicketId},
    money::Fen,
};

/// What a ticket is about. Forms and promises follow from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TicketKind {
    /// Something went wrong and the customer says so.
    Complaint,
    /// Return, exchange or repair after delivery.
    AfterSale,
    /// An installation visit.
    Installation,
    /// A gift that was promised.
    Gift,
    /// The price fell after the purchase.
    PriceDifference,
    /// Return postage to be paid back.
    PostageRefund,
    /// A dispute to be ruled on.
    Arbitration,
    /// A question that could not be answered at once.
    Inquiry,
}

impl TicketKind {
    /// Every kind, in the order in which they are offered.
    pub const ALL: [Self; 8] = [
        Self::Complaint,
        Self::AfterSale,
        Self::Installation,
        Self::Gift,
        Self::PriceDifference,
        Self::PostageRefund,
        Self::Arbitration,
        Self::Inquiry,
    ];

    /// The code that is stored, sent and typed on a command line.
    pub fn code(self) -> &'static str {
        match self {
            Self::Complaint => "complaint",
            Self::AfterSale => "after_sale",
            Self::Installation => "installation",
            Self::Gift => "gift",
            Self::PriceDifference => "price_difference",
            Self::PostageRefund => "postage_refund",
            Self::Arbitration => "arbitration",
            Self::Inquiry => "inquiry",
        }
    }

    /// Reads a [`code`](Self::code); dashes and underscores are the same.
    pub fn from_code(code: &str) -> Option<Self> {
        let code = code.trim().to_ascii_lowercase().replace('-', "_");
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Where a ticket stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TicketStatus {
    /// The team has to act.
    Open,
    /// The customer has to answer; the resolution promise rests.
    WaitingCustomer,
    /// Somebody outside the team has to act; the promise runs on.
    WaitingParty,
    /// Solved as far as the team knows.
    Resolved,
}

impl TicketStatus {
    /// The code that is stored and sent.
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::WaitingCustomer => "waiting_customer",
            Self::WaitingParty => "waiting_party",
            Self::Resolved => "resolved",
        }
    }
}

/// Was the problem solved? One of the three separate facts at the end of a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Solved {
    /// The customer said so.
    Confirmed,
    /// The team believes so.
    Inferred,
    /// It was not.
    No,
}

/// Who was at fault. The second fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Liable {
    /// Nobody, or it was never settled.
    Unsettled,
    /// The merchant.
    Merchant,
    /// The carrier.
    Carrier,
    /// The installer.
    Installer,
    /// The platform or the service team itself.
    Platform,
    /// The customer.
    Customer,
}

/// How a ticket ended: three facts that are never one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Ending {
    /// Was the problem solved?
    pub solved: Solved,
    /// Who was at fault?
    pub liable: Liable,
    /// Is the customer satisfied (1 to 5)? Only the customer can say, so mostly unknown.
    pub satisfied: Option<u8>,
    /// What was done, in the agent's words.
    pub summary: String,
}

/// Who wrote an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "is", content = "id", rename_all = "snake_case")]
pub enum Author {
    /// A member of the team.
    Person(PersonId),
    /// The customer.
    Customer(CustomerId),
    /// A rule.
    System,
}

/// What an entry of the timeline says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum EntryBody {
    /// What the ticket was opened with.
    Description {
        /// The words of the one who opened it.
        text: String,
    },
    /// A public message; who wrote it says in which direction it went.
    Message {
        /// `phone`, `chat`, `app`…
        channel: String,
        /// The words.
        text: String,
    },
    /// An internal remark; the customer never sees it.
    Note {
        /// The words.
        text: String,
    },
    /// Somebody took the ticket, or it was handed to somebody.
    Assigned {
        /// The new owner; nobody when it was put back.
        owner: Option<PersonId>,
    },
    /// The status changed.
    Status {
        /// From.
        from: TicketStatus,
        /// To.
        to: TicketStatus,
    },
    /// The ticket went up to another line.
    Escalated {
        /// From which line.
        from: u8,
        /// To which line.
        to: u8,
        /// Why.
        reason: String,
    },
    /// The ticket ended.
    Resolved {
        /// How.
        ending: Ending,
    },
    /// A compensation was asked for, granted or refused.
    Grant {
        /// Which.
        grant_id: GrantId,
        /// `requested`, `granted`, `approved` or `rejected`.
        step: String,
        /// How much.
        amount: Fen,
        /// Why, where somebody said so.
        reason: String,
    },
}

impl EntryBody {
    /// The written words of the entry, if it has any.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Description { text } | Self::Message { text, .. } | Self::Note { text } => {
                Some(text)
            }
            _ => None,
        }
    }
}

/// One entry of a ticket's timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Entry {
    /// Which entry; made where it was written, so a retry is the same entry.
    pub id: EntryId,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub author: Author,
    /// What.
    pub body: EntryBody,
}

impl Entry {
    /// Whether the customer can see it.
    pub fn is_public(&self) -> bool {
        matches!(self.body, EntryBody::Message { .. })
    }
}

/// A ticket.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Ticket {
    /// Which ticket.
    pub id: TicketId,
    /// The short number people say aloud; the hub gives it on acceptance.
    #[ts(type = "number | null")]
    pub number: Option<u64>,
    /// What it is about.
    pub kind: TicketKind,
    /// One line.
    pub title: String,
    /// Whose problem it is.
    pub customer_id: CustomerId,
    /// The order it is about.
    pub order_id: Option<OrderId>,
    /// Where it stands.
    pub status: TicketStatus,
    /// Shorter promises apply.
    pub urgent: bool,
    /// The tier that holds it, 1 to 4.
    pub line: u8,
    /// The team that holds it.
    pub team: TeamId,
    /// The person who works it; nobody while it waits in the queue.
    pub owner: Option<PersonId>,
    /// Who opened it.
    pub opened_by: PersonId,
    /// When the promise began.
    pub created_at: Timestamp,
    /// When anything last happened.
    pub updated_at: Timestamp,
    /// The promises.
    pub clocks: Vec<BoundClock>,
    /// Everything that happened, in order.
    pub timeline: Vec<Entry>,
    /// How it ended.
    pub ending: Option<Ending>,
}

impl Ticket {
    /// Whether the ticket still needs the team.
    pub fn is_live(&self) -> bool {
        self.status != TicketStatus::Resolved
    }

    /// The newest entry that the customer has seen or sent.
    pub fn public_head(&self) -> Option<&EntryId> {
        self.timeline.iter().rev().find(|e| e.is_public()).map(|e| &e.id)
    }

    /// The next deadline among the clocks that still run, earliest first.
    pub fn next_due(&self) -> Option<Timestamp> {
        let running = self.clocks.iter().filter(|c| c.stopped_at.is_none());
        let due =
            |c: &BoundClock| clock::due(&c.calendar, c.started_at, c.target_seconds, &c.pauses);
        running.filter_map(due).min()
    }
}
