//! The journal beside a store in memory: what each kind of end leaves, and what the next beginning makes of it.

use jiff::Timestamp;
use rusqlite::Connection;

use super::*;
use crate::{
    draft::{Draft, DraftKind},
    drafts,
    error::DeskError,
    key::Key,
    preferences,
    store::{Store, facts},
};

struct Bench {
    key: Key,
    medium: MemoryMedium,
    store: Store,
}

impl Bench {
    fn new() -> Self {
        let (key, medium) = (Key::random(), MemoryMedium::default());
        let store = Store::in_memory_with(medium.clone(), &key).expect("a store");
        Self { key, medium, store }
    }

    /// Something that somebody is told of.
    fn fact(&self, value: &str) -> Result<()> {
        self.store.write_work(|tx| facts::set(tx, "last_n", value))
    }

    fn draft(&self, id: &str) {
        let draft = Draft {
            id: id.to_owned(),
            kind: DraftKind::Note,
            subject: "t".to_owned(),
            fields: std::collections::BTreeMap::default(),
            focus: String::new(),
            caret: 0,
            updated_at: None,
        };
        let keep = |tx: &rusqlite::Transaction<'_>| drafts::save(tx, &draft, Timestamp::UNIX_EPOCH);
        self.store.write_work(keep).expect("a draft is kept");
    }

    fn reading(&self) -> reading::Reading {
        read(&self.medium.bytes(), &Sealer::of(&self.key))
    }

    /// What the store holds must be what its journal holds.
    fn expect_in_step(&self) {
        let kept = self.store.read(|conn| {
            let mut alone = Connection::open_in_memory()?;
            crate::store::migrate_for_tests(&mut alone)?;
            Ok((Tables::of(&alone)?.everything(conn)?, Place::of(conn)?))
        });
        let (kept, place) = kept.expect("the store reads");
        let reading = self.reading();
        assert!(!reading.is_damaged, "the chain is whole");
        assert_eq!(reading.place(), place, "the store knows how far the journal goes");
        assert!(reading.picture().shows_same_as(&kept), "both hold the same");
    }
}

#[test]
fn whatever_is_written_is_in_both() {
    let bench = Bench::new();
    bench.fact("1").expect("a fact");
    bench.draft("a");
    bench.draft("b");
    bench.store.write_work(|tx| drafts::drop(tx, "a")).expect("one goes");
    bench.store.write_work(|tx| preferences::set(tx, "主题", "\"dark\"\n\u{1}")).expect("kept");
    bench.fact("2").expect("a fact");
    bench.expect_in_step();
}

#[test]
fn a_command_survives_a_power_loss_when_it_is_acknowledged_and_a_draft_soon_after() {
    let bench = Bench::new();
    bench.draft("a");
    bench.fact("1").expect("a fact");
    bench.draft("b");
    bench.medium.lose_power();
    assert_eq!(bench.reading().picture().fact("last_n"), Some("1"), "synced before the answer");
    assert_eq!(bench.reading().picture().drafts().len(), 1, "the draft before it came along");
    bench.draft("c");
    bench.expect_in_step();
    std::thread::sleep(SOON * 2);
    bench.medium.lose_power();
    assert_eq!(bench.reading().picture().drafts().len(), 3, "nobody had to write anything else");
}

#[test]
fn what_was_written_when_the_program_ended_is_done_by_the_next() {
    let bench = Bench::new();
    bench.fact("1").expect("a fact");
    // The record is there, and the commit never came.
    let place = bench.store.read(Place::of).expect("reads").expect("a place");
    let record = Record { schema: 1, follows: None, snapshot: false, rows: vec![fact_row("7")] };
    let (frame, _) = place.follow(&Sealer::of(&bench.key), &record).expect("sealed");
    bench.medium.put(Some([bench.medium.bytes(), frame].concat()));
    bench.draft("later");
    let n = bench.store.read(|conn| facts::number(conn, "last_n")).expect("reads");
    assert_eq!(n, 7, "nobody was told that it failed");
    bench.expect_in_step();
}

fn fact_row(value: &str) -> rows::Row {
    let columns = serde_json::json!({ "name": "last_n", "value": value });
    let key = r#"["last_n"]"#.to_owned();
    rows::Row { table: "fact".to_owned(), key, columns: columns.as_object().cloned() }
}

#[test]
fn a_transaction_that_fails_leaves_nothing_in_either() {
    let bench = Bench::new();
    bench.fact("1").expect("a fact");
    let before = bench.medium.bytes();
    let refused: Result<()> = bench.store.write_work(|tx| {
        facts::set(tx, "last_n", "2")?;
        Err(DeskError::NotSignedIn)
    });
    assert!(refused.is_err() && bench.medium.bytes() == before, "what is refused is not written");
    bench.store.fail_commits(true);
    bench.fact("3").expect_err("the commit fails");
    assert_eq!(bench.medium.bytes(), before, "what was told to have failed does not come back");
    bench.store.fail_commits(false);
    bench.fact("4").expect("and then it works");
    bench.expect_in_step();
}

#[test]
fn a_journal_that_cannot_be_written_refuses_and_recovers_by_itself() {
    let bench = Bench::new();
    bench.fact("1").expect("a fact");
    bench.medium.fail(true);
    bench.fact("2").expect_err("it could not be kept twice");
    let n = bench.store.read(|conn| facts::number(conn, "last_n")).expect("reading works");
    assert_eq!(n, 1, "what was refused is not there");
    bench.medium.fail(false);
    bench.fact("3").expect("there is space again");
    bench.expect_in_step();
}

#[test]
fn a_torn_end_is_cut_off_and_a_lost_file_is_written_anew() {
    let bench = Bench::new();
    bench.fact("1").expect("a fact");
    let whole = bench.medium.bytes();
    let torn = [&whole[..], &whole[..whole.len() / 2]].concat();
    for left in [Some(torn), Some(whole[..whole.len() - 1].to_vec()), Some(Vec::new()), None] {
        bench.medium.put(left);
        bench.fact("1").expect("a fact");
        bench.draft("a");
        bench.expect_in_step();
    }
}

#[test]
fn damage_costs_only_the_records_that_it_hit_and_is_noticed() {
    let bench = Bench::new();
    for id in ["a", "b", "c", "d", "e"] {
        bench.draft(id);
    }
    let bytes = bench.medium.bytes();
    let sealer = Sealer::of(&bench.key);
    for at in 0..bytes.len() {
        let mut damaged = bytes.clone();
        damaged[at] ^= 4;
        let reading = read(&damaged, &sealer);
        let drafts = reading.picture().drafts().len();
        let short = reading.place().is_none_or(|place| place.bytes < bytes.len() as u64);
        assert!(drafts >= 4, "byte {at}: the other records open: {drafts}");
        assert!(reading.is_damaged || short, "byte {at}: it is noticed");
    }
}

#[test]
fn records_that_were_removed_repeated_or_moved_are_noticed() {
    let bench = Bench::new();
    for id in ["a", "b", "c", "d"] {
        bench.draft(id);
    }
    let bytes = bench.medium.bytes();
    let sealer = Sealer::of(&bench.key);
    let mut frames = Vec::new();
    let mut rest = &bytes[..];
    while let Some(frame) = sealer.open(rest) {
        frames.push(&rest[..frame.length]);
        rest = &rest[frame.length..];
    }
    assert!(frames.len() >= 4 && rest.is_empty(), "{} records", frames.len());
    let last = frames.len() - 1;
    let mut removed = frames.clone();
    removed.remove(1);
    let mut repeated = frames.clone();
    repeated.insert(2, frames[1]);
    let mut moved = frames.clone();
    moved.swap(1, 2);
    for (what, frames) in [("removed", removed), ("repeated", repeated), ("moved", moved)] {
        assert!(read(&frames.concat(), &sealer).is_damaged, "{what} records");
    }
    let cut = read(&frames[..last].concat(), &sealer);
    let place = bench.store.read(Place::of).expect("reads").expect("a place");
    assert!(matches!(cut.beyond(&place), reading::Beyond::Less), "a cut shows in the store");
}

#[test]
fn the_file_stays_short_however_long_somebody_types() {
    let bench = Bench::new();
    let words = "字".repeat(10_000);
    for _ in 0..200 {
        bench.draft("one");
        bench.store.write_work(|tx| preferences::set(tx, "words", &words)).expect("kept");
    }
    let (length, limit) = (bench.medium.bytes().len(), usize::try_from(2 * SHORT).expect("small"));
    assert!(length < limit, "{length} bytes for 30 kB");
    bench.expect_in_step();
}
