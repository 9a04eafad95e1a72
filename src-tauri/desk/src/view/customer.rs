//! The 360 view of a customer in its eight dimensions.

use backstop_domain::{
    customer::Customer,
    grant::Grant,
    id::{CustomerId, EntryId, OrderId, TicketId},
    invoice::Invoice,
    money::Fen,
    order::Order,
    product::Product,
    service_order::ServiceOrder,
    shipment::Shipment,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::view::queue::QueueRow;

/// One row of the list of customers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct CustomerRow {
    /// Who.
    pub id: CustomerId,
    /// Their name.
    pub name: String,
    /// Telephone (masked as this person may see it) or e-mail.
    pub reach: String,
    /// Province and city.
    pub place: String,
    /// How many orders.
    pub orders: u32,
    /// How many live tickets.
    pub live_tickets: u32,
}

/// A page of customers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct CustomerPage {
    /// How many there are in all.
    pub total: u32,
    /// The rows wanted.
    pub rows: Vec<CustomerRow>,
}

/// An order with what belongs to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct OrderView {
    /// The order; line titles are filled from the catalogue.
    pub order: Order,
    /// Its parcels.
    pub shipments: Vec<Shipment>,
    /// Its visits.
    pub service_orders: Vec<ServiceOrder>,
    /// Its invoice.
    pub invoice: Option<Invoice>,
    /// The products in it, with what the team must know about them.
    pub products: Vec<Product>,
    /// Tickets about it.
    pub tickets: Vec<TicketId>,
}

/// What the customer is probably calling about, the likeliest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Guess {
    /// A ticket that is not solved.
    LiveTicket {
        /// Which.
        ticket_id: TicketId,
        /// Its title.
        title: String,
    },
    /// A parcel that came or comes later than was said.
    LateShipment {
        /// Of which order.
        order_id: OrderId,
        /// What was said.
        expected_at: Timestamp,
    },
    /// A parcel on its way.
    OpenShipment {
        /// Of which order.
        order_id: OrderId,
        /// The last thing the carrier said.
        status: String,
    },
    /// An order that has not left yet.
    UnshippedOrder {
        /// Which.
        order_id: OrderId,
        /// The shop's word for where it stands.
        status: String,
    },
}

/// One dated thing in the customer's life with the shop.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Interaction {
    /// When.
    pub at: Timestamp,
    /// `message`, `ticket`, `resolved`, `parcel`, `grant`.
    pub kind: String,
    /// What happened, in the words of the record; empty where there are none.
    pub text: String,
    /// The compensation that was asked for, if it is one.
    pub grant: Option<Grant>,
    /// The ticket it opens, if any.
    pub ticket_id: Option<TicketId>,
    /// The entry on that ticket.
    pub entry_id: Option<EntryId>,
    /// The order it opens, if any.
    pub order_id: Option<OrderId>,
}

/// What the customer is worth and how they feel, as far as the shop knows.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct Value {
    /// Sum of the orders, by currency.
    pub spent: Vec<Money>,
    /// Number of orders.
    pub orders: u32,
    /// Tickets in all.
    pub tickets: u32,
    /// Tickets that ended with the problem solved.
    pub solved: u32,
    /// Compensation that stands.
    pub granted: Fen,
    /// The satisfaction marks the customer gave (1 to 5), newest first.
    pub satisfaction: Vec<u8>,
}

/// An amount with its currency.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Money {
    /// ISO 4217 code.
    pub currency: String,
    /// How much, in 1/100 of the unit.
    pub amount: Fen,
}

/// The 360 view.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct CustomerView {
    /// 1 and 2: profile and tags.
    pub customer: Customer,
    /// On top: what they probably want.
    pub guesses: Vec<Guess>,
    /// 3, 4 and 5: orders with logistics and service orders.
    pub orders: Vec<OrderView>,
    /// 6: interactions, newest first.
    pub interactions: Vec<Interaction>,
    /// 7: tickets, newest first.
    pub tickets: Vec<QueueRow>,
    /// 7: compensation, newest first.
    pub grants: Vec<Grant>,
    /// 8: value and feedback.
    pub value: Value,
}
