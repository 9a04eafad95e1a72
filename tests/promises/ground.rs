//! What several promises stand on: a hub with a small real shop, people, and a desk or two.

use std::collections::BTreeMap;

use backstop_testkit::{desk::Desk, hub::Hub, shop};
use serde_json::Value;

/// A customer of the sample shop.
pub(crate) const CUSTOMER: &str = "cnjd喜哥2号";
/// An order of that customer.
pub(crate) const ORDER: &str = "313021098954";

/// A serving hub with the sample shop and these people: login and role.
pub(crate) fn shop(people: &[(&str, &str)]) -> Hub {
    let mut hub = Hub::new();
    hub.import("ecom-bench", &shop::sample());
    for (login, role) in people {
        hub.person(login, role);
    }
    hub.serve();
    hub
}

/// The id in the answer to a command that writes.
#[track_caller]
pub(crate) fn id(written: &Value) -> String {
    text(written, "id")
}

/// A member of an object that is a text.
#[track_caller]
pub(crate) fn text(object: &Value, member: &str) -> String {
    let text = object[member].as_str();
    text.unwrap_or_else(|| panic!("{member} must be a text in {object}")).to_owned()
}

/// The words on a ticket that contain a mark, in the order in which they stand there.
pub(crate) fn words(desk: &Desk, ticket: &str, mark: &str) -> Vec<String> {
    let shown = desk.ticket(ticket);
    let messages = shown["messages"].as_array().expect("a shown ticket has its messages").clone();
    let bodies = messages.iter().map(|message| text(message, "body"));
    bodies.filter(|body| body.contains(mark)).collect()
}

/// What desk and hub must agree on about each ticket, by its id.
pub(crate) fn truth(tickets: &[Value]) -> BTreeMap<String, Vec<Value>> {
    const SHARED: [&str; 7] =
        ["number", "title", "status", "customer_id", "order_id", "created_at", "state"];
    let facts = |ticket: &Value| SHARED.map(|name| ticket[name].clone()).to_vec();
    let by_id: BTreeMap<_, _> = tickets.iter().map(|t| (text(t, "id"), facts(t))).collect();
    assert_eq!(by_id.len(), tickets.len(), "no ticket is listed twice");
    by_id
}

/// Requires that a desk shows exactly what the hub has.
#[track_caller]
pub(crate) fn assert_equal(desk: &Desk, hub: &Hub) {
    assert_eq!(truth(&desk.tickets()), truth(&hub.tickets()), "desk and hub tell the same story");
    assert!(desk.outbox().is_empty(), "nothing is left to deliver: {:?}", desk.outbox());
}
