//! The database: sealed, shared between processes, and never touched by an older program.

use std::path::Path;

use backstop_hub::{error::HubError, store::Store};
use rusqlite::Connection;

use crate::{
    process::{answer, program, run},
    shop::{PASSWORD, PHONE, customer},
};

fn url(folder: &Path) -> String {
    format!("sqlite:{}", folder.join("hub.db").display())
}

#[test]
fn nothing_readable_lies_on_the_disk() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(&url(folder.path())).expect("a database");
    store.import(vec![customer("c-1").into()]).expect("a customer comes in");
    for file in ["hub.db", "hub.db-wal"] {
        let bytes = std::fs::read(folder.path().join(file)).expect("the file");
        let found =
            |needle: &str| bytes.windows(needle.len()).any(|part| part == needle.as_bytes());
        assert!(!found(PHONE) && !found("SQLite format"), "{file} shows nothing");
    }
}

#[test]
fn a_database_opens_with_its_key_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    drop(Store::open(&url(folder.path())).expect("a database"));
    let key = folder.path().join("hub.db.key");
    std::fs::write(&key, "0".repeat(64)).expect("another key");
    let error = Store::open(&url(folder.path())).err().expect("another key does not open it");
    assert!(matches!(error, HubError::Unreadable { .. }), "{error}");
    std::fs::remove_file(&key).expect("the key is lost");
    let error = Store::open(&url(folder.path())).err().expect("no key does not open it");
    assert!(matches!(error, HubError::Key { .. }), "{error}");
}

#[test]
fn the_key_may_come_from_the_environment() {
    let folder = tempfile::tempdir().expect("a folder");
    let import = |key: &str| {
        let mut command = program();
        command.args(["generate", "--seed", "1", "--tickets", "1", "--customers", "1"]);
        command.args(["--database", &url(folder.path())]);
        command.env("BACKSTOP_HUB_KEY", key).output().expect("the program runs")
    };
    let list = |key: &str| {
        let mut command = program();
        command.args(["person", "list", "--json", "--database", &url(folder.path())]);
        command.env("BACKSTOP_HUB_KEY", key).output().expect("the program runs")
    };
    let key = "0123456789abcdef".repeat(4);
    assert!(import(&key).status.success(), "a new database is made with the key");
    assert!(!folder.path().join("hub.db.key").exists(), "no key file is written");
    assert!(list(&key).status.success(), "and opened with it again");
    assert_eq!(list(&"f".repeat(64)).status.code(), Some(1), "another key does not open it");
    assert_eq!(list("short").status.code(), Some(1), "half a key is no key");
}

#[test]
fn a_newer_database_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    drop(Store::open(&url(folder.path())).expect("a database"));
    let file = folder.path().join("hub.db");
    let key = std::fs::read_to_string(folder.path().join("hub.db.key")).expect("the key");
    let newer = Connection::open(&file).expect("the database");
    newer.execute_batch(&format!("PRAGMA key = \"x'{}'\"", key.trim())).expect("the key fits");
    let migrated = "INSERT INTO refinery_schema_history (version, name, applied_on, checksum)
                    SELECT 99, 'future', applied_on, checksum FROM refinery_schema_history";
    newer.execute_batch(migrated).expect("a newer program was here");
    drop(newer);
    let before = std::fs::read(&file).expect("the file");
    let error = Store::open(&url(folder.path())).err().expect("an older program stays out");
    assert!(matches!(error, HubError::Newer { found: 99, .. }), "{error}");
    assert!(error.to_string().contains("update this program"), "{error}");
    assert_eq!(std::fs::read(&file).expect("the file"), before, "not a byte was written");
}

#[test]
fn processes_that_open_a_new_database_at_once_share_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let adding = |n: usize| {
        let url = url(folder.path());
        std::thread::spawn(move || {
            let login = format!("agent-{n}");
            let arguments =
                ["person", "add", "--database", &url, "--login", &login, "--name", "坐席"];
            let more = ["--role", "agent", "--password-stdin"];
            answer(&[arguments.as_slice(), more.as_slice()].concat(), PASSWORD);
        })
    };
    for adding in (0..6).map(adding).collect::<Vec<_>>() {
        adding.join().expect("a process adds a person");
    }
    let list = answer(&["person", "list", "--database", &url(folder.path())], "");
    assert_eq!(list.lines().count(), 6, "everybody was added: {list}");
    let store = Store::open(&url(folder.path())).expect("the database");
    let report = store.verify_ledger().expect("the ledger is right");
    assert_eq!(report.transfers, 7, "one budget for the team and six quotas");
    store.verify_audit().expect("the audit log is whole");
}

#[test]
fn what_is_no_database_is_refused_in_words() {
    let folder = tempfile::tempdir().expect("a folder");
    for (url, word) in [
        ("postgres://127.0.0.1:1/hub".to_owned(), "cannot be reached"),
        ("mysql://localhost/hub".to_owned(), "sqlite:FILE"),
        ("hub.db".to_owned(), "sqlite:FILE"),
        (format!("sqlite:{}/no/such/folder/hub.db", folder.path().display()), "no/such/folder"),
    ] {
        let output = run(&["person", "list", "--database", &url], "");
        assert_eq!(output.status.code(), Some(1), "{url} is refused");
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(complaint.contains(word), "{url} is refused with a way out: {complaint}");
    }
    let typo = format!("sqlite:{}", folder.path().join("typo.db").display());
    for looking in [["ticket", "list"], ["audit", "verify"], ["ledger", "verify"]] {
        let output = run(&[looking[0], looking[1], "--database", &typo], "");
        assert_eq!(output.status.code(), Some(1), "nothing is proven about what is not there");
    }
    assert!(!folder.path().join("typo.db").exists(), "looking makes nothing");
    let output = run(&["person", "list"], "");
    assert_eq!(output.status.code(), Some(2), "a command line without a database is no use");
}
