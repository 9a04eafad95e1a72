//! Words are safe: drafts, the outbox, and what a program leaves behind that is killed.

use std::collections::BTreeMap;

use backstop_desk::{
    DeskError,
    draft::{Draft, DraftKind},
    view::outbox::{OutboxState, WrittenState},
};

use crate::office::{Office, complaint, note, open, said, ticket};

fn draft(id: &str, body: &str) -> Draft {
    Draft {
        id: id.to_owned(),
        kind: DraftKind::Ticket,
        subject: "cnjd-1".to_owned(),
        fields: BTreeMap::from([("body".to_owned(), body.to_owned())]),
        focus: "body".to_owned(),
        caret: 3,
        updated_at: None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_on_disk_when_saving_returns_and_comes_back_where_the_cursor_was() {
    let office = Office::open().await;
    let desk = office.desk("ann").await;
    desk.save_draft(&draft("a", "羽绒")).expect("a draft is saved");
    desk.save_draft(&draft("b", "退款")).expect("another draft is saved");
    desk.save_draft(&draft("a", "羽绒服")).expect("a keystroke more is saved");

    // Not closed: another program opens the same files, as after a crash.
    let drafts = office.reopen("ann").drafts().expect("drafts are read");
    let ids: Vec<_> = drafts.iter().map(|draft| draft.id.as_str()).collect();
    assert_eq!(ids, ["a", "b"], "the draft that was written last comes first");
    assert_eq!(drafts[0].fields["body"], "羽绒服", "it has its last keystroke");
    assert_eq!((drafts[0].focus.as_str(), drafts[0].caret), ("body", 3), "and its cursor");

    desk.drop_draft("b").expect("a draft is dropped");
    assert_eq!(office.reopen("ann").drafts().expect("drafts are read").len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn submitting_takes_the_draft_along_and_a_refusal_leaves_it() {
    let office = Office::open().await;
    let desk = office.desk("ann").await;
    desk.save_draft(&draft("a", "…")).expect("a draft is saved");

    let refused = desk.submit(complaint("   ", "没有标题"), Some("a"));
    assert!(matches!(refused, Err(DeskError::Rejected(_))), "a ticket needs a title: {refused:?}");
    assert_eq!(desk.drafts().expect("drafts").len(), 1, "the draft of refused work stays");
    assert!(desk.outbox().expect("the outbox").is_empty(), "refused work is not queued");

    let written = desk.submit(complaint("没收到货", "三天了"), Some("a")).expect("it is taken");
    assert_eq!(written.state, WrittenState::Waiting, "nobody but this desk knows it yet");
    assert!(desk.drafts().expect("drafts").is_empty(), "the draft became the ticket");
    assert_eq!(ticket(&desk, &written.id).title, "没收到货", "the ticket is shown at once");
}

#[tokio::test(flavor = "multi_thread")]
async fn work_done_offline_outlives_its_program_and_arrives_once_in_order() {
    let mut office = Office::open().await;
    let desk = office.desk("ann").await;
    office.stop_hub().await;
    let id = open(&desk, "安装没人来", "等了一天");
    for text in ["一", "二", "三"] {
        desk.submit(note(&id, text), None).expect("a note is taken");
    }
    assert!(desk.sync_once().await.is_err(), "there is no line");
    drop(desk);

    let desk = office.reopen("ann");
    assert_eq!(
        said(&ticket(&desk, &id)),
        ["等了一天", "一", "二", "三"],
        "all of it is shown again"
    );
    let numbers: Vec<_> = desk.outbox().expect("the outbox").iter().map(|row| row.n).collect();
    assert_eq!(numbers, [1, 2, 3, 4], "numbers have no gaps");
    assert_eq!(desk.line().expect("the line").trouble, None, "nobody has tried yet");

    office.start_hub().await;
    office.sign_in(&desk, "ann").await.expect("the hub has another address, the desk is the same");
    desk.sync_once().await.expect("there is a line again");
    let there = office.ticket_on_hub(&id).expect("the ticket arrived");
    assert_eq!(said(&there), ["等了一天", "一", "二", "三"], "once each, in order");
    assert_eq!(ticket(&desk, &id), there, "desk and hub agree");
    assert!(desk.outbox().expect("the outbox").is_empty(), "nothing waits");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_between_the_two_files_loses_nothing_and_shows_everything() {
    let office = Office::open().await;
    let id = {
        let desk = office.desk("ann").await;
        let id = open(&desk, "写到一半", "一");
        desk.sync_once().await.expect("a sync");
        id
    };
    let cache = office.profile("ann").join("cache.db");
    let before = std::fs::read(&cache).expect("the cache, closed");
    {
        let desk = office.reopen("ann");
        desk.submit(note(&id, "二"), None).expect("a note is taken");
    }
    // The command is in its file; what follows from it never reached the other.
    std::fs::write(&cache, before).expect("the cache as it was");
    let desk = office.reopen("ann");
    assert_eq!(said(&ticket(&desk, &id)), ["一", "二"], "what was promised is shown");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_programs_that_write_on_one_profile_share_one_row_of_numbers() {
    let office = Office::open().await;
    let id = {
        let desk = office.desk("ann").await;
        open(&desk, "一张单", "…")
    };
    let writers: Vec<_> = (0..4)
        .map(|writer| {
            let desk = office.reopen("ann");
            let id = id.clone();
            std::thread::spawn(move || {
                for round in 0..5 {
                    let text = format!("{writer}-{round}");
                    desk.submit(note(&id, &text), None).expect("a note is taken");
                }
            })
        })
        .collect();
    for writer in writers {
        writer.join().expect("no writer fails");
    }
    let desk = office.reopen("ann");
    let rows = desk.outbox().expect("the outbox");
    let numbers: Vec<_> = rows.iter().map(|row| row.n).collect();
    assert_eq!(numbers, (1..=21).collect::<Vec<u64>>(), "every number once, none left out");
    assert!(rows.iter().all(|row| row.state == OutboxState::Waiting), "all of them wait");
    assert_eq!(said(&ticket(&desk, &id)).len(), 21, "every note is shown");
    desk.sync_once().await.expect("a sync");
    assert_eq!(
        said(&office.ticket_on_hub(&id).expect("it is there")).len(),
        21,
        "every note arrived"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn preferences_are_kept() {
    let office = Office::open().await;
    let desk = office.desk("ann").await;
    desk.set_preference("theme", "dark").expect("it is kept");
    desk.set_preference("theme", "light").expect("it is changed");
    let kept = office.reopen("ann").preferences().expect("preferences");
    assert_eq!(kept, BTreeMap::from([("theme".to_owned(), "light".to_owned())]));
}
