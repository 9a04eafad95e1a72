//! A sandbox: commands stand at once, nothing leaves it, nothing lasts.

use backstop_desk::{Desk, DeskError, intent::Intent, view::outbox::WrittenState};
use backstop_domain::{
    document::Document,
    id::TicketId,
    ledger::{Account, AccountOwner},
    money::Fen,
    world::World as _,
};

use crate::office::{Office, complaint, customer, order, person, said, ticket};

fn sandbox() -> Desk {
    let trainee = person("trainee", "service");
    let quota = Account {
        balance: Fen(1_000),
        received: Fen(1_000),
        ..Account::empty(AccountOwner::Quota("trainee".into()))
    };
    let documents = vec![customer().into(), order().into(), trainee.clone().into(), quota.into()];
    Desk::sandbox(documents, &trainee).expect("a sandbox")
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_sandbox_commands_are_decided_as_the_hub_would_and_confirmed_at_once() {
    let desk = sandbox();
    let written = desk.submit(complaint("练习", "客户很生气"), None).expect("a ticket");
    assert_eq!(written.state, WrittenState::Confirmed, "the sandbox is its own hub");
    assert!(ticket(&desk, &written.id).number.is_some(), "the ticket has a number");
    let reply = |text: &str| Intent::Reply {
        ticket_id: TicketId::new(&written.id),
        text: text.to_owned(),
        seen: None,
    };
    desk.submit(reply("您好"), None).expect("a reply");
    assert_eq!(said(&ticket(&desk, &written.id)), ["客户很生气", "您好"]);
    assert!(desk.outbox().expect("the outbox").is_empty(), "nothing waits for anybody");
    let empty = desk.submit(reply(" "), None);
    assert!(matches!(empty, Err(DeskError::Rejected(_))), "the same rules hold: {empty:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_simulated_world_can_change_under_the_trainee() {
    let desk = sandbox();
    let mut heard = desk.events();
    let mut changed = order();
    changed.status = "已取消".to_owned();
    desk.put_local(vec![Document::from(changed)]).expect("the world changes");
    assert!(heard.try_recv().is_ok(), "the screens are told");
    let order = desk.world().order(&crate::office::ORDER.into()).expect("the order");
    assert_eq!(order.status, "已取消");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sandbox_has_no_line_and_a_live_desk_takes_no_made_up_documents() {
    let office = Office::open().await;
    let live = office.desk("ann").await;
    assert!(matches!(live.put_local(Vec::new()), Err(DeskError::WrongKind(_))));
    let desk = sandbox();
    let url = office.hub().url();
    assert!(desk.sign_in(url, "ann", "correct horse").await.is_err(), "no sign-in");
    assert!(desk.sync_once().await.is_err(), "no sync");
    desk.run().stop().await;
    assert!(!desk.line().expect("the line").online, "no line");
}
