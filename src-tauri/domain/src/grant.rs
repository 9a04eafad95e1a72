//! A compensation: asked for with a cause, inside a quota or decided by a manager.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    id::{CustomerId, GrantId, OrderId, PersonId, TeamId, TicketId, TransferId},
    money::Fen,
};

/// In what form the customer gets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum GrantKind {
    /// Money.
    Cash,
    /// A coupon of that value.
    Coupon,
    /// Return postage.
    Postage,
    /// A gift of that value.
    Gift,
    /// A repair paid for.
    RepairFee,
}

impl GrantKind {
    /// Every kind, in the order in which they are offered.
    pub const ALL: [Self; 5] =
        [Self::Cash, Self::Coupon, Self::Postage, Self::Gift, Self::RepairFee];

    /// The code that is stored, sent and typed on a command line.
    pub fn code(self) -> &'static str {
        match self {
            Self::Cash => "cash",
            Self::Coupon => "coupon",
            Self::Postage => "postage",
            Self::Gift => "gift",
            Self::RepairFee => "repair_fee",
        }
    }

    /// Reads a [`code`](Self::code); dashes and underscores are the same.
    pub fn from_code(code: &str) -> Option<Self> {
        let code = code.trim().to_ascii_lowercase().replace('-', "_");
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// The causes that the console offers. A team may use further codes of the same shape.
pub const CAUSES: [&str; 10] = [
    "late_delivery",
    "damaged",
    "missing_parts",
    "install_no_show",
    "install_fee",
    "price_difference",
    "return_postage",
    "quality",
    "gift_missing",
    "service_attitude",
];

/// Whether a text has the shape of a cause: 1 to 40 lower-case letters, digits, `_` or `-`.
pub fn is_cause(code: &str) -> bool {
    let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_' || b == b'-';
    (1..=40).contains(&code.len()) && code.bytes().all(fits)
}

/// Where a grant stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum GrantState {
    /// Above the quota: money is held in the team's budget until a manager decides.
    Waiting,
    /// It stands: inside the quota, or approved.
    Granted,
    /// A manager refused it; the hold was released.
    Rejected,
}

/// A compensation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Grant {
    /// Which grant.
    pub id: GrantId,
    /// Who gets it.
    pub customer_id: CustomerId,
    /// For which order.
    pub order_id: Option<OrderId>,
    /// On which ticket.
    pub ticket_id: Option<TicketId>,
    /// In what form.
    pub kind: GrantKind,
    /// How much.
    pub amount: Fen,
    /// Why, as a code.
    pub cause: String,
    /// Why, in words.
    pub note: String,
    /// Where it stands.
    pub state: GrantState,
    /// Who asked.
    pub requested_by: PersonId,
    /// The team whose budget backs it.
    pub team: TeamId,
    /// When.
    pub requested_at: Timestamp,
    /// The hold in the ledger while a manager decides.
    pub hold: Option<TransferId>,
    /// Who decided, when it was not the quota.
    pub decided_by: Option<PersonId>,
    /// When.
    pub decided_at: Option<Timestamp>,
    /// Why it was refused.
    pub reason: String,
}
