//! The ledger under random commands: never overdrawn, always adding up.

use std::collections::BTreeMap;

use backstop_domain::{
    command::{Command, CommandBody},
    document::{Document, DocumentKind},
    grant::GrantState,
    id::{AccountId, PersonId},
    ledger::Account,
    money::Fen,
};
use backstop_hub::store::{Seat, Store};
use backstop_protocol::commands::Verdict;
use jiff::Timestamp;
use proptest::prelude::*;
use rusqlite::Connection;

use crate::{
    client::accepted,
    process::run,
    shop::{Shop, command, goods, request, staff},
};

/// One thing that somebody tries.
#[derive(Debug, Clone)]
enum Step {
    Request { who: usize, grant: usize, amount: i64 },
    Approve { who: usize, grant: usize, amount: i64 },
    Reject { who: usize, grant: usize },
    Allot { who: usize, to: usize, amount: i64 },
}

const PEOPLE: [&str; 4] = ["agent-a", "agent-b", "senior", "manager"];

fn step() -> impl Strategy<Value = Step> {
    let amount = prop_oneof![1..30_000_i64, 1..3_000_000_i64, Just(0), Just(-5), Just(i64::MAX)];
    let (who, grant) = (0..PEOPLE.len(), 0..12_usize);
    prop_oneof![
        4 => (who.clone(), grant.clone(), amount.clone())
            .prop_map(|(who, grant, amount)| Step::Request { who, grant, amount }),
        3 => (Just(3_usize), grant.clone(), amount.clone())
            .prop_map(|(who, grant, amount)| Step::Approve { who, grant, amount }),
        1 => (who.clone(), grant.clone(), amount.clone())
            .prop_map(|(who, grant, amount)| Step::Approve { who, grant, amount }),
        2 => (who.clone(), grant).prop_map(|(who, grant)| Step::Reject { who, grant }),
        2 => (who.clone(), who, amount).prop_map(|(who, to, amount)| Step::Allot { who, to, amount }),
    ]
}

/// The team at work: one desk for each.
struct Team {
    store: Store,
    seats: Vec<(Seat, u64)>,
    _folder: tempfile::TempDir,
}

impl Team {
    fn gather() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite:{}", folder.path().join("hub.db").display());
        let store = Store::open(&url).expect("a database");
        staff(&store, None);
        store.import(goods()).expect("goods come in");
        let seat = |login: &&str| {
            let person = PersonId::new(*login);
            (store.seat(&person, None, Timestamp::now()).expect("a seat"), 0)
        };
        let seats = PEOPLE.iter().map(seat).collect();
        Self { store, seats, _folder: folder }
    }

    fn act(&mut self, who: usize, body: CommandBody) -> Verdict {
        let (seat, n) = &mut self.seats[who];
        *n += 1;
        let made: Command = command(&seat.desk, *n, PEOPLE[who], body);
        let outcomes = self.store.push(seat.clone(), vec![made], Timestamp::now());
        outcomes.expect("every command is answered").remove(0).verdict
    }

    fn try_step(&mut self, at: usize, step: &Step) {
        let transfer_id = format!("x-{at}").as_str().into();
        let grant_of = |grant: usize| format!("g-{grant}").as_str().into();
        let (who, body) = match *step {
            Step::Request { who, grant, amount } => {
                (who, request(&format!("g-{grant}"), &format!("x-{at}"), amount))
            }
            Step::Approve { who, grant, amount } => {
                let amount = self.amount(grant).unwrap_or(Fen(amount));
                (who, CommandBody::ApproveGrant { grant_id: grant_of(grant), transfer_id, amount })
            }
            Step::Reject { who, grant } => {
                let (grant_id, reason) = (grant_of(grant), "不符合".to_owned());
                (who, CommandBody::RejectGrant { grant_id, transfer_id, reason })
            }
            Step::Allot { who, to, amount } => {
                let person_id = PersonId::new(PEOPLE[to]);
                (who, CommandBody::AllotQuota { person_id, transfer_id, amount: Fen(amount) })
            }
        };
        self.act(who, body);
    }

    fn amount(&self, grant: usize) -> Option<Fen> {
        let found = self.store.document(DocumentKind::Grant, &format!("g-{grant}"));
        match found.expect("the database reads") {
            Some(Document::Grant(grant)) => Some(grant.amount),
            _ => None,
        }
    }

    fn accounts(&self) -> BTreeMap<AccountId, Account> {
        let documents = self.store.documents(DocumentKind::Account).expect("the accounts");
        let accounts = documents.into_iter().filter_map(|document| match document {
            Document::Account(account) => Some((account.id.clone(), account)),
            _ => None,
        });
        accounts.collect()
    }

    /// What customers got, by the grants rather than by the ledger.
    fn granted(&self) -> i64 {
        let documents = self.store.documents(DocumentKind::Grant).expect("the grants");
        let granted = documents.into_iter().filter_map(|document| match document {
            Document::Grant(grant) if grant.state == GrantState::Granted => Some(grant.amount.0),
            _ => None,
        });
        granted.sum()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn whatever_people_try_the_ledger_adds_up(steps in prop::collection::vec(step(), 1..60)) {
        let mut team = Team::gather();
        for (at, step) in steps.iter().enumerate() {
            team.try_step(at, step);
            for account in team.accounts().values().filter(|a| a.id.as_str() != "company") {
                prop_assert!(account.available() >= Fen::ZERO, "{} is overdrawn", account.id);
                prop_assert!(account.held >= Fen::ZERO, "{} holds less than nothing", account.id);
            }
        }
        let report = team.store.verify_ledger();
        prop_assert!(report.is_ok(), "the ledger is right: {report:?}");
        let customers = team.accounts().remove(&AccountId::new("customer:c-1"));
        let received = customers.map_or(0, |account| account.balance.0);
        prop_assert_eq!(received, team.granted(), "customers got what was granted, to the fen");
        prop_assert!(team.store.verify_audit().is_ok(), "and the audit log is whole");
    }
}

#[tokio::test]
async fn a_hundred_wishes_at_once_never_overdraw_a_quota() {
    let shop = Shop::open().await;
    let mut desks = tokio::task::JoinSet::new();
    for desk in 0..4 {
        let mut agent = shop.desk("agent-a").await;
        desks.spawn(async move {
            for n in 0..25 {
                let (grant, transfer) = (format!("g-{desk}-{n}"), format!("x-{desk}-{n}"));
                accepted(&agent.act(request(&grant, &transfer, 900)).await);
            }
        });
    }
    desks.join_all().await;
    let grants = shop.hub.store().documents(DocumentKind::Grant).expect("the grants");
    let granted = grants.iter().filter(
        |grant| matches!(grant, Document::Grant(grant) if grant.state == GrantState::Granted),
    );
    assert_eq!(granted.count(), 22, "a quota of 200 yuan holds 22 times 9 yuan, and not once more");
    let report = shop.hub.store().verify_ledger().expect("the ledger is right");
    assert_eq!(report.held, Fen(78 * 900), "the others wait, their money held");
}

#[tokio::test]
async fn a_forged_balance_is_found() {
    let shop = Shop::open().await;
    let database = shop.folder.path().join("hub.db");
    let key = std::fs::read_to_string(shop.folder.path().join("hub.db.key")).expect("the key");
    let intruder = Connection::open(database).expect("the database");
    intruder.execute_batch(&format!("PRAGMA key = \"x'{}'\"", key.trim())).expect("the key fits");
    shop.hub.store().verify_ledger().expect("the ledger was right");
    let forge =
        "UPDATE document SET body = replace(body, '20000', '90000') WHERE id = 'quota:agent-a'";
    intruder.execute_batch(forge).expect("an intruder writes themselves a quota");
    let output = run(&["ledger", "verify", "--database", &shop.url()], "");
    assert_eq!(output.status.code(), Some(1), "the forged quota is found");
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(complaint.contains("quota:agent-a"), "and named: {complaint}");
    let overdraw = "INSERT INTO transfer (id, from_account, to_account, amount, phase, at)
         VALUES ('theft', 'quota:agent-a', 'customer:c-1', 20001, 'post', '2026-01-01T00:00:00Z')";
    assert!(intruder.execute_batch(overdraw).is_err(), "the database refuses to overdraw");
}
