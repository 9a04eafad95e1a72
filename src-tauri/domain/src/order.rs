//! An order: what was bought, for how much, and where it goes.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    customer::Address,
    id::{CustomerId, OrderId, ProductId},
    money::Fen,
};

/// One position of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OrderLine {
    /// What was bought.
    pub product_id: ProductId,
    /// The variant that was bought, where the shop tells variants apart.
    pub item_id: String,
    /// The product's name at the time, or empty: then the catalogue has it.
    pub title: String,
    /// Colour, size and the like, in words.
    pub options: String,
    /// How many.
    pub quantity: u32,
    /// Price of one.
    pub price: Fen,
}

/// An order as the shop knows it. Statuses and payment stay in the shop's own words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Order {
    /// The number the customer knows.
    pub id: OrderId,
    /// Which import this came from.
    pub source: String,
    /// Who bought.
    pub customer_id: CustomerId,
    /// The shop's word for where the order stands.
    pub status: String,
    /// What was paid or is to be paid.
    pub total: Fen,
    /// ISO 4217 code.
    pub currency: String,
    /// Whether the customer asked for haste.
    pub urgent: bool,
    /// What was bought.
    pub lines: Vec<OrderLine>,
    /// Where it goes.
    pub address: Address,
    /// How it was paid, in the shop's words.
    pub payment: String,
}
