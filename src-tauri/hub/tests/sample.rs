//! The sample: an empty hub becomes a real day's work, by the product's own means.

use std::collections::BTreeSet;

use backstop_domain::{
    document::{Document, DocumentKind},
    grant::{Grant, GrantState},
    id::AccountId,
    money::Fen,
    person::Role,
    ticket::{Ticket, TicketStatus},
};
use backstop_hub::{person, sample, store::Store};
use jiff::{SignedDuration, Timestamp};

fn now() -> Timestamp {
    "2026-11-20T02:00:00Z".parse().expect("an instant")
}

struct Hub {
    store: Store,
    _directory: tempfile::TempDir,
}

fn hub() -> Hub {
    let directory = tempfile::tempdir().expect("a directory for the hub");
    let url = format!("sqlite:{}", directory.path().join("hub.db").display());
    Hub { store: Store::open(&url).expect("the hub opens"), _directory: directory }
}

fn seeded() -> Hub {
    let hub = hub();
    assert!(sample::seed(&hub.store, now()).expect("seeding works"), "an empty hub is seeded");
    hub
}

impl Hub {
    fn tickets(&self) -> Vec<Ticket> {
        let documents = self.store.documents(DocumentKind::Ticket).expect("readable");
        let tickets = documents.into_iter().filter_map(|document| match document {
            Document::Ticket(ticket) => Some(ticket),
            _ => None,
        });
        tickets.collect()
    }

    fn grants(&self) -> Vec<Grant> {
        let documents = self.store.documents(DocumentKind::Grant).expect("readable");
        let grants = documents.into_iter().filter_map(|document| match document {
            Document::Grant(grant) => Some(grant),
            _ => None,
        });
        grants.collect()
    }

    fn balance(&self, account: &AccountId) -> (Fen, Fen) {
        let document = self.store.document(DocumentKind::Account, account.as_str());
        match document.expect("readable") {
            Some(Document::Account(account)) => (account.balance, account.held),
            other => panic!("the account {account} is there, not {other:?}"),
        }
    }
}

#[test]
fn the_team_has_two_agents_a_senior_a_trainer_and_a_manager() {
    let people = person::list(&seeded().store).expect("readable");
    let count = |role| people.iter().filter(|person| person.is(role)).count();
    let counts = [Role::Agent, Role::Senior, Role::Trainer, Role::Manager].map(count);
    assert_eq!(counts, [2, 1, 1, 1]);
    assert!(people.iter().all(|person| person.team.as_str() == "service"));
}

#[test]
fn every_state_of_a_ticket_is_on_the_screen() {
    let tickets = seeded().tickets();
    assert_eq!(tickets.len(), 11);
    let has = |what: &dyn Fn(&Ticket) -> bool| tickets.iter().filter(|t| what(t)).count();
    assert!(has(&|t| t.owner.is_none() && t.is_live()) >= 3, "some wait in the queue");
    assert!(has(&|t| t.status == TicketStatus::WaitingCustomer) >= 1, "one waits for the customer");
    assert!(has(&|t| t.status == TicketStatus::WaitingParty) >= 1, "one waits for somebody else");
    assert!(has(&|t| t.line == 2) >= 1, "one was escalated");
    assert!(has(&|t| t.ending.is_some()) >= 2, "some are resolved with their three facts");
    assert!(has(&|t| t.urgent && t.is_live()) >= 1, "one is urgent");
    let soon = now() + SignedDuration::from_mins(5);
    let due = |t: &Ticket| t.is_live().then(|| t.next_due()).flatten();
    assert!(has(&|t| due(t).is_some_and(|at| at > now() && at <= soon)) >= 1, "one is nearly due");
    assert!(has(&|t| due(t).is_some_and(|at| at < now())) >= 1, "one is breached");
    let numbers: BTreeSet<_> = tickets.iter().filter_map(|t| t.number).collect();
    assert_eq!(numbers.len(), 11, "every ticket has its number");
}

#[test]
fn tickets_hang_on_customers_and_orders_of_the_shop() {
    let hub = seeded();
    for ticket in hub.tickets() {
        let found = hub.store.document(DocumentKind::Customer, ticket.customer_id.as_str());
        assert!(found.expect("readable").is_some(), "{} is a customer", ticket.customer_id);
        if let Some(order) = ticket.order_id {
            let found = hub.store.document(DocumentKind::Order, order.as_str());
            assert!(found.expect("readable").is_some(), "{order} is an order");
        }
        assert!(ticket.updated_at <= now(), "nothing happened in the future");
    }
}

#[test]
fn one_grant_waits_for_the_manager_and_the_ledger_agrees() {
    let hub = seeded();
    let states: Vec<_> = hub.grants().iter().map(|grant| (grant.amount, grant.state)).collect();
    let expected = [
        (Fen(8_000), GrantState::Granted),
        (Fen(26_000), GrantState::Granted),
        (Fen(30_000), GrantState::Waiting),
    ];
    assert_eq!(states, expected);
    assert_eq!(hub.balance(&"quota:agent-a".into()), (Fen(20_000 - 8_000), Fen::ZERO));
    let allotted = 20_000 + 20_000 + 50_000;
    let budget = (Fen(2_000_000 - allotted - 26_000), Fen(30_000));
    assert_eq!(hub.balance(&"team:service".into()), budget);
    let ledger = hub.store.verify_ledger().expect("the ledger adds up");
    assert_eq!(ledger.held, Fen(30_000));
    hub.store.verify_audit().expect("the audit log is whole");
}

#[test]
fn a_hub_that_is_in_use_is_left_alone() {
    let hub = seeded();
    let head = *hub.store.head().borrow();
    let again = sample::seed(&hub.store, now()).expect("it looks");
    assert!(!again, "the second seeding does nothing");
    assert_eq!(*hub.store.head().borrow(), head);
}

#[test]
fn a_hub_with_people_of_its_own_is_left_alone() {
    let hub = hub();
    let mut stranger = sample::team().remove(0);
    stranger.id = None;
    stranger.login = "somebody".to_owned();
    person::add(&hub.store, stranger, now()).expect("the person is added");
    assert!(!sample::seed(&hub.store, now()).expect("it looks"), "this hub is in use");
}
