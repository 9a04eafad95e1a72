//! The audit log: whoever changes the past is found out.

use rusqlite::Connection;

use crate::{
    client::{accepted, rejected},
    process::run,
    shop::{Shop, note, open_for_nobody, open_ticket},
};

/// Opens the database as an intruder would who has its key and no respect for its triggers.
fn intrude(shop: &Shop) -> Connection {
    let key = std::fs::read_to_string(shop.folder.path().join("hub.db.key")).expect("the key");
    let connection = Connection::open(shop.folder.path().join("hub.db")).expect("the database");
    connection.execute_batch(&format!("PRAGMA key = \"x'{}'\"", key.trim())).expect("the key fits");
    connection
}

async fn worked_in() -> Shop {
    let shop = Shop::open().await;
    let mut agent = shop.desk("agent-a").await;
    accepted(&agent.act(open_ticket("t-1")).await);
    rejected(&agent.act(open_for_nobody("t-2")).await);
    accepted(&agent.act(note("t-1", "e-1")).await);
    shop
}

#[tokio::test]
async fn an_honest_log_is_whole_and_grows_with_every_accepted_command() {
    let shop = worked_in().await;
    let before = shop.hub.store().verify_audit().expect("the log is whole");
    let mut agent = shop.desk("agent-a").await;
    accepted(&agent.act(note("t-1", "e-2")).await);
    rejected(&agent.act(note("nowhere", "e-3")).await);
    let after = shop.hub.store().verify_audit().expect("the log is whole");
    assert_eq!(after.entries, before.entries + 1, "one line for one accepted command");
    assert_ne!(after.head, before.head, "and another seal");
}

#[tokio::test]
async fn the_database_itself_refuses_to_change_the_past() {
    let shop = worked_in().await;
    let intruder = intrude(&shop);
    for sql in [
        "UPDATE audit SET entry = '{}' WHERE n = 1",
        "DELETE FROM audit WHERE n = 1",
        "UPDATE transfer SET amount = 1",
        "DELETE FROM transfer",
    ] {
        let error = intruder.execute_batch(sql).expect_err("a trigger forbids it");
        assert!(error.to_string().contains("append-only"), "{sql}: {error}");
    }
}

#[tokio::test]
async fn tampering_past_the_triggers_is_found() {
    for (what, sql) in [
        (
            "a changed line",
            "UPDATE audit SET entry = replace(entry, '快递', '包裹') WHERE entry LIKE '%快递%'",
        ),
        ("a deleted line", "DELETE FROM audit WHERE n = 3"),
        ("a cut-off end", "DELETE FROM audit WHERE n = (SELECT max(n) FROM audit)"),
        ("a line put in between", "UPDATE audit SET n = n + 100 WHERE n > 2"),
        (
            "two lines exchanged with their seals",
            "CREATE TEMP TABLE line AS SELECT * FROM audit WHERE n IN (2, 3);
             UPDATE audit SET entry = (SELECT entry FROM line WHERE n = 5 - audit.n),
                              hash = (SELECT hash FROM line WHERE n = 5 - audit.n)
             WHERE n IN (2, 3)",
        ),
        ("a forged outcome", "UPDATE outcome SET verdict = '{\"verdict\":\"accepted\",\"seq\":1}'"),
    ] {
        let shop = worked_in().await;
        shop.hub.store().verify_audit().expect("the log was whole");
        let intruder = intrude(&shop);
        intruder
            .execute_batch(
                "DROP TRIGGER audit_is_never_changed; DROP TRIGGER audit_is_never_deleted;",
            )
            .expect("an intruder drops the triggers");
        intruder.execute_batch(sql).expect("and does as they like");
        let output = run(&["audit", "verify", "--database", &shop.url()], "");
        assert_eq!(output.status.code(), Some(1), "{what} is found");
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(complaint.contains("contradicts itself"), "{what}: {complaint}");
    }
}
