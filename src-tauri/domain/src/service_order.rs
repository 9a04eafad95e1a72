//! A visit to the customer: installation, repair, return or exchange.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::{CustomerId, OrderId, ServiceOrderId};

/// A service order, in the shop's own words where it has no codes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ServiceOrder {
    /// Which visit.
    pub id: ServiceOrderId,
    /// Which import this came from.
    pub source: String,
    /// Whose.
    pub customer_id: CustomerId,
    /// For which order.
    pub order_id: OrderId,
    /// Installation, repair…
    pub kind: String,
    /// The appointment as the customer was told it.
    pub appointment: String,
    /// Whom the installer calls.
    pub contact: String,
    /// Their telephone number.
    pub phone: String,
}
