//! Money adds up: a quota binds, somebody else approves, no account is ever overdrawn.

use std::collections::BTreeMap;

use backstop_testkit::{desk::Desk, hub::Hub, pusher::Pusher};
use proptest::{
    collection::vec,
    prelude::{Just, Strategy, prop_oneof},
    test_runner::{Config, TestCaseError, TestRunner},
};
use serde_json::{Value, json};

use crate::ground::{self, CUSTOMER};

fn request<'a>(amount: &'a str, cause: &'a str) -> [&'a str; 10] {
    [
        "grant",
        "request",
        "--customer",
        CUSTOMER,
        "--kind",
        "cash",
        "--amount",
        amount,
        "--cause",
        cause,
    ]
}

fn state(desk: &Desk, grant: &str) -> Value {
    desk.offline(&["grant", "show", grant])["state"].clone()
}

#[test]
fn inside_the_quota_a_grant_stands_at_once_and_above_it_a_manager_decides() {
    let hub = ground::shop(&[("agent", "agent"), ("boss", "manager")]);
    let agent = Desk::signed_in(&hub.url(), "agent");
    let boss = Desk::signed_in(&hub.url(), "boss");

    let small = ground::id(&agent.json(&request("5000", "late_delivery")));
    agent.sync();
    assert_eq!(state(&agent, &small), "granted", "inside the quota it stands");
    let left = &agent.list(&["--offline", "quota", "show"])[0];
    assert_eq!(left["available"], 15_000, "the quota has paid for it: {left}");

    let large = ground::id(&agent.json(&request("300000", "damaged")));
    let other = ground::id(&agent.json(&request("400000", "quality")));
    agent.sync();
    assert_eq!(state(&agent, &large), "waiting", "above the quota it waits");

    boss.sync();
    let waiting = boss.list(&["--offline", "grant", "list", "--state", "waiting"]);
    assert_eq!(waiting.len(), 2, "the manager finds what waits: {waiting:?}");
    boss.json(&["grant", "approve", &large]);
    boss.json(&["grant", "reject", &other, "--reason", "先让商家换货"]);
    boss.sync();
    agent.sync();
    assert_eq!(state(&agent, &large), "granted", "the agent sees the approval");
    assert_eq!(state(&agent, &other), "rejected", "and the refusal");
    let refused = agent.offline(&["grant", "show", &other]);
    assert_eq!(refused["reason"], "先让商家换货", "with the manager's reason");
    hub.verify();
}

#[test]
fn nobody_decides_on_their_own_request_and_an_agent_on_none() {
    let hub = ground::shop(&[("agent", "agent"), ("boss", "manager"), ("deputy", "manager")]);
    let boss = Desk::signed_in(&hub.url(), "boss");
    let agent = Desk::signed_in(&hub.url(), "agent");
    let own = ground::id(&boss.json(&request("1000", "quality")));
    boss.sync();
    assert_eq!(state(&boss, &own), "waiting", "a manager has no quota of their own");
    let said = boss.run(&["grant", "approve", &own]);
    assert!(said.refused().contains("own_request"), "not their own: {}", said.stderr);
    agent.sync();
    let said = agent.run(&["grant", "approve", &own]);
    assert!(said.refused().contains("not_allowed"), "not an agent: {}", said.stderr);
    let deputy = Desk::signed_in(&hub.url(), "deputy");
    deputy.json(&["grant", "approve", &own]);
    deputy.sync();
    assert_eq!(state(&deputy, &own), "granted", "somebody else may");
    hub.verify();
}

/// What somebody tries to do with money.
#[derive(Debug, Clone)]
enum Deed {
    /// One of three people asks for an amount.
    Request(usize, i64),
    /// One of three people decides on one of the grants.
    Decide(usize, usize, bool),
    /// The manager allots an amount to one of the agents.
    Allot(usize, i64),
    /// The last command is sent again: its answer was lost.
    Again,
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let amount = || {
        prop_oneof![
            4 => 1_i64..12_000,
            2 => 100_000_i64..900_000,
            1 => prop_oneof![Just(0), Just(-5), Just(i64::MAX), Just(1_000_000_000)],
        ]
    };
    let deed = prop_oneof![
        5 => (0_usize..3, amount()).prop_map(|(who, fen)| Deed::Request(who, fen)),
        4 => (0_usize..3, 0_usize..40, proptest::bool::ANY)
            .prop_map(|(who, which, yes)| Deed::Decide(who, which, yes)),
        2 => (0_usize..2, amount()).prop_map(|(who, fen)| Deed::Allot(who, fen)),
        1 => Just(Deed::Again),
    ];
    vec(deed, 10..60)
}

/// Two agents and a manager with a hub, and every grant that was ever asked for.
struct Purse {
    hub: Hub,
    people: Vec<Pusher>,
    grants: Vec<(String, i64)>,
    made: u64,
    last: Option<(usize, Value, Value)>,
}

impl Purse {
    fn open() -> Self {
        let hub = ground::shop(&[("one", "agent"), ("two", "agent"), ("boss", "manager")]);
        let people = ["one", "two", "boss"].map(|login| Pusher::sign_in(&hub.url(), login));
        Self { hub, people: people.into(), grants: Vec::new(), made: 0, last: None }
    }

    fn try_it(&mut self, deed: &Deed) {
        self.made += 1;
        let transfer = format!("t-{}", self.made);
        match deed {
            Deed::Request(who, fen) => {
                let grant = format!("g-{}", self.made);
                let body = json!({
                    "type": "request_grant", "grant_id": grant, "transfer_id": transfer,
                    "customer_id": CUSTOMER, "order_id": null, "ticket_id": null, "kind": "cash",
                    "amount": fen, "cause": "quality", "note": "",
                });
                if self.send(*who, &body)["verdict"] == "accepted" {
                    self.grants.push((grant, *fen));
                }
            }
            Deed::Decide(who, which, yes) => {
                let Some((grant, fen)) = self.grants.get(*which).cloned() else { return };
                let body = if *yes {
                    json!({
                        "type": "approve_grant", "grant_id": grant, "transfer_id": transfer,
                        "amount": fen,
                    })
                } else {
                    json!({
                        "type": "reject_grant", "grant_id": grant, "transfer_id": transfer,
                        "reason": "不合规",
                    })
                };
                self.send(*who, &body);
            }
            Deed::Allot(who, fen) => {
                let person = self.people[*who].actor.clone();
                let body = json!({
                    "type": "allot_quota", "person_id": person, "transfer_id": transfer,
                    "amount": fen,
                });
                self.send(2, &body);
            }
            Deed::Again => self.again(),
        }
    }

    fn send(&mut self, who: usize, body: &Value) -> Value {
        let command = self.people[who].command(body);
        let verdict = self.people[who].push(body);
        // The retry carries the same number but must be the same command, so it is built by hand.
        let mut retry = command;
        retry["id"] = verdict["id"].clone();
        self.last = Some((who, retry, verdict.clone()));
        verdict
    }

    fn again(&mut self) {
        let Some((who, command, verdict)) = self.last.clone() else { return };
        let push = json!({ "commands": [command] });
        let answer = self.people[who].http.post("/v1/commands", &push).json();
        assert_eq!(answer["outcomes"][0], verdict, "a retry gets the first answer");
    }

    /// The books, as the manager's desk sees them: available and balance of each account.
    fn check(&self) -> Result<(), TestCaseError> {
        let accounts = self.people[2].documents("account");
        let sum: i64 = accounts.iter().map(|a| a["balance"].as_i64().unwrap_or(i64::MIN)).sum();
        proptest::prop_assert_eq!(sum, 0, "what leaves one account arrives on another");
        for account in &accounts {
            let free = account["balance"].as_i64().unwrap_or(i64::MIN)
                - account["held"].as_i64().unwrap_or(i64::MAX);
            proptest::prop_assert!(
                account["id"] == "company" || free >= 0,
                "no account is overdrawn: {}",
                account
            );
        }
        self.check_grants(&accounts)
    }

    /// What customers have is what the standing grants say, and what is held is what waits.
    fn check_grants(&self, accounts: &[Value]) -> Result<(), TestCaseError> {
        let mut by_state = BTreeMap::<String, i64>::new();
        for grant in self.people[2].documents("grant") {
            let state = ground::text(&grant, "state");
            *by_state.entry(state).or_default() += grant["amount"].as_i64().unwrap_or(i64::MIN);
        }
        let sum = |member: &str, of: &str| -> i64 {
            let fits = |a: &&Value| ground::text(a, "id").starts_with(of);
            accounts.iter().filter(fits).filter_map(|a| a[member].as_i64()).sum()
        };
        let granted = by_state.get("granted").copied().unwrap_or_default();
        proptest::prop_assert_eq!(sum("balance", "customer:"), granted);
        let waiting = by_state.get("waiting").copied().unwrap_or_default();
        proptest::prop_assert_eq!(sum("held", "team:"), waiting);
        Ok(())
    }
}

#[test]
fn the_books_balance_after_any_commands() {
    let mut purse = Purse::open();
    let config = Config { cases: 12, failure_persistence: None, ..Config::default() };
    let purse_cell = std::cell::RefCell::new(&mut purse);
    TestRunner::new(config)
        .run(&deeds(), |deeds| {
            let mut purse = purse_cell.borrow_mut();
            for deed in &deeds {
                purse.try_it(deed);
            }
            purse.check()
        })
        .expect("the books balance");
    purse.hub.verify();
}
