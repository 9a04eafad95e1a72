//! Personal data reaches only those whose role may see it, and lies nowhere in the clear.

use std::collections::BTreeSet;

use backstop_testkit::{desk::Desk, hub::Hub, pusher::Pusher, shop};
use serde_json::Value;

use crate::ground::{self, CUSTOMER};

/// Every telephone number of the shop in this folder, found by its shape in the raw files.
fn phones(folder: &std::path::Path) -> BTreeSet<String> {
    let mut phones = BTreeSet::new();
    for file in
        ["users_info.json", "orders.json", "logistics.json", "service.json", "invoices.json"]
    {
        collect(&shop::json(folder, file), &mut phones);
    }
    assert!(phones.len() > 10, "the shop has telephone numbers: {phones:?}");
    phones
}

fn collect(value: &Value, phones: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                match value.as_str() {
                    Some(phone) if name.contains("电话") && phone.len() >= 11 => {
                        phones.insert(phone.to_owned());
                    }
                    _ => collect(value, phones),
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| collect(value, phones)),
        _ => {}
    }
}

/// Everything a person can learn from a hub or from their desk about the shop.
struct Sight {
    feed: String,
    desk: String,
}

fn sight(hub: &Hub, login: &str) -> Sight {
    let pusher = Pusher::sign_in(&hub.url(), login);
    let kinds = ["customer", "order", "shipment", "service_order", "invoice", "scenario"];
    let feed =
        kinds.iter().flat_map(|kind| pusher.documents(kind)).map(|d| d.to_string()).collect();
    let desk = Desk::signed_in(&hub.url(), login);
    let mut shown = String::new();
    for customer in desk.list(&["--offline", "customer", "list"]) {
        let id = ground::text(&customer, "id");
        shown += &customer.to_string();
        shown += &desk.offline(&["customer", "show", &id]).to_string();
    }
    shown += &desk.offline(&["search", "电话"]).to_string();
    Sight { feed, desk: shown }
}

/// Account names are the shop's own keys and stay; one of them contains a number.
fn without_account_names(mut text: String, folder: &std::path::Path) -> String {
    let users = shop::json(folder, "users_info.json");
    for name in users.as_object().expect("users by name").keys() {
        text = text.replace(name.as_str(), "");
    }
    text
}

#[test]
fn no_telephone_number_reaches_an_agent_and_a_manager_sees_them() {
    let folder = shop::folder("A/zh-ecom-bench").unwrap_or_else(shop::sample);
    let mut hub = Hub::new();
    hub.import("ecom-bench", &folder);
    for (login, role) in [("agent", "agent"), ("trainer", "trainer"), ("boss", "manager")] {
        hub.person(login, role);
    }
    hub.serve();
    let phones = phones(&folder);
    for login in ["agent", "trainer"] {
        let sight = sight(&hub, login);
        for (place, text) in [("feed", sight.feed), ("desk", sight.desk)] {
            let text = without_account_names(text, &folder);
            let leaked: Vec<_> = phones.iter().filter(|phone| text.contains(*phone)).collect();
            assert!(leaked.is_empty(), "the {login}'s {place} holds {leaked:?}");
            assert!(text.contains("155****4614"), "the {login} sees the masked number");
        }
    }
    let seen = sight(&hub, "boss").desk;
    assert!(seen.contains("15500004614"), "a manager sees whole numbers");
    assert!(seen.contains("中山北路231号"), "and whole addresses");
}

#[test]
fn an_agent_finds_a_customer_by_the_end_of_a_number_that_is_masked() {
    let hub = ground::shop(&[("agent", "agent")]);
    let agent = Desk::signed_in(&hub.url(), "agent");
    let hits = agent.search("4614");
    assert!(
        hits.iter().any(|hit| hit["id"] == CUSTOMER),
        "the last four digits find them: {hits:?}"
    );
}

#[test]
fn nothing_in_a_profile_can_be_read_without_its_key() {
    let hub = ground::shop(&[("boss", "manager")]);
    let boss = Desk::signed_in(&hub.url(), "boss");
    let secret = "密语：这句话只有机器里才有";
    boss.complain(CUSTOMER, "看不见的标题", secret);
    boss.search("密语");
    let needles = ["宋敬明", "15500004614", "中山北路", secret, "看不见的标题", CUSTOMER];
    let files = boss.files();
    assert!(files.len() >= 2, "the profile has its stores: {files:?}");
    for (path, bytes) in &files {
        for needle in needles {
            let found = bytes.windows(needle.len()).any(|window| window == needle.as_bytes());
            assert!(!found, "{} holds {needle} in the clear", path.display());
        }
        assert!(!bytes.starts_with(b"SQLite format 3"), "{} is not sealed", path.display());
    }
}

#[test]
fn nothing_in_the_hubs_database_can_be_read_without_its_key() {
    let hub = ground::shop(&[("boss", "manager")]);
    for entry in std::fs::read_dir(hub.folder()).expect("the hub's folder").flatten() {
        let bytes = std::fs::read(entry.path()).expect("the hub's file");
        for needle in ["宋敬明", "15500004614", backstop_testkit::hub::PASSWORD] {
            let found = bytes.windows(needle.len()).any(|window| window == needle.as_bytes());
            assert!(!found, "{} holds {needle} in the clear", entry.path().display());
        }
    }
}
