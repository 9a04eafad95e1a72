//! A hub that is set back to a backup is told again, once, what its desks had been promised.

use std::fs;

use backstop_testkit::{
    desk::{Desk, complaint},
    hub::Hub,
};
use serde_json::Value;

use crate::ground::{self, CUSTOMER};

/// What a hub needs to be again what it was.
fn copy_of(hub: &Hub) -> Vec<u8> {
    let log = hub.folder().join("hub.db-wal");
    let left = fs::metadata(log).map_or(0, |log| log.len());
    assert_eq!(left, 0, "a hub that has ended leaves nothing in the log");
    fs::read(hub.database_file()).expect("the database can be copied")
}

fn set_back(hub: &Hub, copy: &[u8]) {
    for companion in ["hub.db-wal", "hub.db-shm"] {
        let _ = fs::remove_file(hub.folder().join(companion));
    }
    fs::write(hub.database_file(), copy).expect("the copy takes the place of the database");
}

fn ticket_id(desk: &Desk, title: &str) -> String {
    ground::id(&desk.json(&complaint(CUSTOMER, title, "三天没有更新")))
}

fn note(desk: &Desk, ticket: &str, words: &str) -> Value {
    desk.json(&["ticket", "note", ticket, "--body", words])
}

#[test]
fn what_a_restored_hub_no_longer_knows_is_told_again_once() {
    let mut hub = ground::shop(&[("ann", "agent"), ("bob", "agent")]);
    let (ann, bob) = (Desk::signed_in(&hub.url(), "ann"), Desk::signed_in(&hub.url(), "bob"));
    let before = ticket_id(&ann, "备份前");
    note(&ann, &before, "甲：备份前的备注");
    bob.sync();

    hub.stop();
    let copy = copy_of(&hub);
    hub.serve();

    note(&ann, &before, "甲：备份后的备注");
    let after = ticket_id(&ann, "备份后");
    bob.sync();
    note(&bob, &after, "乙：写在甲的工单上");

    hub.stop();
    set_back(&hub, &copy);
    hub.json(&["history", "renew"]);
    hub.serve();
    assert_eq!(hub.tickets().len(), 1, "the backup knows the first ticket only");

    // Whose part rests on the other's comes first, and must wait for it.
    bob.run(&["sync"]);
    for desk in [&ann, &bob, &ann, &bob] {
        desk.sync();
    }
    for desk in [&ann, &bob] {
        ground::assert_equal(desk, &hub);
        assert_eq!(ground::words(desk, &before, "备注").len(), 2, "each note stands there once");
        assert_eq!(ground::words(desk, &after, "乙").len(), 1, "what had to wait has come");
    }
    hub.verify();
}
