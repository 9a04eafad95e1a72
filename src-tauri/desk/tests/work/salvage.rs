//! Damage to what cannot be made again: it is repaired by itself, and nothing that was acknowledged is lost.

use std::{
    fs,
    path::{Path, PathBuf},
};

use backstop_desk::{Desk, DeskError, KeyChoice, draft::Draft, rescue};

use crate::office::{Office, draft, note, open, said, ticket};

/// What a person has on a desk that cannot be made again.
#[derive(Debug, PartialEq)]
pub(crate) struct Treasure {
    pub(crate) outbox: Vec<(u64, String)>,
    drafts: Vec<Draft>,
    preferences: Vec<(String, String)>,
    desk: String,
    token: Option<String>,
}

pub(crate) fn treasure(desk: &Desk) -> Treasure {
    let who = desk.identity().expect("reads").expect("somebody");
    let rows = desk.outbox().expect("the outbox");
    Treasure {
        outbox: rows.iter().map(|row| (row.n, row.kind.clone())).collect(),
        drafts: desk.drafts().expect("the drafts"),
        preferences: desk.preferences().expect("preferences").into_iter().collect(),
        desk: who.desk.as_str().to_owned(),
        token: who.token,
    }
}

/// A desk with unsent work, closed. Returns the ticket that it is about, and what must be there afterwards.
async fn busy_desk(office: &Office) -> (String, Treasure) {
    let desk = office.desk("ann").await;
    let id = open(&desk, "没发出去", &"一".repeat(3_000));
    desk.sync_once().await.expect("the ticket is delivered");
    for i in 0..20 {
        desk.submit(note(&id, &format!("第{i}条 {}", "长".repeat(500))), None).expect("a note");
    }
    desk.save_draft(&draft("d1", &"草稿".repeat(600))).expect("a draft");
    desk.save_draft(&draft("d2", "还没写完")).expect("a draft");
    desk.set_preference("theme", "dark").expect("a preference");
    (id, treasure(&desk))
}

pub(crate) fn quarantined(profile: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(profile.join("quarantine"));
    let mut files: Vec<_> = entries.into_iter().flatten().flatten().map(|e| e.path()).collect();
    files.sort();
    files
}

/// Whatever was done to the files, everything is there, and what is written next gets the next number.
async fn expect_everything(office: &Office, id: &str, wanted: &Treasure, what: &str) {
    let desk = office.reopen("ann");
    assert_eq!(treasure(&desk), *wanted, "{what}: nothing is lost");
    let next = wanted.outbox.last().expect("unsent work").0 + 1;
    let written = desk.submit(note(id, what), None).expect("work goes on");
    assert_eq!(written.n, next, "{what}: the hub would refuse a number that was used before");
    assert_eq!(said(&ticket(&desk, id)).len(), 22, "{what}: everything is shown");
    desk.sync_once().await.expect("the hub takes it");
    assert!(desk.outbox().expect("the outbox").is_empty(), "{what}: everything is delivered");
    assert_eq!(said(&office.ticket_on_hub(id).expect("the ticket")).len(), 22, "{what}: once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_work_store_comes_back_from_the_journal() {
    let office = Office::open().await;
    let (id, wanted) = busy_desk(&office).await;
    fs::remove_file(office.profile("ann").join("work.db")).expect("it is lost");
    expect_everything(&office, &id, &wanted, "a lost store").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_work_store_of_rubbish_is_kept_aside_and_comes_back_from_the_journal() {
    let office = Office::open().await;
    let (id, wanted) = busy_desk(&office).await;
    let rubbish = vec![0x5a; 9_000];
    fs::write(office.profile("ann").join("work.db"), &rubbish).expect("damage");
    expect_everything(&office, &id, &wanted, "rubbish").await;
    let kept = quarantined(&office.profile("ann"));
    assert_eq!(kept.len(), 1, "the damaged file is kept: {kept:?}");
    assert_eq!(fs::read(&kept[0]).expect("it reads"), rubbish, "to the byte");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_or_damaged_journal_is_written_anew() {
    for damage in ["lost", "empty", "a bit in the middle", "rubbish"] {
        let office = Office::open().await;
        let (id, wanted) = busy_desk(&office).await;
        let path = office.profile("ann").join("journal");
        let mut bytes = fs::read(&path).expect("the journal");
        let middle = bytes.len() / 2;
        match damage {
            "lost" => fs::remove_file(&path).expect("it is lost"),
            "empty" => fs::write(&path, []).expect("damage"),
            "rubbish" => fs::write(&path, vec![0x5a; 9_000]).expect("damage"),
            _ => {
                bytes[middle] ^= 1;
                fs::write(&path, bytes).expect("damage");
            }
        }
        drop(office.reopen("ann"));
        fs::remove_file(office.profile("ann").join("work.db")).expect("now the store is lost");
        expect_everything(&office, &id, &wanted, damage).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn damage_on_any_page_of_the_work_store_loses_nothing() {
    let office = Office::open().await;
    let (id, wanted) = busy_desk(&office).await;
    let path = office.profile("ann").join("work.db");
    let (whole, journal) = (fs::read(&path), fs::read(office.profile("ann").join("journal")));
    let (whole, journal) = (whole.expect("the store"), journal.expect("the journal"));
    for page in 0..whole.len() / 4_096 {
        let mut damaged = whole.clone();
        damaged[page * 4_096 + 100] ^= 1;
        fs::write(&path, &damaged).expect("damage");
        fs::write(office.profile("ann").join("journal"), &journal).expect("the journal");
        assert_eq!(treasure(&office.reopen("ann")), wanted, "page {page}");
        let kept = quarantined(&office.profile("ann"));
        assert_eq!(kept.len(), page + 1, "page {page}: the damaged file is kept");
    }
    expect_everything(&office, &id, &wanted, "after all of them").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_damaged_store_still_gives_is_kept_even_without_a_journal() {
    let office = Office::open().await;
    let (_, wanted) = busy_desk(&office).await;
    let path = office.profile("ann").join("work.db");
    let whole = fs::read(&path).expect("the store");
    let mut kept = 0;
    let pages = whole.len() / 4_096;
    for page in 1..pages {
        let mut damaged = whole.clone();
        damaged[page * 4_096 + 100] ^= 1;
        fs::write(&path, &damaged).expect("damage");
        fs::remove_file(office.profile("ann").join("journal")).expect("the journal is lost");
        let desk = office.reopen("ann");
        kept += desk.outbox().expect("the outbox").len();
    }
    let all = wanted.outbox.len() * (pages - 1);
    assert!(kept * 10 > all * 7, "one damaged page costs little of the rest: {kept} of {all}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_work_store_from_another_day_is_brought_to_the_present() {
    let office = Office::open().await;
    let path = office.profile("ann").join("work.db");
    let old = {
        let desk = office.desk("ann").await;
        drop(desk);
        fs::read(&path).expect("the store")
    };
    let (id, wanted) = busy_desk(&office).await;
    fs::write(&path, old).expect("somebody restores one file from a backup");
    expect_everything(&office, &id, &wanted, "an old store").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_from_another_day_never_mixes_old_with_new() {
    let office = Office::open().await;
    let path = office.profile("ann").join("work.db");
    let log = office.profile("ann").join("work.db-wal");
    let desk = office.desk("ann").await;
    let id = open(&desk, "没发出去", &"一".repeat(3_000));
    desk.save_draft(&draft("old", "旧")).expect("a draft");
    let old = fs::read(&log).expect("the log while it is open");
    drop(desk);
    assert!(!log.exists(), "closing takes the log in");
    let desk = office.reopen("ann");
    desk.drop_draft("old").expect("it is gone");
    for i in 0..20 {
        desk.submit(note(&id, &format!("第{i}条 {}", "长".repeat(500))), None).expect("a note");
    }
    let wanted = treasure(&desk);
    drop(desk);
    assert!(old.len() > 4_096 && path.exists(), "there is something in it");
    fs::write(&log, old).expect("the old log is put back");
    let desk = office.reopen("ann");
    assert_eq!(treasure(&desk), wanted, "nothing old comes back, nothing new is lost");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_another_program_has_open_is_not_replaced_under_it() {
    let office = Office::open().await;
    let desk = office.desk("ann").await;
    open(&desk, "没发出去", "…");
    let path = office.profile("ann").join("work.db");
    let bytes = fs::read(&path).expect("the store");
    // Only the file is damaged: the program that has it open reads from its log.
    fs::write(&path, vec![0x5a; bytes.len()]).expect("damage");
    let opened = Desk::open(office.profile("ann"), KeyChoice::File);
    assert!(matches!(opened, Err(DeskError::RepairWaits { .. }) | Ok(_)), "{opened:?}");
    drop(opened);
    drop(desk);
    assert_eq!(office.reopen("ann").outbox().expect("the outbox").len(), 1, "now it is repaired");
}

#[tokio::test(flavor = "multi_thread")]
async fn files_of_another_key_are_left_as_they_are() {
    let office = Office::open().await;
    let (_, wanted) = busy_desk(&office).await;
    let key = office.profile("ann").join("key");
    let right = fs::read(&key).expect("the key");
    fs::write(&key, [7; 32]).expect("another key");
    let before = fs::read(office.profile("ann").join("work.db")).expect("the store");
    let opened = Desk::open(office.profile("ann"), KeyChoice::File);
    assert!(matches!(opened, Err(DeskError::Unreadable { .. })), "{opened:?}");
    assert_eq!(fs::read(office.profile("ann").join("work.db")).expect("the store"), before);
    fs::write(&key, right).expect("the right key again");
    assert_eq!(treasure(&office.reopen("ann")), wanted, "nothing was harmed");
}

#[tokio::test(flavor = "multi_thread")]
async fn drafts_come_out_of_a_profile_that_is_not_opened() {
    let office = Office::open().await;
    let (_, wanted) = busy_desk(&office).await;
    let profile = office.profile("ann");
    let whole = fs::read(profile.join("work.db")).expect("the store");
    for page in [None, Some(0), Some(2), Some(whole.len() / 4_096 - 1)] {
        let mut bytes = whole.clone();
        if let Some(page) = page {
            bytes[page * 4_096 + 100] ^= 1;
        }
        fs::write(profile.join("work.db"), &bytes).expect("damage");
        let drafts = rescue::drafts(&profile, KeyChoice::File).expect("they come out");
        let texts: Vec<_> = drafts.iter().map(|draft| &draft["fields"]["text"]).collect();
        let expected: Vec<_> = wanted.drafts.iter().map(|draft| &draft.fields["text"]).collect();
        assert_eq!(texts, expected, "page {page:?}");
        assert_eq!(fs::read(profile.join("work.db")).expect("the store"), bytes, "unchanged");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cache_with_a_log_from_another_day_is_pulled_again() {
    let office = Office::open().await;
    let log = office.profile("ann").join("cache.db-wal");
    let desk = office.desk("ann").await;
    let id = open(&desk, "旧日志", "一");
    desk.sync_once().await.expect("a sync");
    let old = fs::read(&log).expect("the log while it is open");
    drop(desk);
    let desk = office.reopen("ann");
    desk.submit(note(&id, "二"), None).expect("a note");
    desk.sync_once().await.expect("a sync");
    drop(desk);
    drop(office.reopen("ann"));
    let desk = office.reopen("ann");
    assert!(desk.line().expect("the line").cursor > 0, "opening and closing is no damage");
    assert!(desk.line().expect("the line").storage.repairs.is_empty(), "and none is told");
    drop(desk);
    fs::write(&log, old).expect("the old log is put back");
    let desk = office.reopen("ann");
    let line = desk.line().expect("the line");
    assert_eq!(line.cursor, 0, "a mixture of two days is not shown");
    assert_eq!(line.storage.repairs[0].what, "cache", "it is told");
    desk.sync_once().await.expect("it is pulled again");
    assert_eq!(said(&ticket(&desk, &id)), ["一", "二"], "everything is here");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_of_which_nothing_is_left_still_opens() {
    let office = Office::open().await;
    drop(busy_desk(&office).await);
    for name in ["work.db", "journal", "cache.db"] {
        fs::write(office.profile("ann").join(name), vec![0x5a; 9_000]).expect("damage");
    }
    let desk = office.reopen("ann");
    assert!(desk.identity().expect("reads").is_none(), "somebody must sign in");
    let repairs = desk.line().expect("the line").storage.repairs;
    assert!(repairs.iter().any(|repair| repair.lost), "and is told why: {repairs:?}");
    office.sign_in(&desk, "ann").await.expect("signing in works");
    desk.sync_once().await.expect("what the hub has comes back");
}
