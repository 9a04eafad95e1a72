//! Copies: one profile folder at work in two places.

use std::{fs, path::Path};

use backstop_desk::{Desk, DeskError, LineTrouble};

use crate::office::{CUSTOMER, Office, note, open, said, ticket};

/// Ann's profile, copied while one note waits, and the ticket that all of it is about. The first copy has gone on:
/// it has delivered the note, and one more.
async fn copied(office: &Office) -> (Desk, Desk, String) {
    let first = office.desk("ann").await;
    let id = open(&first, "复制", "开头");
    first.sync_once().await.expect("the ticket is delivered");
    first.submit(note(&id, "复制前写的"), None).expect("a note");
    drop(first);
    copy(&office.profile("ann"), &office.profile("ann-copy"));
    let first = office.reopen("ann");
    first.submit(note(&id, "原件写的"), None).expect("a note");
    first.sync_once().await.expect("the first copy delivers");
    (first, office.reopen("ann-copy"), id)
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("the profile") {
        let entry = entry.expect("an entry");
        fs::copy(entry.path(), to.join(entry.file_name())).expect("a copy");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_says_what_it_is_and_keeps_what_was_written_there() {
    let office = Office::open().await;
    let (first, second, id) = copied(&office).await;
    second.submit(note(&id, "副本写的"), None).expect("a note");
    let said_no = second.sync_once().await.expect_err("the numbers are taken");
    assert!(matches!(said_no, DeskError::Line(LineTrouble::Copied)), "{said_no}");
    assert_eq!(second.line().expect("the line").trouble.as_deref(), Some("copied"));
    let again = second.sync_once().await.expect_err("it stays so until somebody signs in");
    assert!(matches!(again, DeskError::Line(LineTrouble::Copied)), "{again}");
    assert_eq!(second.outbox().expect("the outbox").len(), 2, "nothing that waits is lost");
    first.sync_once().await.expect("the first copy works on");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_that_signs_in_again_gets_a_desk_of_its_own_and_everything_arrives_once() {
    let office = Office::open().await;
    let (first, second, id) = copied(&office).await;
    second.submit(note(&id, "副本写的"), None).expect("a note");
    second.sync_once().await.expect_err("the numbers are taken");
    let url = office.hub().url().to_owned();
    second.sign_in(&url, "ann", "correct horse").await.expect("ann signs in on the copy");
    let wanted = ["开头", "复制前写的", "原件写的", "副本写的"];
    assert_eq!(said(&ticket(&second, &id)), wanted, "what waits is still shown, once");
    second.sync_once().await.expect("the copy delivers under its own numbers");
    first.sync_once().await.expect("the first copy works on");
    for desk in [&first, &second] {
        assert_eq!(said(&ticket(desk, &id)), wanted, "both copies show everything once");
        assert!(desk.outbox().expect("the outbox").is_empty(), "nothing is left over");
    }
    let hub = office.ticket_on_hub(&id).expect("the ticket");
    assert_eq!(said(&hub), wanted, "the hub has everything once");
    let desks = [&first, &second].map(|desk| desk.identity().expect("reads").expect("ann").desk);
    assert_ne!(desks[0], desks[1], "each copy is a desk");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_hub_had_refused_stays_refused_on_the_copy() {
    let office = Office::open().await;
    let bob = office.desk("bob").await;
    let (_first, second, id) = copied(&office).await;
    bob.sync_once().await.expect("bob sees the ticket");
    let claim = |id: &str| backstop_desk::intent::Intent::ClaimTicket { ticket_id: id.into() };
    bob.submit(claim(&id), None).expect("bob claims");
    bob.sync_once().await.expect("bob has it");
    second.submit(claim(&id), None).expect("the copy does not know better");
    second.sync_once().await.expect_err("the numbers are taken");
    let url = office.hub().url().to_owned();
    second.sign_in(&url, "ann", "correct horse").await.expect("ann signs in on the copy");
    second.sync_once().await.expect("everything is answered");
    let open_rows = second.outbox().expect("the outbox");
    assert_eq!(open_rows.len(), 1, "only the claim is left: {open_rows:?}");
    assert!(open_rows[0].reason.is_some(), "with its reason");
    second.submit(note(&id, CUSTOMER), None).expect("a note");
    second.sync_once().await.expect("the copy counts on from there");
    assert_eq!(second.outbox().expect("the outbox").len(), 1, "the note is delivered");
}
