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
