//! An older program leaves the store of a newer one as it is, and says so.

use std::{fs, path::Path};

use backstop_testkit::desk::Desk;
use rusqlite::Connection;

use crate::ground::{self, CUSTOMER};

/// Makes a store look as if a newer program had written it.
fn age(path: &Path, key: &str) {
    let store = Connection::open(path).expect("the store is there");
    store.pragma_update(None, "key", key).expect("the key is taken");
    store
        .execute(
            "INSERT INTO refinery_schema_history (version, name, applied_on, checksum)
             VALUES (9999, 'from_the_future', '2030-01-01T00:00:00Z', '1')",
            [],
        )
        .expect("the history can be extended");
    store.pragma_update(None, "wal_checkpoint", "TRUNCATE").ok();
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a text takes everything");
        text
    })
}

#[test]
fn an_older_desk_refuses_a_newer_store_and_writes_nothing() {
    let hub = ground::shop(&[("agent", "agent")]);
    let desk = Desk::signed_in(&hub.url(), "agent");
    desk.complain(CUSTOMER, "未送达", "升级前写的。");
    let work = desk.profile().join("work.db");
    let key = fs::read(desk.profile().join("key")).expect("the fallback key is a file");
    age(&work, &format!("x'{}'", hex(&key)));
    let before = fs::read(&work).expect("the store can be read");

    for command in [&["status"][..], &["ticket", "list"], &["sync"], &["outbox"]] {
        let said = desk.run(command);
        assert!(said.refused().contains("newer"), "it says what is wrong: {}", said.stderr);
    }
    let drafts = desk.json(&["drafts", "export"]);
    assert_eq!(drafts, serde_json::json!([]), "drafts come out all the same; there are none");
    let after = fs::read(&work).expect("the store can be read");
    assert!(before == after, "not one byte was written");
}

#[test]
fn an_older_hub_refuses_a_newer_database_and_writes_nothing() {
    let mut hub = ground::shop(&[("agent", "agent")]);
    hub.stop();
    let file = hub.database_file();
    let key = fs::read_to_string(hub.folder().join("hub.db.key")).expect("the key is a file");
    age(&file, &format!("x'{}'", key.trim()));
    let before = fs::read(&file).expect("the database can be read");
    let said = hub.run(&["ticket", "list", "--json"]);
    assert!(said.refused().contains("newer"), "it says what is wrong: {}", said.stderr);
    assert!(before == fs::read(&file).expect("it can be read"), "not one byte was written");
}

#[test]
fn a_lost_key_is_never_replaced_by_a_new_one() {
    let hub = ground::shop(&[("agent", "agent")]);
    let desk = Desk::signed_in(&hub.url(), "agent");
    let key = desk.profile().join("key");
    let kept = desk.profile().join("elsewhere");
    fs::rename(&key, &kept).expect("the key can be taken away");
    desk.run(&["status"]).refused();
    assert!(!key.exists(), "no new key hides the loss");
    fs::rename(&kept, &key).expect("the key comes back");
    desk.json(&["--offline", "status"]);
}
