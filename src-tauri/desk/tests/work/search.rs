//! What search finds beside the documents of the hub: words that the hub refused, and words that an older version of
//! the program had put into the index in another way.

use backstop_desk::{Desk, DeskError};

use crate::office::{CUSTOMER, Office, note, open, overtaken, said};

#[tokio::test(flavor = "multi_thread")]
async fn the_words_of_a_refused_reply_are_found_until_they_are_given_up() {
    let office = Office::open().await;
    let ann = office.desk("ann").await;
    let (_, written) = overtaken(&office, &ann, "包裹卡在南京分拨中心").await;

    let hits = ann.search("南京分拨", 12).expect("a search");
    assert_eq!(hits.len(), 1, "the words are nowhere else: {hits:?}");
    let expected = ("outbox", written.n.to_string(), "物流不动");
    assert_eq!((hits[0].kind.as_str(), hits[0].id.clone(), hits[0].title.as_str()), expected);
    assert_eq!(hits[0].marks, [(4, 8)], "the words are marked in {}", hits[0].snippet);
    ann.discard(written.n).expect("they are given up");
    assert_eq!(ann.search("南京分拨", 12).expect("a search"), [], "nothing is left of them");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_that_an_older_version_wrote_is_written_anew() {
    let office = Office::open().await;
    let id = {
        let desk = office.desk("ann").await;
        let id = open(&desk, "物流不动", "三天没有更新");
        desk.sync_once().await.expect("a sync");
        id
    };
    forget_words(&office);
    let desk = office.reopen("ann");
    for (text, kind, id) in [
        ("没有更新", "message", id.as_str()),
        ("hcw", "customer", CUSTOMER),
        ("4614", "customer", CUSTOMER),
    ] {
        let hits = desk.search(text, 12).expect("a search");
        let first = hits.first().map(|hit| (hit.kind.as_str(), hit.id.as_str()));
        assert_eq!(first, Some((kind, id)), "{text} is found again");
    }
    desk.submit(note(&id, "催过了"), None).expect("a note");
    assert_eq!(desk.search("催过", 12).expect("a search").len(), 1, "and the index is kept on");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_cache_whose_index_is_old_is_pulled_again() {
    let office = Office::open().await;
    let long = "一".repeat(20_000);
    let id = {
        let desk = office.desk("ann").await;
        let id = open(&desk, "物流不动", &long);
        desk.sync_once().await.expect("a sync");
        id
    };
    forget_words(&office);
    let path = office.profile("ann").join("cache.db");
    let whole = std::fs::read(&path).expect("the cache, closed");
    let mut met = 0;
    for page in 0..whole.len() / 4_096 {
        let mut damaged = whole.clone();
        damaged[page * 4_096 + 100] ^= 1;
        std::fs::write(&path, damaged).expect("damage");
        let mut desk = office.reopen("ann");
        met += u32::from(desk.line().expect("the line").cursor == 0);
        if let Err(error) = look(&desk, &id).await {
            assert!(matches!(error, DeskError::DamagedCache { .. }), "page {page}: {error}");
            drop(desk);
            desk = office.reopen("ann");
        }
        let words = look(&desk, &id).await.expect("it is pulled again");
        assert_eq!(words, [&*long], "page {page} is back");
    }
    assert!(met > 5, "the long words lie in many pages: {met}");
}

/// Syncs, and reads the words of a ticket.
async fn look(desk: &Desk, id: &str) -> backstop_desk::Result<Vec<String>> {
    desk.sync_once().await?;
    Ok(said(&desk.ticket(id)?.ticket))
}

/// Leaves the cache as a program would that knew nothing of the words of today.
fn forget_words(office: &Office) {
    let profile = office.profile("ann");
    let key = std::fs::read(profile.join("key")).expect("the key");
    let hex = key.iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
    let conn = rusqlite::Connection::open(profile.join("cache.db")).expect("the store");
    conn.pragma_update(None, "key", format!("x'{hex}'")).expect("the key fits");
    let sql = "INSERT INTO words (words) VALUES ('delete-all');
        INSERT INTO words (rowid, tokens) SELECT rowid, 'old' FROM document;
        DELETE FROM meta WHERE name = 'words';";
    conn.execute_batch(sql).expect("the words are forgotten");
}
