//! What needs one winner has one, and the other is told why beside their own work.

use std::thread;

use backstop_testkit::desk::Desk;

use crate::ground::{self, CUSTOMER};

#[test]
fn a_ticket_claimed_on_two_desks_has_one_owner_and_the_other_row_explains_it() {
    let hub = ground::shop(&[("first", "agent"), ("second", "agent")]);
    let first = Desk::signed_in(&hub.url(), "first");
    let second = Desk::signed_in(&hub.url(), "second");
    let ticket = ground::id(&first.complain(CUSTOMER, "谁来接", "两个人同时点了认领。"));
    first.sync();
    second.sync();

    first.offline(&["ticket", "claim", &ticket]);
    let hoped = second.offline(&["ticket", "claim", &ticket]);
    assert_eq!(hoped["state"], "waiting", "offline nobody knows yet who wins");
    first.sync();
    second.sync();

    let rows = second.outbox();
    assert_eq!(rows.len(), 1, "the loser's claim stays visible: {rows:?}");
    assert_eq!(rows[0]["state"], "stuck", "the hub has answered");
    assert_eq!(rows[0]["reason"]["code"], "already_claimed", "it says why: {}", rows[0]);
    let owner = |desk: &Desk| desk.ticket(&ticket)["owner"].clone();
    assert_eq!(owner(&first), owner(&second), "both desks see the same owner");
    assert_eq!(owner(&first), rows[0]["reason"]["by"], "the owner is the one the row names");
    assert!(first.outbox().is_empty(), "the winner has nothing left to do");
}

#[test]
fn claims_at_the_same_moment_have_one_winner_each() {
    let hub = ground::shop(&[("first", "agent"), ("second", "agent")]);
    let first = Desk::signed_in(&hub.url(), "first");
    let second = Desk::signed_in(&hub.url(), "second");
    let titles = ["抢单一", "抢单二", "抢单三", "抢单四", "抢单五", "抢单六"];
    let tickets = titles.map(|title| ground::id(&first.complain(CUSTOMER, title, "手快有。")));
    first.sync();
    second.sync();
    for desk in [&first, &second] {
        for ticket in &tickets {
            desk.offline(&["ticket", "claim", ticket]);
        }
    }
    thread::scope(|scope| {
        scope.spawn(|| first.sync());
        scope.spawn(|| second.sync());
    });
    first.sync();
    second.sync();

    for ticket in &tickets {
        let owners = [&first, &second].map(|desk| desk.ticket(ticket)["owner"].clone());
        assert!(owners[0].is_string(), "somebody has the ticket");
        assert_eq!(owners[0], owners[1], "both desks agree who");
    }
    let lost = first.outbox().len() + second.outbox().len();
    assert_eq!(lost, tickets.len(), "each ticket has exactly one loser, who is told");
    hub.verify();
}
