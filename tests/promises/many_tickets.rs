//! A shop with thousands of tickets is the same shop: everything arrives on a desk.

use backstop_testkit::{desk::Desk, hub::Hub};
use serde_json::Value;

use crate::ground;

fn generated(seed: &str) -> (Hub, Value) {
    let hub = Hub::new();
    let said = hub.json(&["generate", "--seed", seed, "--tickets", "2000"]);
    (hub, said)
}

#[test]
fn two_thousand_generated_tickets_reach_a_desk_whole() {
    let (mut hub, _) = generated("11");
    hub.person("agent", "agent");
    hub.serve();
    let desk = Desk::signed_in(&hub.url(), "agent");
    assert_eq!(desk.tickets().len(), 2_000, "every ticket arrived");
    ground::assert_equal(&desk, &hub);
}

#[test]
fn the_same_seed_makes_the_same_shop() {
    let titles = |hub: &Hub| -> Vec<(String, String)> {
        let tickets = hub.tickets();
        tickets.iter().map(|t| (ground::text(t, "id"), ground::text(t, "title"))).collect()
    };
    let (one, two, other) = (generated("5").0, generated("5").0, generated("6").0);
    assert_eq!(titles(&one), titles(&two), "a seed is a shop");
    assert_ne!(titles(&one), titles(&other), "another seed is another shop");
}
