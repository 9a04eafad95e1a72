//! The invoice of an order.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::OrderId;

/// An invoice. There is at most one for an order, so the order's number is its identity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Invoice {
    /// The order it bills.
    pub order_id: OrderId,
    /// Which import this came from.
    pub source: String,
    /// Personal, company…
    pub kind: String,
    /// Whom it names.
    pub title: String,
    /// The telephone number on it.
    pub phone: String,
}
