//! What the hub refuses is explained, blocks nothing else, and is ended by the person alone.

use backstop_desk::{Desk, DeskError, Fate, intent::Intent, view::outbox::OutboxState};
use backstop_domain::{id::TicketId, rejection::Rejection};

use crate::office::{Office, note, open, overtaken, said, ticket};

/// A claim that a colleague was faster with, and a ticket of one's own.
async fn lost_claim(office: &Office) -> (Desk, String, String) {
    let (ann, bob) = (office.desk("ann").await, office.desk("bob").await);
    let id = open(&ann, "谁来接", "…");
    ann.sync_once().await.expect("a sync");
    bob.sync_once().await.expect("a sync");
    let claim = || Intent::ClaimTicket { ticket_id: TicketId::new(&id) };
    bob.submit(claim(), None).expect("bob claims");
    bob.sync_once().await.expect("a sync");
    ann.submit(claim(), None).expect("ann does not know yet");
    assert_eq!(ticket(&ann, &id).owner, Some("ann".into()), "to her it is hers at once");
    let other = open(&ann, "另一张", "…");
    (ann, id, other)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_command_is_taken_back_explained_and_blocks_nothing() {
    let office = Office::open().await;
    let (ann, id, other) = lost_claim(&office).await;
    ann.sync_once().await.expect("a sync");

    assert_eq!(ticket(&ann, &id).owner, Some("bob".into()), "the hub's word stands");
    let rows = ann.outbox().expect("the outbox");
    assert_eq!(rows.len(), 1, "only the refused row is left: {rows:?}");
    assert_eq!(rows[0].state, OutboxState::Stuck);
    let reason = Rejection::AlreadyClaimed { ticket_id: TicketId::new(&id), by: "bob".into() };
    assert_eq!(rows[0].reason, Some(reason), "it says who was faster");
    assert!(office.ticket_on_hub(&other).is_some(), "the other ticket arrived all the same");
    let view = ann.ticket(&id).expect("the ticket");
    assert_eq!(view.pending.len(), 1, "the ticket's screen shows the refused claim too");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_was_refused_can_be_discarded() {
    let office = Office::open().await;
    let (ann, _, _) = lost_claim(&office).await;
    let waiting = ann.outbox().expect("the outbox")[0].n;
    let early = ann.discard(waiting);
    assert!(matches!(early, Err(DeskError::NotStuck { .. })), "what waits will be sent: {early:?}");
    ann.sync_once().await.expect("a sync");
    let stuck = ann.outbox().expect("the outbox")[0].n;
    assert!(matches!(ann.fate(stuck).expect("its fate"), Fate::Refused(_)), "the hub has answered");
    ann.discard(stuck).expect("a refused command can be discarded");
    assert!(ann.outbox().expect("the outbox").is_empty(), "it is gone");
    assert!(ann.discard(stuck).is_err(), "once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_that_was_overtaken_is_held_with_its_words_and_can_be_sent_again() {
    let office = Office::open().await;
    let ann = office.desk("ann").await;
    let (id, _) = overtaken(&office, &ann, "正在查询").await;

    let rows = ann.outbox().expect("the outbox");
    assert_eq!(rows[0].reason, Some(Rejection::ThreadMoved { ticket_id: TicketId::new(&id) }));
    assert_eq!(rows[0].text, "正在查询", "her words are kept");
    assert_eq!(
        said(&ticket(&ann, &id)),
        ["三天没有更新", "已催快递"],
        "she sees what came between"
    );

    let again = ann.resend(rows[0].n, Some("已催快递，正在查询".to_owned()));
    assert!(again.is_ok(), "having seen it she may answer: {again:?}");
    ann.sync_once().await.expect("a sync");
    let there = office.ticket_on_hub(&id).expect("the ticket");
    assert_eq!(said(&there).last().map(String::as_str), Some("已催快递，正在查询"));
    assert!(
        ann.outbox().expect("the outbox").is_empty(),
        "the refused row gave way to the new one"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn work_that_became_impossible_shows_no_effect_and_stays_in_the_outbox_until_the_hub_answers()
{
    let office = Office::open().await;
    let (ann, bob) = (office.desk("ann").await, office.desk("bob").await);
    let id = open(&ann, "换货", "…");
    ann.sync_once().await.expect("a sync");
    bob.sync_once().await.expect("a sync");
    let escalate = |line| Intent::EscalateTicket {
        ticket_id: TicketId::new(&id),
        line,
        reason: "要主管".to_owned(),
    };
    bob.submit(escalate(4), None).expect("bob escalates");
    bob.sync_once().await.expect("a sync");
    ann.submit(escalate(2), None).expect("ann escalates, not knowing");
    ann.submit(note(&id, "客户很急"), None).expect("and notes something");
    // Only the download: the outbox has not been heard yet.
    let running = ann.run();
    let mut events = ann.events();
    crate::office::until(&mut events, "the hub's answer to both", || {
        ann.outbox().is_ok_and(|rows| rows.len() == 1)
    })
    .await;
    crate::office::until(&mut events, "the note's return", || {
        ticket(&ann, &id) == office.ticket_on_hub(&id).expect("the ticket")
    })
    .await;
    running.stop().await;
    assert_eq!(ticket(&ann, &id).line, 4, "a ticket only goes up");
    assert_eq!(said(&ticket(&ann, &id)), ["…", "客户很急"], "the note stands");
}
