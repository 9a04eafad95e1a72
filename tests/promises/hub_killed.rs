//! A hub that dies at any moment loses nothing that it has answered.

use std::{
    thread,
    time::{Duration, Instant},
};

use backstop_testkit::{
    desk::{Desk, complaint},
    pusher::Pusher,
};
use serde_json::{Value, json};

use crate::ground::{self, CUSTOMER};

/// Opens one ticket after the other until the hub is gone; how many it has answered.
fn push_until_it_dies(pusher: &mut Pusher, patience: Duration) -> usize {
    let began = Instant::now();
    let mut answered = 0;
    loop {
        assert!(began.elapsed() < patience, "the hub was to be killed meanwhile");
        let Some(verdict) = pusher.try_push(&one_more(pusher)) else { return answered };
        assert_eq!(verdict["verdict"], "accepted", "the hub accepts while it lives: {verdict}");
        answered += 1;
    }
}

/// The ticket that is opened with the pusher's next number.
fn one_more(pusher: &Pusher) -> Value {
    let n = pusher.next;
    json!({
        "type": "open_ticket", "ticket_id": format!("pushed-{n}"), "customer_id": CUSTOMER,
        "order_id": null, "kind": "inquiry", "title": format!("第 {n} 张"), "text": "连续不断",
        "urgent": false,
    })
}

#[test]
fn a_hub_killed_during_pushes_has_everything_it_answered_and_goes_on() {
    let mut hub = ground::shop(&[("agent", "agent")]);
    let mut pusher = Pusher::sign_in(&hub.url(), "agent");
    let mut answered = 0;
    for round in 0..4 {
        answered += thread::scope(|scope| {
            let pushing = scope.spawn(|| push_until_it_dies(&mut pusher, Duration::from_mins(1)));
            // The moment of death, somewhere between two commits.
            thread::sleep(Duration::from_millis(150 + 37 * round));
            hub.kill();
            pushing.join().expect("pushing does not panic")
        });
        hub.serve();
        // What was pushed and not answered is pushed again with the same identity.
        let verdict = pusher.push(&one_more(&pusher));
        assert_eq!(verdict["verdict"], "accepted", "the retry is taken: {verdict}");
        answered += 1;
        let there = hub.tickets();
        assert_eq!(there.len(), answered, "everything answered is there, and nothing twice");
    }
    assert!(answered > 8, "the hub had something to lose, but only {answered} pushes went through");
    hub.verify();
}

#[test]
fn desks_survive_the_death_of_their_hub() {
    let mut hub = ground::shop(&[("agent", "agent")]);
    let desk = Desk::signed_in(&hub.url(), "agent");
    desk.json(&complaint(CUSTOMER, "中枢还在", "一切正常。"));
    hub.kill();
    desk.json(&complaint(CUSTOMER, "中枢没了", "照样写。"));
    desk.run(&["sync"]).refused();
    hub.serve();
    desk.sync();
    ground::assert_equal(&desk, &hub);
    assert_eq!(hub.tickets().len(), 2, "both tickets are there once");
}
