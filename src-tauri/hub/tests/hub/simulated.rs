//! A hub in memory, as a simulated world uses it: every step on the caller's thread, by the caller's clock.

use std::sync::mpsc::channel;

use backstop_domain::{document::DocumentKind, id::PersonId};
use backstop_hub::store::Store;
use backstop_protocol::feed::FeedQuery;
use jiff::Timestamp;

use crate::{
    client::accepted,
    shop::{command, goods, note, open_ticket, staff},
};

#[test]
fn a_hub_in_memory_decides_remembers_and_gives_pages_by_the_clock_it_is_given() {
    let store = Store::in_memory().expect("a database in memory");
    staff(&store, None);
    store.import(goods()).expect("goods come in");
    let then = Timestamp::from_second(1_700_000_000).expect("an instant");
    let seat = store.seat(&PersonId::new("agent-a"), None, then).expect("a seat");
    let commands: Vec<_> = [open_ticket("t-1"), note("t-1", "e-1")]
        .into_iter()
        .zip(1..)
        .map(|(body, n)| command(&seat.desk, n, "agent-a", body))
        .collect();
    let first = store.push(seat.clone(), commands.clone(), then).expect("answers");
    let again = store.push(seat.clone(), commands, then).expect("answers");
    assert_eq!(first, again, "a retry gets the same answers");
    let head = accepted(&first[1].verdict);
    assert_eq!(*store.head().borrow(), head, "whoever waits is woken");

    let page = store.page(&seat.person, &FeedQuery::default(), then).expect("a page");
    assert_eq!((page.cursor, page.hub_time), (head, then), "time is what the caller says");
    let tickets = page.items.iter().filter(|item| item.kind == DocumentKind::Ticket);
    assert_eq!(tickets.count(), 1, "the ticket is on the page once, in its last state");
    store.verify_ledger().expect("the ledger is right");
    store.verify_audit().expect("the audit log is whole");
}

#[test]
fn work_in_memory_that_fails_leaves_nothing() {
    let store = Store::in_memory().expect("a database in memory");
    staff(&store, None);
    let seat = store.seat(&PersonId::new("agent-a"), None, Timestamp::now()).expect("a seat");
    let head = *store.head().borrow();
    let good = command(&seat.desk, 1, "agent-a", open_ticket("t-1"));
    let gap = command(&seat.desk, 3, "agent-a", open_ticket("t-2"));
    let other = command(&seat.desk, 2, "agent-b", open_ticket("t-3"));
    store.push(seat.clone(), vec![good.clone(), gap], Timestamp::now()).expect_err("a gap");
    store.push(seat.clone(), vec![good, other], Timestamp::now()).expect_err("another's command");
    assert_eq!(*store.head().borrow(), head, "no number was used");
    let found = store.document(DocumentKind::Ticket, "t-1").expect("readable");
    assert!(found.is_none(), "and nothing was kept");
}

#[test]
fn a_hub_in_memory_serves_many_threads() {
    let store = Store::in_memory().expect("a database in memory");
    staff(&store, None);
    store.import(goods()).expect("goods come in");
    let (sender, seqs) = channel();
    std::thread::scope(|scope| {
        for agent in ["agent-a", "agent-b"] {
            let (store, sender) = (store.clone(), sender.clone());
            scope.spawn(move || {
                let now = Timestamp::now();
                let seat = store.seat(&PersonId::new(agent), None, now).expect("a seat");
                for n in 1..=20 {
                    let body = open_ticket(&format!("t-{agent}-{n}"));
                    let made = command(&seat.desk, n, agent, body);
                    let outcomes = store.push(seat.clone(), vec![made], now).expect("an answer");
                    sender.send(accepted(&outcomes[0].verdict)).expect("somebody counts");
                }
            });
        }
    });
    drop(sender);
    let mut numbers: Vec<u64> = seqs.iter().collect();
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len(), 40, "no number was given twice");
}
