//! The counter of the sandbox shop: reads an action's arguments, finds documents, remembers which of them changed.

use backstop_domain::{
    customer::Customer,
    document::Document,
    id::{CustomerId, OrderId, ProductId},
    money::Fen,
    order::Order,
    product::Product,
};
use serde_json::Value;

use super::{Refused, SandboxWorld};
use crate::actions::DrillAction;

/// One action at the counter.
pub(super) struct Shop<'w> {
    pub(super) world: &'w SandboxWorld,
    action: &'w DrillAction,
    strict: bool,
    changed: Vec<Document>,
    cashback: Option<OrderId>,
}

/// What the shop answers, or why not.
pub(super) type Answer = Result<String, Refused>;

pub(super) fn refuse<T>(reason: impl Into<String>) -> Result<T, Refused> {
    Err(Refused { reason: reason.into() })
}

impl<'w> Shop<'w> {
    pub(super) fn open(world: &'w mut SandboxWorld, action: &'w DrillAction, strict: bool) -> Self {
        Self { world, action, strict, changed: Vec::new(), cashback: None }
    }

    /// What the action changed, not yet in the world.
    pub(super) fn changed(self) -> (Vec<Document>, Option<OrderId>) {
        (self.changed, self.cashback)
    }

    /// Registers the cashback of an order.
    pub(super) fn register(&mut self, order: OrderId) {
        self.cashback = Some(order);
    }

    /// A rule: stands against the action only where rules are kept.
    pub(super) fn demand(
        &self,
        kept: bool,
        reason: impl FnOnce() -> String,
    ) -> Result<(), Refused> {
        if kept || !self.strict { Ok(()) } else { refuse(reason()) }
    }

    /// An argument as text; empty when it was not given.
    pub(super) fn text(&self, name: &str) -> String {
        match self.action.arguments.get(name) {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(text)) => text.trim().to_owned(),
            Some(other) => other.to_string(),
        }
    }

    /// An amount in yuan or dollars.
    pub(super) fn money(&self, name: &str) -> Option<Fen> {
        Fen::from_yuan(&self.text(name))
    }

    /// A count; one when it was not given.
    pub(super) fn count(&self, name: &str) -> i64 {
        self.text(name).parse().unwrap_or(1)
    }

    /// A list of texts; a single text is a list of one.
    pub(super) fn list(&self, name: &str) -> Vec<String> {
        match self.action.arguments.get(name) {
            Some(Value::Array(values)) => values
                .iter()
                .map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned))
                .collect(),
            _ => Some(self.text(name)).filter(|text| !text.is_empty()).into_iter().collect(),
        }
    }

    /// Products with their quantities.
    pub(super) fn cart(&self) -> Vec<(ProductId, i64)> {
        let Some(Value::Array(lines)) = self.action.arguments.get("product_info_list") else {
            return Vec::new();
        };
        let line = |line: &Value| {
            let product = ProductId::new(line.get("product_id")?.as_str()?);
            Some((product, line.get("quantity").and_then(Value::as_i64).unwrap_or(1)))
        };
        lines.iter().filter_map(line).collect()
    }

    pub(super) fn order(&self) -> Option<Order> {
        self.world.orders.get(&OrderId::new(self.text("order_id"))).cloned()
    }

    pub(super) fn product(&self, name: &str) -> Option<Product> {
        self.world.products.get(&ProductId::new(self.text(name))).cloned()
    }

    /// The customer of the action; without a name, the only one there is.
    pub(super) fn customer(&self) -> Option<Customer> {
        let named = CustomerId::new(self.text("user_id"));
        let only =
            || self.world.customers.values().next().filter(|_| self.world.customers.len() == 1);
        self.world.customers.get(&named).or_else(only).cloned()
    }

    /// Remembers a changed document for the end, when nothing can be refused any more. Each is kept once per action.
    pub(super) fn keep(&mut self, document: impl Into<Document>) {
        self.changed.push(document.into());
    }
}
