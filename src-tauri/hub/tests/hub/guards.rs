//! PostgreSQL's own guards, its schema, and its backup.

use backstop_hub::{error::HubError, store::Store};
use backstop_testkit::postgres::Postgres;
use jiff::Timestamp;

use crate::{
    client::accepted,
    process::run,
    shop::{command, goods, open_ticket, request, staff},
    suite::verified,
};

/// A shop with some history, and the name of its database.
fn worked_in() -> (String, String, Store) {
    let url = Postgres::shared().database();
    let store = Store::open(&url).expect("a database");
    staff(&store, None);
    store.import(goods()).expect("goods come in");
    let now = Timestamp::now();
    let seat = store.seat(&"agent-a".into(), None, now).expect("a seat");
    let bodies = [open_ticket("t-1"), request("g-1", "x-1", 100), request("g-2", "x-2", 90_000)];
    let made = bodies.into_iter().zip(1..);
    let made = made.map(|(body, n)| command(&seat.desk, n, "agent-a", body)).collect();
    for outcome in store.push(seat, made, now).expect("answers") {
        accepted(&outcome.verdict);
    }
    let (_, database) = url.rsplit_once('/').expect("a URL ends in a database");
    (url.clone(), database.to_owned(), store)
}

#[test]
fn the_database_itself_refuses_to_change_the_past_or_to_overdraw() {
    let (_, database, store) = worked_in();
    let insert = |values: &str| {
        format!(
            "INSERT INTO transfer (id, from_account, to_account, amount, phase, hold, at)
             VALUES ({values}, '2026-01-01T00:00:00Z')"
        )
    };
    for (sql, word) in [
        ("UPDATE audit SET entry = '{}' WHERE n = 1".to_owned(), "append-only"),
        ("DELETE FROM audit WHERE n = 1".to_owned(), "append-only"),
        ("TRUNCATE audit".to_owned(), "append-only"),
        ("UPDATE transfer SET amount = 1".to_owned(), "append-only"),
        ("DELETE FROM transfer".to_owned(), "append-only"),
        ("TRUNCATE transfer CASCADE".to_owned(), "append-only"),
        (insert("'theft', 'quota:agent-a', 'customer:c-1', 19901, 'post', NULL"), "balance_check"),
        (insert("'theft', 'team:service', 'customer:c-1', 1, 'take', 'x-2'"), "settles a hold"),
        (insert("'theft', 'team:service', 'customer:c-1', 1, 'take', NULL"), "transfer_check"),
    ] {
        let refused = Postgres::shared().try_psql(&database, &sql).expect_err("it is refused");
        assert!(refused.contains(word), "{sql}: {refused}");
    }
    verified(&store);
}

#[test]
fn tampering_past_the_triggers_is_found() {
    for sql in [
        "UPDATE audit SET entry = replace(entry, '快递', '包裹') WHERE entry LIKE '%快递%'",
        "DELETE FROM audit WHERE n = 3",
        "DELETE FROM audit WHERE n = (SELECT max(n) FROM audit)",
        "UPDATE audit SET n = n + 100 WHERE n > 2",
        "UPDATE outcome SET verdict = '{\"verdict\":\"rejected\"}' WHERE n = 1",
    ] {
        let (url, database, store) = worked_in();
        verified(&store);
        let around = format!("ALTER TABLE audit DISABLE TRIGGER ALL; {sql}");
        Postgres::shared().psql(&database, &around);
        let output = run(&["audit", "verify", "--database", &url], "");
        assert_eq!(output.status.code(), Some(1), "{sql} is found");
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(complaint.contains("contradicts itself"), "{sql}: {complaint}");
    }
}

#[test]
fn a_newer_schema_is_refused_and_an_empty_database_is_no_hub() {
    let (url, database, store) = worked_in();
    drop(store);
    let newer = "INSERT INTO refinery_schema_history (version, name, applied_on, checksum)
                 SELECT 99, 'future', applied_on, checksum FROM refinery_schema_history";
    Postgres::shared().psql(&database, newer);
    let error = Store::open(&url).err().expect("an older program stays out");
    assert!(matches!(error, HubError::Newer { found: 99, .. }), "{error}");

    let empty = Postgres::shared().database();
    let error = Store::open_existing(&empty).err().expect("nothing to look at");
    assert!(matches!(error, HubError::Refused(_)), "{error}");
    let (_, database) = empty.rsplit_once('/').expect("a URL ends in a database");
    let tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'";
    assert_eq!(Postgres::shared().psql(database, tables), "0", "looking makes nothing");
}

#[test]
fn a_dump_brings_everything_along() {
    let (url, database, store) = worked_in();
    let audit = store.verify_audit().expect("the log is whole");
    let ledger = store.verify_ledger().expect("the ledger adds up");
    let again = Postgres::shared().dump_and_restore(&url);
    let (_, restored) = again.rsplit_once('/').expect("a URL ends in a database");
    let history = "UPDATE meta SET value = gen_random_uuid() WHERE key = 'epoch'";
    Postgres::shared().psql(restored, history);
    let copy = Store::open_existing(&again).expect("the copy opens");
    assert_eq!(copy.verify_audit().expect("whole"), audit, "not a line is missing");
    assert_eq!(copy.verify_ledger().expect("it adds up"), ledger, "nor a fen");
    assert_ne!(copy.epoch(), store.epoch(), "it is a history of its own");
    let forge = "DELETE FROM audit";
    Postgres::shared().try_psql(restored, forge).expect_err("its triggers came along");
    assert_ne!(database, restored);
}
