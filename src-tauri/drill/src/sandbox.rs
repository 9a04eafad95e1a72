//! The sandbox shop: the documents a drill may change, and nothing of the real shop.

use std::collections::{BTreeMap, BTreeSet};

use backstop_domain::{
    article::Article,
    customer::Customer,
    document::Document,
    id::{ArticleId, CustomerId, OrderId, ProductId, ServiceOrderId, ShipmentId},
    invoice::Invoice,
    order::Order,
    product::Product,
    service_order::ServiceOrder,
    shipment::Shipment,
};
use serde::{Deserialize, Serialize};

use crate::actions::{Deed, DrillAction};

mod ecom_bench;
mod lookup;
mod shop;
mod tau_retail;

/// Why the shop did not do it: the rule, in the language of the shop.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct Refused {
    /// The rule that stands against it.
    pub reason: String,
}

/// What an action did.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// What the shop answers, in its language.
    pub answer: String,
    /// The documents that changed, in their new state.
    pub changed: Vec<Document>,
}

/// Does an action in the world, if the shop's rules allow it. A refused action changes nothing.
pub fn apply(action: &DrillAction, world: &mut SandboxWorld) -> Result<Effect, Refused> {
    run(action, world, true)
}

/// Does an action that the scenario expects, whatever the rules say.
///
/// The shop's data and its scenarios come from different hands: some scenarios return an order that the data has not
/// delivered yet, or name an order that the data does not have. There the scenario decides, and what the world can
/// follow of it, it follows.
pub(crate) fn apply_expected(action: &DrillAction, world: &mut SandboxWorld) -> Effect {
    let nothing = |refused: Refused| Effect { answer: refused.reason, changed: Vec::new() };
    run(action, world, false).unwrap_or_else(nothing)
}

fn run(action: &DrillAction, world: &mut SandboxWorld, strict: bool) -> Result<Effect, Refused> {
    let deed = Deed::of(action);
    let mut shop = shop::Shop::open(world, action, strict);
    let answer = match ecom_bench::perform(&deed, &mut shop) {
        Some(answer) => answer?,
        None => match tau_retail::perform(&deed, &mut shop) {
            Some(answer) => answer?,
            None => lookup::answer(&deed, &shop)?,
        },
    };
    let (changed, cashback) = shop.changed();
    for document in &changed {
        world.put(document.clone());
    }
    world.cashbacks.extend(cashback);
    Ok(Effect { answer, changed })
}

/// The documents of one drill. Seed it with the scenario's customer, what belongs to them, and the catalogue.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SandboxWorld {
    /// The customer of the scenario (others may be here but are never touched).
    pub customers: BTreeMap<CustomerId, Customer>,
    /// Their orders.
    pub orders: BTreeMap<OrderId, Order>,
    /// The catalogue.
    pub products: BTreeMap<ProductId, Product>,
    /// Their parcels.
    pub shipments: BTreeMap<ShipmentId, Shipment>,
    /// Their visits.
    pub service_orders: BTreeMap<ServiceOrderId, ServiceOrder>,
    /// Their invoices, by order.
    pub invoices: BTreeMap<OrderId, Invoice>,
    /// The shop's written knowledge.
    pub articles: BTreeMap<ArticleId, Article>,
    /// Orders whose review cashback has been registered.
    pub cashbacks: BTreeSet<OrderId>,
}

impl SandboxWorld {
    /// Puts a document into the world, in place of the one with the same identifier. Kinds that no action can touch
    /// (people, tickets, grants, accounts, scenarios, drill runs) are left out.
    pub fn put(&mut self, document: Document) {
        match document {
            Document::Customer(d) => drop(self.customers.insert(d.id.clone(), d)),
            Document::Order(d) => drop(self.orders.insert(d.id.clone(), d)),
            Document::Product(d) => drop(self.products.insert(d.id.clone(), d)),
            Document::Shipment(d) => drop(self.shipments.insert(d.id.clone(), d)),
            Document::ServiceOrder(d) => drop(self.service_orders.insert(d.id.clone(), d)),
            Document::Invoice(d) => drop(self.invoices.insert(d.order_id.clone(), d)),
            Document::Article(d) => drop(self.articles.insert(d.id.clone(), d)),
            _ => {}
        }
    }
}

impl FromIterator<Document> for SandboxWorld {
    fn from_iter<I: IntoIterator<Item = Document>>(documents: I) -> Self {
        let mut world = Self::default();
        documents.into_iter().for_each(|document| world.put(document));
        world
    }
}

#[cfg(test)]
mod tests;
