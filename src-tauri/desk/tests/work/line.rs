//! The line: live both ways, silent failures, other programs on the same profile, other people, other hubs.

use std::{io::BufRead as _, time::Duration};

use backstop_desk::{DeskError, LineTrouble};
use backstop_domain::document::Document;
use backstop_hub::person;
use jiff::Timestamp;

use crate::{
    office::{self, Office, note, open, said, ticket, until},
    silent::SilentHub,
};

#[tokio::test(flavor = "multi_thread")]
async fn what_one_desk_does_another_sees_live() {
    let office = Office::open().await;
    let (ann, bob) = (office.desk("ann").await, office.desk("bob").await);
    let (upward, downward) = (ann.run(), bob.run());
    let mut heard = bob.events();
    let id = open(&ann, "直播", "一");
    until(&mut heard, "the new ticket on the other desk", || bob.ticket(&id).is_ok()).await;
    ann.submit(note(&id, "二"), None).expect("a note");
    until(&mut heard, "the note on the other desk", || said(&ticket(&bob, &id)).len() == 2).await;
    let line = bob.line().expect("the line");
    assert!(line.online && line.trouble.is_none(), "the line is up: {line:?}");
    assert!(line.clock_verified, "the clock was measured: {line:?}");
    upward.stop().await;
    downward.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_desk_sends_what_another_program_writes_on_its_profile() {
    let office = Office::open().await;
    let ann = office.desk("ann").await;
    let running = ann.run();
    let mut heard = ann.events();
    until(&mut heard, "the line to come up", || ann.line().is_ok_and(|line| line.online)).await;
    let earlier = open(&ann, "自己写的", "…");
    until(&mut heard, "quiet", || ticket(&ann, &earlier).number.is_some()).await;
    let other = office.reopen("ann");
    let id = open(&other, "命令行写的", "…");
    until(&mut heard, "delivery by the running program", || {
        other.outbox().is_ok_and(|rows| rows.is_empty())
    })
    .await;
    until(&mut heard, "the number of the ticket", || ticket(&other, &id).number.is_some()).await;
    running.stop().await;
    assert!(office.ticket_on_hub(&id).is_some(), "it is on the hub");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_desk_comes_back_by_itself_after_the_hub_was_away() {
    let mut office = Office::open().await;
    let ann = office.desk("ann").await;
    let running = ann.run();
    let mut heard = ann.events();
    until(&mut heard, "the line to come up", || ann.line().is_ok_and(|line| line.online)).await;
    office.stop_hub().await;
    until(&mut heard, "the line to go down", || ann.line().is_ok_and(|line| !line.online)).await;
    assert_eq!(ann.line().expect("the line").trouble.as_deref(), Some("unreachable"));
    let id = open(&ann, "断网写的", "…");
    office.start_hub().await;
    office.sign_in(&ann, "ann").await.expect("the hub is back under another port");
    until(&mut heard, "delivery", || ticket(&ann, &id).number.is_some()).await;
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_who_was_disabled_keeps_working_offline_and_is_told() {
    let office = Office::open().await;
    let ann = office.desk("ann").await;
    person::disable(office.hub().store(), "ann", Timestamp::now()).expect("ann is disabled");
    let refused = ann.sync_once().await;
    assert!(matches!(refused, Err(DeskError::Line(LineTrouble::Unauthorized))), "{refused:?}");
    assert_eq!(ann.line().expect("the line").trouble.as_deref(), Some("unauthorized"));
    let id = open(&ann, "还能写", "…");
    assert_eq!(ann.line().expect("the line").waiting, 1, "it waits");
    assert_eq!(ticket(&ann, &id).title, "还能写", "and is shown");
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_else_may_sign_in_only_when_nothing_is_left_to_send() {
    let office = Office::open().await;
    let desk = office.desk("ann").await;
    let id = open(&desk, "没发出去", "…");
    let refused = office.sign_in(&desk, "bob").await;
    assert!(matches!(refused, Err(DeskError::OutboxNotEmpty { .. })), "{refused:?}");
    assert_eq!(desk.identity().expect("the store").expect("ann").person.id.as_str(), "ann");
    desk.sync_once().await.expect("ann is still signed in");

    desk.save_draft(&backstop_desk::draft::Draft {
        id: "d".to_owned(),
        kind: backstop_desk::draft::DraftKind::Note,
        subject: id.clone(),
        fields: std::collections::BTreeMap::new(),
        focus: String::new(),
        caret: 0,
        updated_at: None,
    })
    .expect("a draft of ann's");
    office.sign_in(&desk, "bob").await.expect("nothing is left to send");
    assert!(desk.ticket(&id).is_err(), "bob does not find what ann had pulled");
    assert!(desk.drafts().expect("drafts").is_empty(), "nor what ann was writing");
    desk.sync_once().await.expect("bob pulls for himself");
    let first = open(&desk, "鲍勃的", "…");
    assert_eq!(desk.outbox().expect("the outbox")[0].n, 1, "another desk counts from one");
    desk.sync_once().await.expect("and is understood by the hub");
    assert!(office.ticket_on_hub(&first).is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn after_signing_out_the_token_is_worth_nothing_and_work_goes_on() {
    let office = Office::open().await;
    let desk = office.desk("ann").await;
    let token = desk.identity().expect("the store").expect("ann").token.expect("a token");
    desk.end_session(Duration::from_secs(10)).await.expect("the hub is told");
    desk.sign_out().expect("the token is forgotten");
    let again = office.reopen("stranger");
    let ann = backstop_protocol::session::SignedIn {
        token,
        desk: "another".into(),
        person: office::person("ann", "service"),
        hub_time: Timestamp::now(),
    };
    again.adopt(&ann, office.hub().url()).expect("somebody tries the old token");
    let refused = again.sync_once().await;
    assert!(matches!(refused, Err(DeskError::Line(LineTrouble::Unauthorized))), "{refused:?}");

    assert!(matches!(desk.sync_once().await, Err(DeskError::NotSignedIn)), "there is no line");
    let id = open(&desk, "离线", "…");
    office.sign_in(&desk, "ann").await.expect("ann comes back");
    desk.sync_once().await.expect("what waited goes out");
    assert!(office.ticket_on_hub(&id).is_some(), "with the words written meanwhile");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_falls_silent_is_noticed_within_half_a_minute_and_opened_anew() {
    let silent = SilentHub::start();
    let office = Office::open().await;
    let desk = office.reopen("ann");
    let signed_in = office.hub().sign_in_as(&"ann".into(), None).await.expect("ann");
    let mut heard = desk.events();
    desk.adopt(&signed_in, &silent.url).expect("ann uses the silent hub");
    let running = desk.run();
    until(&mut heard, "the line to come up", || desk.line().is_ok_and(|line| line.online)).await;
    let began = std::time::Instant::now();
    until(&mut heard, "the silence to be noticed", || {
        desk.line().is_ok_and(|line| line.trouble.as_deref() == Some("unreachable"))
    })
    .await;
    assert!(began.elapsed() >= Duration::from_secs(20), "the hub's beat is waited for twice");
    until(&mut heard, "another attempt", || desk.line().is_ok_and(|line| line.online)).await;
    running.stop().await;
    assert!(silent.streams() >= 2, "the stream was opened anew");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hub_that_takes_the_connection_and_never_answers_holds_nobody_up() {
    let deaf = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", deaf.local_addr().expect("an address"));
    let office = Office::open().await;
    let desk = office.reopen("ann");
    let signed_in = office.hub().sign_in_as(&"ann".into(), None).await.expect("ann");
    desk.adopt(&signed_in, &url).expect("ann uses the deaf hub");
    let began = std::time::Instant::now();
    let outcome = desk.sync_once().await;
    assert!(
        matches!(outcome, Err(DeskError::Line(LineTrouble::Unreachable(_)))),
        "nobody answered: {outcome:?}"
    );
    assert!(began.elapsed() < Duration::from_secs(40), "it took {:?}", began.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_is_dead_for_sending_is_not_waited_for_a_second_time() {
    let dead = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", dead.local_addr().expect("an address"));
    let (tell, asked) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for connection in dead.incoming().flatten() {
            let mut request = String::new();
            let _ = std::io::BufReader::new(connection).read_line(&mut request);
            let _ = tell.send(request);
        }
    });
    let office = Office::open().await;
    let desk = office.desk("ann").await;
    open(&desk, "等着发", "…");
    let seat = desk.identity().expect("the store").and_then(backstop_desk::Identity::seat);
    let signed_in = office.hub().sign_in_as(&"ann".into(), seat).await.expect("ann");
    desk.adopt(&signed_in, &url).expect("ann's hub hangs up on everybody");
    desk.sync_once().await.expect_err("nobody answers");
    let asked: Vec<String> = asked.try_iter().collect();
    assert!(asked.iter().any(|request| request.contains("/v1/commands")), "it sends: {asked:?}");
    assert!(!asked.iter().any(|request| request.contains("/v1/feed")), "and gives up: {asked:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_over_the_network_says_what_was_wrong() {
    let office = Office::open().await;
    let desk = office.reopen("new");
    let url = office.hub().url();
    let wrong = desk.sign_in(url, "ann", "not the password").await;
    assert!(matches!(wrong, Err(DeskError::Line(LineTrouble::WrongCredentials))), "{wrong:?}");
    let nowhere = desk.sign_in("http://127.0.0.1:9", "ann", "x").await;
    assert!(matches!(nowhere, Err(DeskError::Line(LineTrouble::Unreachable(_)))), "{nowhere:?}");
    let nonsense = desk.sign_in("ftp://hub", "ann", "x").await;
    assert!(nonsense.is_err(), "only http and https lead to a hub");
    assert!(desk.identity().expect("the store").is_none(), "nobody is signed in");
    desk.sign_in(url, "ann", "correct horse").await.expect("the right password");
    assert_eq!(desk.identity().expect("the store").expect("ann").person.login, "ann");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_changes_team_loses_what_the_old_team_sees_and_keeps_their_own_unsent_work() {
    let office = Office::open().await;
    let (ann, bob) = (office.desk("ann").await, office.desk("bob").await);
    let theirs = open(&bob, "旧组的", "…");
    bob.sync_once().await.expect("a sync");
    ann.sync_once().await.expect("a sync");
    assert!(ann.ticket(&theirs).is_ok(), "a colleague sees it");
    ann.submit(note(&theirs, "我来跟"), None).expect("a note");
    let moved: Document = office::person("ann", "other").into();
    office.hub().store().import(vec![moved]).expect("ann changes team");

    ann.sync_once().await.expect("a sync");
    assert!(ann.ticket(&theirs).is_err(), "the old team's ticket is gone");
    let rows = ann.outbox().expect("the outbox");
    assert!(rows.iter().all(|row| row.text == "我来跟"), "her words are not: {rows:?}");
    assert!(ann.customer(office::CUSTOMER).is_ok(), "what everybody sees is still here");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hub_that_was_restored_from_a_backup_is_told_again() {
    let mut office = Office::open().await;
    let ann = office.desk("ann").await;
    let kept = open(&ann, "备份之前", "…");
    ann.sync_once().await.expect("a sync");
    office.stop_hub().await;
    let backup: Vec<_> = std::fs::read_dir(office.hub_folder())
        .expect("the hub's folder")
        .map(|entry| entry.expect("an entry").path())
        .map(|path| (path.clone(), std::fs::read(path).expect("a file")))
        .collect();
    office.start_hub().await;
    office.sign_in(&ann, "ann").await.expect("the hub is back");
    let lost = open(&ann, "备份之后", "…");
    ann.sync_once().await.expect("a sync");
    assert!(office.ticket_on_hub(&lost).is_some(), "the hub had acknowledged it");

    office.stop_hub().await;
    std::fs::remove_dir_all(office.hub_folder()).expect("the disk dies");
    let folder = office.hub_folder();
    for (path, bytes) in backup {
        std::fs::write(folder.join(path.file_name().expect("a name")), bytes).expect("restored");
    }
    office.start_hub().await;
    assert!(office.ticket_on_hub(&lost).is_none(), "the backup does not know it");
    office.sign_in(&ann, "ann").await.expect("the hub knows ann");
    let new = open(&ann, "恢复之后", "…");
    ann.sync_once().await.expect("the desk tells it again");
    ann.sync_once().await.expect("and reads it back");
    for id in [&kept, &lost, &new] {
        let there = office.ticket_on_hub(id).expect("every acknowledged ticket is there");
        assert_eq!(ticket(&ann, id), there, "and desk and hub agree about it");
    }
}
