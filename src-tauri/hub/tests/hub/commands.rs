//! Commands up: each takes effect once, whatever the network does.

use backstop_domain::{
    command::{Command, CommandBody},
    id::TicketId,
};
use backstop_hub::error::HubError;
use backstop_protocol::{commands::Verdict, problem::ProblemCode};
use jiff::Timestamp;

use crate::{
    client::{accepted, problem, rejected},
    shop::{Shop, command, customer, note, open_for_nobody, open_ticket, request},
};

#[tokio::test]
async fn a_retry_gets_the_same_answers_and_changes_nothing() {
    let shop = Shop::open().await;
    let mut agent = shop.desk("agent-a").await;
    let push = vec![
        agent.next(open_ticket("t-1")),
        agent.next(open_for_nobody("t-2")),
        agent.next(note("t-1", "e-1")),
    ];
    let first = agent.push(push.clone()).await;
    let head = agent.page("").await.cursor;
    for _ in 0..3 {
        assert_eq!(agent.push(push.clone()).await, first, "the answers are remembered");
    }
    assert_eq!(agent.page("").await.cursor, head, "a retry changes nothing");
    let tail = agent.push(push[1..].to_vec()).await;
    assert_eq!(tail, first[1..], "a part of a push is remembered as well");
}

#[tokio::test]
async fn a_push_with_a_missing_number_changes_nothing() {
    let shop = Shop::open().await;
    let mut agent = shop.desk("agent-a").await;
    accepted(&agent.act(open_ticket("t-1")).await);
    let head = agent.page("").await.cursor;
    let next = agent.next(note("t-1", "e-1"));
    agent.next(note("t-1", "lost"));
    let after = agent.next(note("t-1", "e-2"));
    let refused = problem(agent.try_push(vec![next.clone(), after.clone()]).await).await;
    assert_eq!(refused.code, ProblemCode::Gap, "a hole inside the push is found");
    let refused = problem(agent.try_push(vec![after]).await).await;
    assert_eq!(refused.code, ProblemCode::Gap, "a hole before the push is found");
    assert_eq!(agent.page("").await.cursor, head, "nothing of it happened");
    assert_eq!(agent.push(vec![next]).await.len(), 1, "the missing number is still free");
}

#[tokio::test]
async fn a_number_is_never_answered_for_another_command() {
    let shop = Shop::open().await;
    let mut agent = shop.desk("agent-a").await;
    let first = agent.next(open_ticket("t-1"));
    agent.push(vec![first.clone()]).await;

    let mut other_body = first.clone();
    other_body.body = open_ticket("t-2");
    let refused = problem(agent.try_push(vec![other_body]).await).await;
    assert_eq!(refused.code, ProblemCode::NumberReused, "another body is no retry");

    let mut other_id = first.clone();
    other_id.id = "another".into();
    let refused = problem(agent.try_push(vec![other_id]).await).await;
    assert_eq!(refused.code, ProblemCode::NumberReused, "another command is no retry");

    let head = agent.page("").await.cursor;
    let mut other_number = first;
    other_number.n = 2;
    let again = agent.push(vec![other_number]).await.remove(0);
    accepted(&again.verdict);
    assert_eq!(agent.page("").await.cursor, head, "what was accepted is never decided again");
}

#[tokio::test]
async fn a_command_that_comes_again_from_another_desk_of_its_person_gets_the_answer_it_got() {
    let shop = Shop::open().await;
    let mut first = shop.desk("agent-a").await;
    let opened = first.next(open_ticket("t-1"));
    let answer = first.push(vec![opened.clone()]).await.remove(0);
    let head = first.page("").await.cursor;
    let second = shop.desk("agent-a").await;
    let again = Command { desk: second.desk.clone(), ..opened.clone() };
    for try_number in 1..=2 {
        let repeated = second.push(vec![again.clone()]).await.remove(0);
        assert_eq!(repeated, answer, "try {try_number} gets the same answer");
    }
    assert_eq!(second.page("").await.cursor, head, "nothing happened a second time");
    let other_words = Command { n: 2, body: open_ticket("t-2"), ..again };
    let refused = problem(second.try_push(vec![other_words]).await).await;
    assert_eq!(refused.code, ProblemCode::NumberReused, "but only for the same words");
}

#[tokio::test]
async fn a_push_that_is_refused_half_way_leaves_nothing_behind() {
    let shop = Shop::open().await;
    let mut agent = shop.desk("agent-a").await;
    let first = agent.next(open_ticket("t-1"));
    agent.push(vec![first.clone()]).await;
    let head = agent.page("").await.cursor;
    let good = agent.next(open_ticket("t-2"));
    let mut bad = agent.next(open_ticket("t-3"));
    bad.id = first.id;
    let refused = problem(agent.try_push(vec![good.clone(), bad]).await).await;
    assert_eq!(refused.code, ProblemCode::NumberReused);
    assert_eq!(agent.page("").await.cursor, head, "the good command was undone with the bad one");
    let outcomes = agent.push(vec![good]).await;
    accepted(&outcomes[0].verdict);
}

#[tokio::test]
async fn whoever_was_disabled_while_waiting_for_their_turn_is_not_heard() {
    let shop = Shop::open().await;
    let store = shop.hub.store();
    let now = Timestamp::now();
    let seat = store.seat(&"agent-a".into(), None, now).expect("a seat");
    backstop_hub::person::disable(store, "agent-a", now).expect("the person is disabled");
    let late = command(&seat.desk, 1, "agent-a", open_ticket("t-1"));
    let refused = store.push(seat, vec![late], now).expect_err("nothing is accepted any more");
    assert!(matches!(refused, HubError::Unauthorized), "{refused}");
}

#[tokio::test]
async fn nobody_speaks_for_another_desk_or_person() {
    let shop = Shop::open().await;
    let mut agent = shop.desk("agent-a").await;
    let other = shop.desk("agent-b").await;
    let foreign = command(&other.desk, 1, "agent-a", open_ticket("t-1"));
    let refused = problem(agent.try_push(vec![foreign]).await).await;
    assert_eq!(refused.code, ProblemCode::Forbidden, "the desk must be the token's");
    let mut disguised = agent.next(open_ticket("t-1"));
    disguised.actor = "manager".into();
    let refused = problem(agent.try_push(vec![disguised]).await).await;
    assert_eq!(refused.code, ProblemCode::Forbidden, "the person must be the token's");
}

#[tokio::test]
async fn a_rejection_is_final_even_when_the_world_moves_on() {
    let shop = Shop::open().await;
    let mut agent = shop.desk("agent-a").await;
    let early = agent.next(open_for_nobody("t-1"));
    let first = agent.push(vec![early.clone()]).await;
    assert_eq!(rejected(&first[0].verdict), "unknown", "there is no such customer yet");
    shop.hub.store().import(vec![customer("nobody").into()]).expect("the customer comes in");
    assert_eq!(agent.push(vec![early]).await, first, "the answer that was given stays");
}

#[tokio::test]
async fn a_claim_has_one_winner() {
    let shop = Shop::open().await;
    let mut a = shop.desk("agent-a").await;
    let mut b = shop.desk("agent-b").await;
    accepted(&a.act(open_ticket("t-1")).await);
    let claim = || CommandBody::ClaimTicket { ticket_id: TicketId::new("t-1") };
    let (one, other) = tokio::join!(a.act(claim()), b.act(claim()));
    let wins = [one, other].iter().filter(|v| matches!(v, Verdict::Accepted { .. })).count();
    assert_eq!(wins, 1, "exactly one agent has the ticket");
}

#[tokio::test]
async fn ticket_numbers_are_dense_and_only_taken_when_used() {
    let shop = Shop::open().await;
    let mut agent = shop.desk("agent-a").await;
    accepted(&agent.act(open_ticket("t-1")).await);
    rejected(&agent.act(open_for_nobody("t-2")).await);
    accepted(&agent.act(open_ticket("t-3")).await);
    let (items, _) = agent.everything(100).await;
    let bodies = items.iter().filter_map(|item| item.body.as_ref()).map(|body| body.get());
    let bodies: String = bodies.collect();
    for number in ["\"number\":2001", "\"number\":2002"] {
        assert!(bodies.contains(number), "{number} was given out");
    }
    assert!(!bodies.contains("\"number\":2003"), "a rejected ticket takes no number");
}

#[tokio::test]
async fn a_ledger_line_is_never_written_twice_under_one_name() {
    let shop = Shop::open().await;
    let mut agent = shop.desk("agent-a").await;
    accepted(&agent.act(request("g-1", "x-1", 100)).await);
    let again = agent.act(request("g-2", "x-1", 100)).await;
    assert_eq!(rejected(&again), "duplicate", "the transfer is there already");
    assert_eq!(rejected(&agent.act(request("g-1", "x-2", 100)).await), "duplicate");
}

#[tokio::test]
async fn what_a_person_may_not_see_does_not_exist_for_them() {
    let shop = Shop::open().await;
    let mut agent = shop.desk("agent-a").await;
    let mut stranger = shop.desk("stranger").await;
    accepted(&agent.act(open_ticket("t-1")).await);
    assert_eq!(rejected(&stranger.act(note("t-1", "e-1")).await), "unknown");
    let mut grant = request("g-1", "x-1", 100);
    if let CommandBody::RequestGrant { ticket_id, .. } = &mut grant {
        *ticket_id = Some("t-1".into());
    }
    assert_eq!(rejected(&stranger.act(grant).await), "unknown", "not even through a grant");
    assert_eq!(rejected(&stranger.act(open_ticket("t-1")).await), "duplicate");
}

#[tokio::test]
async fn commands_of_many_desks_at_once_are_all_taken_once() {
    let shop = Shop::open().await;
    let mut desks = tokio::task::JoinSet::new();
    for desk in 0..8 {
        let mut agent = shop.desk("agent-a").await;
        desks.spawn(async move {
            for n in 0..10 {
                accepted(&agent.act(open_ticket(&format!("t-{desk}-{n}"))).await);
            }
        });
    }
    desks.join_all().await;
    let agent = shop.desk("agent-a").await;
    let (items, _) = agent.everything(50).await;
    let tickets = items.iter().filter(|item| item.id.starts_with("t-")).count();
    assert_eq!(tickets, 80, "every ticket is there, and each once");
    shop.hub.store().verify_audit().expect("the audit log is whole");
}
