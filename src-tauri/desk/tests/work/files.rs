//! The files: encrypted, versioned, repaired where they can be pulled again, never guessed at where they cannot.

use std::{fs, path::Path};

use backstop_desk::{Desk, DeskError, KeyChoice, rescue};

use crate::office::{Office, complaint, draft, note, open, said, ticket};

fn files(folder: &Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let entries = fs::read_dir(folder).expect("the profile");
    let mut files: Vec<_> = entries
        .map(|entry| entry.expect("an entry").path())
        .map(|path| (path.clone(), fs::read(path).expect("a file")))
        .collect();
    files.sort();
    files
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_a_person_wrote_can_be_read_in_the_files() {
    let office = Office::open().await;
    let desk = office.desk("ann").await;
    let canary = "CANARY-7f3a-羽绒服";
    let id = open(&desk, canary, canary);
    desk.submit(note(&id, canary), None).expect("a note");
    desk.set_preference("canary", canary).expect("a preference");
    for (path, bytes) in files(&office.profile("ann")) {
        for secret in [&b"CANARY-7f3a"[..], b"15512344614", "侯采薇".as_bytes(), b"SQLite format 3"]
        {
            let found = bytes.windows(secret.len()).any(|window| window == secret);
            assert!(!found, "{} must not show {}", path.display(), String::from_utf8_lossy(secret));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_cache_is_pulled_again_and_unsent_work_is_shown_on_top() {
    let office = Office::open().await;
    let (id, old) = {
        let desk = office.desk("ann").await;
        let old = open(&desk, "已上传", "一");
        desk.sync_once().await.expect("a sync");
        desk.submit(note(&old, "二"), None).expect("a note");
        (open(&desk, "没发出去", "…"), old)
    };
    for suffix in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(office.profile("ann").join(format!("cache.db{suffix}")));
    }
    fs::write(office.profile("ann").join("cache.db"), vec![0x5a; 9_000]).expect("damage");

    let desk = office.reopen("ann");
    assert_eq!(desk.outbox().expect("the outbox").len(), 2, "unsent work is in the other file");
    assert_eq!(desk.line().expect("the line").cursor, 0, "the cache starts from nothing");
    desk.sync_once().await.expect("it is pulled again");
    assert_eq!(said(&ticket(&desk, &old)), ["一", "二"], "with the work that was not sent");
    assert_eq!(ticket(&desk, &id), office.ticket_on_hub(&id).expect("it arrived"));
}

#[tokio::test(flavor = "multi_thread")]
async fn damage_in_the_middle_of_the_cache_is_never_wrong_data_and_heals_at_the_next_start() {
    let office = Office::open().await;
    let long = "一".repeat(20_000);
    let id = {
        let desk = office.desk("ann").await;
        let id = open(&desk, "已上传", &long);
        desk.sync_once().await.expect("a sync");
        id
    };
    let path = office.profile("ann").join("cache.db");
    let mut bytes = fs::read(&path).expect("the cache, closed");
    // One bit in each of the last pages, where the long story lies; opening does not look there.
    bytes.rchunks_mut(4_096).take(20).for_each(|page| page[100] ^= 1);
    fs::write(&path, bytes).expect("damage");
    {
        let desk = office.reopen("ann");
        assert!(desk.line().expect("the line").cursor > 0, "opening does not notice it");
        let read = desk.ticket(&id);
        let Err(DeskError::DamagedCache { path: named }) = &read else {
            panic!("what is damaged is an error that says where: {read:?}");
        };
        assert_eq!(*named, path.canonicalize().expect("a path"), "it names the file");
    }
    let desk = office.reopen("ann");
    assert_eq!(desk.line().expect("the line").cursor, 0, "the cache starts from nothing");
    desk.sync_once().await.expect("it is pulled again");
    assert_eq!(said(&ticket(&desk, &id)), [long], "everything is back");
    drop(desk);
    assert!(office.reopen("ann").line().expect("the line").cursor > 0, "and stays");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_key_is_an_error_and_no_new_one_is_made() {
    let office = Office::open().await;
    drop(office.desk("ann").await);
    let key = office.profile("ann").join("key");
    let bytes = fs::read(&key).expect("the key");
    fs::remove_file(&key).expect("the key is lost");
    let opened = Desk::open(office.profile("ann"), KeyChoice::File);
    assert!(matches!(opened, Err(DeskError::KeyMissing(_))), "{opened:?}");
    assert!(!key.exists(), "a new key would hide the loss");
    fs::write(&key, bytes).expect("the key is found");
    assert!(Desk::open(office.profile("ann"), KeyChoice::File).is_ok(), "nothing was harmed");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn only_the_owner_may_look_into_the_profile() {
    use std::os::unix::fs::PermissionsExt;
    let office = Office::open().await;
    drop(office.desk("ann").await);
    let mode = |path: &Path| fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
    assert_eq!(mode(&office.profile("ann")), 0o700, "the folder is private");
    assert_eq!(mode(&office.profile("ann").join("key")), 0o600, "the key is private");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_program_refuses_a_newer_store_and_writes_nothing() {
    let office = Office::open().await;
    {
        let desk = office.desk("ann").await;
        desk.submit(complaint("新版写的", "…"), None).expect("a ticket");
        desk.save_draft(&draft("d", "没写完")).expect("a draft");
    }
    for store in ["work.db", "cache.db"] {
        let profile = office.profile("ann");
        let before = pretend_newer(&profile, store);
        let opened = Desk::open(&profile, KeyChoice::File);
        let Err(DeskError::NewerStore { file, found, known }) = opened else {
            panic!("a newer {store} must be refused: {opened:?}");
        };
        assert_eq!((file.as_str(), found), (store, known + 1), "the error names the file");
        let drafts = rescue::drafts(&profile, KeyChoice::File).expect("drafts come out");
        assert_eq!(drafts[0]["fields"]["text"], "没写完", "of a newer {store}: {drafts:?}");
        let kept: Vec<_> =
            before.iter().map(|(path, _)| (path.clone(), fs::read(path).expect("kept"))).collect();
        assert_eq!(kept, before, "not a byte was changed");
        set_version(&profile, store, known);
    }
    assert_eq!(office.reopen("ann").outbox().expect("the outbox").len(), 1, "nothing was lost");
}

/// Makes a store look as if the next version had written it. Returns its files.
fn pretend_newer(profile: &Path, store: &str) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    set_version(profile, store, 0);
    files(profile)
        .into_iter()
        .filter(|(path, _)| path.extension().is_some_and(|ending| ending == "db"))
        .collect()
}

/// Sets the version noted in a store; 0 means one more than now.
fn set_version(profile: &Path, store: &str, version: i64) {
    let key = fs::read(profile.join("key")).expect("the key");
    let hex = key.iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
    let conn = rusqlite::Connection::open(profile.join(store)).expect("the store");
    conn.pragma_update(None, "key", format!("x'{hex}'")).expect("the key fits");
    let sql =
        "UPDATE refinery_schema_history SET version = CASE ?1 WHEN 0 THEN version + 1 ELSE ?1 END
        WHERE version = (SELECT max(version) FROM refinery_schema_history)";
    conn.execute(sql, [version]).expect("the version is noted");
}
