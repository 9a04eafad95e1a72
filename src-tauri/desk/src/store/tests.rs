//! Stores of earlier formats, and what an update keeps of them.

use std::fs;

use tempfile::TempDir;

use super::*;
use crate::{draft::Draft, drafts, journal::picture::Picture, preferences};

/// The format before there were journals.
const BEFORE_JOURNALS: i64 = 3;

struct Old {
    folder: TempDir,
    key: Key,
}

impl Old {
    /// A profile with a store of an earlier format that holds a fact, a draft and a preference.
    fn of(format: i64) -> Self {
        let old = Self { folder: tempfile::tempdir().expect("a folder"), key: Key::random() };
        let mut rows = Picture::default();
        rows.set_fact("last_n", "41");
        open::make_work(&old.profile().work(), &old.key, format, rows).expect("a store");
        let conn = open::open_full(&old.profile().work(), &old.key).expect("it opens");
        let draft = r#"{"id":"d","kind":"note","subject":"t","fields":{},"focus":"","caret":0}"#;
        conn.execute("INSERT INTO draft VALUES ('d', ?1, 7)", [draft]).expect("a draft");
        conn.execute("INSERT INTO preference VALUES ('theme', 'dark')", []).expect("a preference");
        old
    }

    fn profile(&self) -> Profile {
        Profile::at(self.folder.path()).expect("a profile")
    }

    fn open(&self) -> Store {
        let profile = self.profile();
        let _lock = profile.lock().expect("a lock");
        Store::open(&profile, &self.key).expect("the store opens")
    }

    fn backups(&self) -> Vec<std::path::PathBuf> {
        let entries = fs::read_dir(self.profile().backups()).into_iter().flatten().flatten();
        let mut all: Vec<_> = entries.map(|entry| entry.path()).collect();
        all.sort();
        all
    }
}

fn holds(store: &Store) -> (u64, Vec<Draft>, Option<String>) {
    let read = store.read(|conn| {
        let theme = preferences::all(conn)?.remove("theme");
        Ok((facts::number(conn, "last_n")?, drafts::list(conn)?, theme))
    });
    read.expect("it reads")
}

#[test]
fn an_update_keeps_the_store_as_it_was_and_everything_in_it() {
    for format in 1..open::newest_work() {
        let old = Old::of(format);
        let store = old.open();
        let (last_n, drafts, theme) = holds(&store);
        assert_eq!((last_n, drafts.len(), theme.as_deref()), (41, 1, Some("dark")), "{format}");
        assert!(store.read(repair::list).expect("reads").is_empty(), "an update is no repair");
        drop(store);
        let backups = old.backups();
        assert_eq!(backups.len(), 1, "format {format}: {backups:?}");
        let kept = open::open_full(&backups[0], &old.key).expect("it opens with the same key");
        assert_eq!(open::schema_of(&kept).expect("reads"), Some(format), "as it was");
        let n: String = kept
            .query_row("SELECT value FROM fact WHERE name = 'last_n'", [], |r| r.get(0))
            .expect("with what was in it");
        assert_eq!(n, "41");
        drop((kept, old.open()));
        assert_eq!(old.backups().len(), 1, "format {format}: opening again changes no format");
    }
}

#[test]
fn a_store_that_was_updated_has_a_journal_from_which_it_comes_back() {
    let old = Old::of(BEFORE_JOURNALS);
    let before = holds(&old.open());
    quarantine::remove_store(&old.profile().work()).expect("it is lost");
    assert_eq!(holds(&old.open()), before, "nothing is missing");
}

#[test]
fn a_store_that_is_lost_before_an_update_comes_back_and_is_updated() {
    let old = Old::of(BEFORE_JOURNALS);
    let before = holds(&old.open());
    let profile = old.profile();
    let sealer = crate::journal::Sealer::of(&old.key);
    let reading = crate::journal::read(&fs::read(profile.journal()).expect("a journal"), &sealer);
    assert_eq!(reading.schema(), Some(open::newest_work()), "it says of which format it is");
    // As the program of an earlier day would have left it.
    fs::remove_file(profile.journal()).expect("the new one goes");
    let mut conn = open::open_full(&profile.work(), &old.key).expect("it opens");
    let tables = crate::journal::Tables::of(&conn).expect("tables");
    tables.watch(&conn).expect("it is watched");
    let medium = Box::new(crate::journal::FileMedium::at(profile.journal()));
    let tx = conn.transaction().expect("a transaction");
    Journal::new(medium, sealer, tables, 4).renew(&tx).expect("a journal of format 4");
    tx.commit().expect("it is noted");
    drop(conn);
    quarantine::remove_store(&profile.work()).expect("it is lost");
    assert_eq!(holds(&old.open()), before, "nothing is missing");
}

#[test]
fn a_journal_of_a_newer_program_is_not_touched() {
    let old = Old::of(BEFORE_JOURNALS);
    drop(old.open());
    let profile = old.profile();
    let sealer = crate::journal::Sealer::of(&old.key);
    let mut conn = open::open_full(&profile.work(), &old.key).expect("it opens");
    let tables = crate::journal::Tables::of(&conn).expect("tables");
    let medium = Box::new(crate::journal::FileMedium::at(profile.journal()));
    let tx = conn.transaction().expect("a transaction");
    let newer = open::newest_work() + 1;
    Journal::new(medium, sealer, tables, newer).renew(&tx).expect("a newer journal");
    tx.commit().expect("it is noted");
    drop(conn);
    quarantine::remove_store(&profile.work()).expect("the store is lost");
    let before = fs::read(profile.journal()).expect("the journal");
    let _lock = profile.lock().expect("a lock");
    let opened = Store::open(&profile, &old.key);
    assert!(matches!(opened, Err(DeskError::NewerStore { .. })), "{opened:?}");
    assert_eq!(fs::read(profile.journal()).expect("the journal"), before, "not a byte");
    assert!(!profile.work().exists(), "and nothing was made");
}

#[test]
fn the_last_few_backups_are_kept() {
    let old = Old::of(BEFORE_JOURNALS);
    for i in 0..5 {
        let conn = open::open_full(&old.profile().work(), &old.key).expect("it opens");
        backup::keep(&old.profile(), &conn, i).expect("a backup");
    }
    let formats: Vec<_> = old.backups().iter().map(|path| path.display().to_string()).collect();
    assert_eq!(formats.len(), 3, "{formats:?}");
    assert!(formats[2].ends_with("format-4.db"), "the newest are kept: {formats:?}");
}
