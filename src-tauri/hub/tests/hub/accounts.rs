//! The hub's command line: people, tickets, clocks.

use serde_json::{Value, json};

use crate::{
    client::{Client, accepted},
    process::{answer, run},
    shop::{PASSWORD, Shop, open_ticket},
};

fn add(url: &str, more: &[&str]) -> Value {
    let mut arguments = vec!["person", "add", "--database", url, "--password-stdin", "--json"];
    arguments.extend(more);
    serde_json::from_str(&answer(&arguments, PASSWORD)).expect("one JSON value")
}

#[tokio::test]
async fn a_person_is_added_with_their_quota_listed_and_disabled() {
    let shop = Shop::open().await;
    let url = shop.url();
    let lead = ["--login", "lead", "--name", "组长", "--role", "senior,manager", "--line", "3"];
    let added = add(&url, &[lead.as_slice(), &["--team", "new", "--quota", "12345"]].concat());
    assert_eq!(added["roles"], json!(["senior", "manager"]));
    assert_eq!((added["line"].as_u64(), added["team"].as_str()), (Some(3), Some("new")));
    let kind = backstop_domain::document::DocumentKind::Account;
    let account = |id: &str| {
        let found = shop.hub.store().document(kind, id).expect("the database reads");
        let json = found.expect("the account").to_json().expect("JSON");
        serde_json::from_str::<Value>(&json).expect("JSON")
    };
    assert_eq!(account("quota:lead")["balance"], 12_345, "the quota was allotted");
    assert_eq!(account("team:new")["balance"], 2_000_000 - 12_345, "out of a new budget");

    let list = answer(&["person", "list", "--database", &url, "--json"], "");
    let list: Vec<Value> = serde_json::from_str(&list).expect("a JSON list");
    assert!(list.iter().any(|person| person["login"] == "lead" && person["disabled"] == false));
    assert!(!list.iter().any(|person| person.to_string().contains("argon2")), "no secrets");

    Client::sign_in(shop.hub.url(), "lead").await;
    let off = answer(&["person", "disable", "--database", &url, "--login", "lead", "--json"], "");
    let off: Value = serde_json::from_str(&off).expect("one JSON value");
    assert_eq!(off["disabled"], true);
    assert_eq!(account("quota:lead")["balance"], 0, "what was left to grant went back");
    assert_eq!(account("team:new")["balance"], 2_000_000, "to the team");
    shop.hub.store().verify_ledger().expect("line by line");
}

#[tokio::test]
async fn somebody_without_a_password_is_given_one_and_stays_who_they_are() {
    let shop = Shop::open().await;
    let before = shop.desk("agent-a").await;
    let again = ["--login", "agent-a", "--name", "坐席甲", "--role", "agent"];
    let added = add(&shop.url(), &again);
    assert_eq!((added["id"].as_str(), added["name"].as_str()), (Some("agent-a"), Some("坐席甲")));
    Client::sign_in(shop.hub.url(), "agent-a").await;
    drop(before);
    let report = shop.hub.store().verify_ledger().expect("the ledger is right");
    assert_eq!(report.transfers, 6, "nobody is given a second quota");
}

#[tokio::test]
async fn names_that_are_the_same_to_people_belong_to_one_person() {
    let shop = Shop::open().await;
    let url = shop.url();
    add(&url, &["--login", "Ann-1", "--name", "x", "--role", "agent"]);
    for alike in ["ann-1", "ANN-1", "ａｎｎ-１"] {
        let again = ["person", "add", "--database", &url, "--password-stdin", "--login", alike];
        let again = [again.as_slice(), &["--name", "x", "--role", "agent"]].concat();
        assert_eq!(run(&again, PASSWORD).status.code(), Some(1), "{alike} is Ann-1");
    }
    let off = answer(&["person", "disable", "--database", &url, "--login", "ann-1"], "");
    assert!(off.starts_with("Ann-1 ") && off.contains("disabled"), "whoever is meant: {off}");
}

#[tokio::test]
async fn accounts_that_make_no_sense_are_refused() {
    let shop = Shop::open_with_passwords().await;
    let url = shop.url();
    let base = ["person", "add", "--database", &url, "--password-stdin", "--name", "x"];
    let with = |more: &[&str], password: &str| {
        run(&[base.as_slice(), more].concat(), password).status.code()
    };
    let twice = ["--login", "agent-a", "--role", "agent"];
    assert_eq!(with(&twice, PASSWORD), Some(1), "a name belongs to one person");
    assert_eq!(with(&["--login", "n", "--role", "agent"], "short"), Some(1), "a short password");
    assert_eq!(with(&["--login", "a b", "--role", "agent"], PASSWORD), Some(1), "a blank");
    assert_eq!(with(&["--login", "n", "--role", "king"], PASSWORD), Some(2), "no such role");
    assert_eq!(with(&["--login", "n", "--role", "agent", "--line", "5"], PASSWORD), Some(2));
    let greedy = ["--login", "n", "--role", "agent", "--quota", "2000001"];
    assert_eq!(with(&greedy, PASSWORD), Some(1), "a quota beyond the budget");
    let list = answer(&["person", "list", "--database", &url], "");
    assert!(!list.contains(" x "), "nothing of it was kept: {list}");
    let nobody = run(&["person", "disable", "--database", &url, "--login", "nobody"], "");
    assert_eq!(nobody.status.code(), Some(1), "nobody cannot be disabled");
}

#[tokio::test]
async fn the_hub_lists_its_tickets_while_it_serves() {
    let shop = Shop::open().await;
    let mut agent = shop.desk("agent-a").await;
    accepted(&agent.act(open_ticket("t-1")).await);
    accepted(&agent.act(open_ticket("t-2")).await);
    let list = answer(&["ticket", "list", "--database", &shop.url(), "--json"], "");
    let list: Vec<Value> = serde_json::from_str(&list).expect("a JSON list");
    assert_eq!(list.len(), 2);
    let first = &list[0];
    assert_eq!(first["id"], "t-1", "in the order in which they were opened");
    for field in ["number", "title", "status", "customer_id", "order_id", "created_at", "state"] {
        assert!(first.get(field).is_some(), "{field} is shown");
    }
    assert_eq!(
        (first["state"].as_str(), first["number"].as_u64()),
        (Some("confirmed"), Some(2001))
    );
}

#[test]
fn clocks_are_explained_line_by_line() {
    let case = json!({
        "calendar": {"time_zone": "Asia/Shanghai", "weekly": {"mon": ["09:00-18:00"]}},
        "start": "2026-03-09T10:00:00+08:00",
        "target_seconds": 3600,
    });
    let answers = answer(&["clock", "explain"], &format!("{case}\n{{}}\n{case}\n"));
    let lines: Vec<Value> =
        answers.lines().map(|line| serde_json::from_str(line).expect("one JSON value")).collect();
    assert_eq!(lines.len(), 3, "one answer for each case");
    assert_eq!(lines[0]["due"], "2026-03-09T03:00:00Z");
    assert!(lines[1]["error"].is_string(), "nonsense is answered too: {}", lines[1]);
    assert_eq!(lines[0], lines[2], "and does not spoil the next");
}
