//! Opening `work.db` beside its journal: one damaged or lost file loses nothing.
//!
//! The two are compared row by row. Where they agree, that was all. Where the journal has one record more, a program ended
//! between record and commit, and the record is done. Where the store is damaged, gone, or behind by more than that
//! (a log of it was lost, or is one from another day), it goes into the quarantine and is made anew from the journal
//! and from what can still be read of it. Where the journal is damaged or gone, it is written anew from the store.
//!
//! A new store is made beside the old one, whole, before it takes its place. A crash at any point leaves something from
//! which the next start goes on.

use std::{fs, io, path::PathBuf};

use rusqlite::Connection;

use crate::{
    error::{DeskError, Result},
    journal::{
        FileMedium, Journal, Place, Sealer, Tables,
        picture::Picture,
        reading::{Beyond, Reading, read},
        sync_folder,
    },
    key::Key,
    profile::{Profile, ProfileLock},
    store::{
        backup,
        facts::REDERIVE,
        open,
        quarantine::{self, copy_store},
        repair,
    },
};

/// An open work store.
pub(super) struct Work {
    pub(super) conn: Connection,
    pub(super) journal: Journal,
}

/// What lies where the store should be.
enum Found {
    /// Nothing, or a file in which nothing has been written yet.
    Nothing,
    Damaged,
    Whole(Box<Whole>),
}

/// A store in which every page is as it was written, locked against writers.
struct Whole {
    conn: Connection,
    tables: Tables,
    picture: Picture,
    place: Option<Place>,
    schema: i64,
}

/// What is to be done about store and journal.
enum Step {
    /// Both are there and agree.
    Nothing,
    /// The journal is written anew; whether that is worth telling.
    Renew(bool),
    /// The store is made anew, with these rows.
    Rebuild(Picture),
}

/// Opens it, repairs what must be repaired, and brings it up to date. The caller holds the profile's lock. Other
/// programs may be writing, so both files are looked at under the write lock of the store; where there is no store that
/// could be locked, there must be no other program.
pub(super) fn open_work(profile: &Profile, key: &Key) -> Result<Work> {
    finish_swap(profile)?;
    let sealer = Sealer::of(key);
    let mut found = look(profile, key)?;
    let mut alone = match &found {
        Found::Whole(_) => None,
        _ => Some(be_alone(profile)?),
    };
    let reading = read(&journal_bytes(profile)?, &sealer);
    let step = match &mut found {
        Found::Nothing if reading.is_blank() => Step::Renew(!reading.is_empty),
        Found::Nothing => Step::Rebuild(reading.picture()),
        Found::Damaged => Step::Rebuild(remains(profile, key, &sealer, &reading)?),
        Found::Whole(whole) => judge(whole, &reading)?,
    };
    let Step::Rebuild(picture) = step else {
        found.release()?;
        return finish(profile, key, sealer, &step, false);
    };
    let mut schema = reading.schema().unwrap_or_else(open::newest_work);
    if let Found::Whole(whole) = &found {
        schema = whole.schema;
        alone = Some(be_alone(profile)?);
    }
    drop(found);
    rebuild(profile, key, picture, schema, &reading)?;
    let work = finish(profile, key, sealer, &Step::Renew(reading.is_damaged), true);
    drop(alone);
    work
}

fn be_alone(profile: &Profile) -> Result<ProfileLock> {
    profile.alone()?.ok_or_else(|| DeskError::RepairWaits { path: profile.work() })
}

impl Found {
    /// Lets other programs write again.
    fn release(self) -> Result<()> {
        match self {
            Self::Whole(whole) => Ok(whole.conn.execute_batch("COMMIT")?),
            _ => Ok(()),
        }
    }
}

/// A new store that was made but has not taken its place yet.
fn finish_swap(profile: &Profile) -> Result<()> {
    let (made, work) = (profile.new_work(), profile.work());
    if !made.exists() {
        return Ok(());
    }
    let swap = || {
        if work.exists() {
            // It may be half made.
            return quarantine::remove_store(&made);
        }
        fs::rename(&made, &work).and_then(|()| sync_folder(&work))
    };
    swap().map_err(DeskError::file(&made))
}

fn journal_bytes(profile: &Profile) -> Result<Vec<u8>> {
    let path = profile.journal();
    match fs::read(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        read => read.map_err(DeskError::file(&path)),
    }
}

fn look(profile: &Profile, key: &Key) -> Result<Found> {
    if !profile.work().exists() {
        return Ok(Found::Nothing);
    }
    match look_closely(profile, key) {
        Err(error) if open::is_damage(&error) => Ok(Found::Damaged),
        found => found,
    }
}

fn look_closely(profile: &Profile, key: &Key) -> Result<Found> {
    let conn = open::open_full(&profile.work(), key)?;
    let Some(schema) = open::schema_of(&conn)? else { return Ok(Found::Nothing) };
    conn.execute_batch("BEGIN IMMEDIATE")?;
    open::settle_log(&profile.work())?;
    let word: String = conn.query_row("PRAGMA main.integrity_check(1)", [], |r| r.get(0))?;
    let tables = Tables::of(&conn)?;
    let picture = tables.everything(&conn)?;
    let sql = "SELECT count(*) FROM sqlite_schema WHERE name = 'journal_place'";
    let has_place = conn.query_row(sql, [], |r| r.get::<_, i64>(0))? == 1;
    let place = if has_place { Place::of(&conn)? } else { None };
    if word != "ok" || !open::is_intact(&conn, &["main"])? {
        tracing::error!(word, "the work store is damaged");
        return Ok(Found::Damaged);
    }
    Ok(Found::Whole(Box::new(Whole { conn, tables, picture, place, schema })))
}

/// What store and journal say of each other. Does what was left half done.
fn judge(whole: &mut Whole, reading: &Reading) -> Result<Step> {
    let Some(place) = whole.place.clone() else {
        // A store from before there were journals; or one that a journal of later days was put beside.
        return Ok(if reading.is_blank() {
            Step::Renew(!reading.is_empty)
        } else {
            both(whole, reading)
        });
    };
    match reading.beyond(&place) {
        Beyond::Less if reading.is_blank() => Ok(Step::Renew(true)),
        Beyond::Less if reading.is_of(&place) => Ok(Step::Renew(reading.is_damaged)),
        Beyond::Less | Beyond::More => Ok(both(whole, reading)),
        Beyond::Rows(rows) => {
            let Some(last) = reading.place() else { return Ok(Step::Renew(true)) };
            if !rows.is_empty() || last != place {
                whole.tables.apply(&whole.conn, rows)?;
                last.write(&whole.conn)?;
                whole.picture = whole.tables.everything(&whole.conn)?;
            }
            let comparable = reading.schema() == Some(whole.schema);
            let agree = !comparable || whole.picture.shows_same_as(&reading.picture());
            // What a program left behind when it died may never have reached the disk, though it reads: it is written anew.
            let in_step = if rows.is_empty() { Step::Nothing } else { Step::Renew(false) };
            Ok(if agree { in_step } else { both(whole, reading) })
        }
    }
}

/// Everything that either of them knows; the one that is further leads.
fn both(whole: &Whole, reading: &Reading) -> Step {
    let theirs = reading.picture();
    let ahead = |end: Place| whole.place.as_ref().is_none_or(|place| end.seq >= place.seq);
    if reading.place().is_some_and(ahead) {
        let mut picture = theirs;
        picture.fill(&whole.picture, !reading.is_damaged);
        return Step::Rebuild(picture);
    }
    let mut picture = whole.picture.clone();
    picture.fill(&theirs, true);
    if picture.shows_same_as(&whole.picture) { Step::Renew(true) } else { Step::Rebuild(picture) }
}

/// What is left when the store is damaged: the journal, and what a copy of the store still gives. If neither opens
/// with this key, it is more likely the wrong one, and nothing is touched.
fn remains(profile: &Profile, key: &Key, sealer: &Sealer, reading: &Reading) -> Result<Picture> {
    let scratch = profile.scratch();
    let clean = || quarantine::remove_store(&scratch).map_err(DeskError::file(&scratch));
    clean()?;
    copy_store(&profile.work(), &scratch).map_err(DeskError::file(&scratch))?;
    let attempt = || open::open_full(&scratch, key).ok();
    let tables = attempt().and_then(|conn| Tables::of(&conn).ok());
    let left = tables.as_ref().map(|tables| tables.remains(&attempt)).unwrap_or_default();
    clean()?;
    let is_right_key = || is_checked(profile, sealer) || open::cache_opens(profile, key);
    if tables.is_none() && reading.is_blank() && !is_right_key() {
        return Err(DeskError::Unreadable { path: profile.work() });
    }
    let mut picture = reading.picture();
    picture.fill(&left, !reading.is_damaged && !reading.is_blank());
    Ok(picture)
}

/// Whether this is the key with which the profile was opened before.
fn is_checked(profile: &Profile, sealer: &Sealer) -> bool {
    fs::read(profile.key_check()).is_ok_and(|known| known == sealer.check())
}

/// Makes the store anew. The old one is in the quarantine afterwards.
fn rebuild(
    profile: &Profile,
    key: &Key,
    mut picture: Picture,
    schema: i64,
    reading: &Reading,
) -> Result<()> {
    if schema > open::newest_work() {
        let (found, known) = (schema, open::newest_work());
        return Err(DeskError::NewerStore { file: "journal".to_owned(), found, known });
    }
    picture.mend_numbers();
    let lost = reading.is_damaged || reading.is_blank();
    repair::note_in(&mut picture, repair::of("work", lost));
    picture.set_fact(REDERIVE, "1");
    let made = profile.new_work();
    quarantine::remove_store(&made).map_err(DeskError::file(&made))?;
    open::make_work(&made, key, schema, picture)?;
    let kept = quarantine::move_store(&profile.work()).map_err(DeskError::file(&made))?;
    if reading.is_damaged {
        quarantine::copy(&profile.journal()).map_err(DeskError::file(&made))?;
    }
    let kept = kept.unwrap_or_else(PathBuf::new);
    tracing::warn!(kept = %kept.display(), lost, "the work store was made anew");
    finish_swap(profile)
}

/// Opens the store that is whole by now: up to date, watched, in step with its journal.
fn finish(
    profile: &Profile,
    key: &Key,
    sealer: Sealer,
    step: &Step,
    was_rebuilt: bool,
) -> Result<Work> {
    let mut conn = open::open_full(&profile.work(), key)?;
    let before = open::schema_of(&conn)?;
    let schema = open::newest_work();
    if before.is_some_and(|before| before < schema) {
        backup::keep(profile, &conn, before.unwrap_or(0))?;
    }
    open::migrate_work(&mut conn)?;
    let tables = Tables::of(&conn)?;
    tables.watch(&conn)?;
    if !is_checked(profile, &sealer) {
        // Without it, a later day may not know damage from another key. That is no reason not to work today.
        let _ = fs::write(profile.key_check(), sealer.check());
    }
    let medium = Box::new(FileMedium::at(profile.journal()));
    let journal = Journal::new(medium, sealer, tables, schema);
    let said = matches!(step, Step::Renew(true));
    let is_new = before.is_none();
    if matches!(step, Step::Renew(_)) || before != Some(schema) {
        let tx = conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        if said && !is_new && !was_rebuilt {
            quarantine::copy(&profile.journal()).map_err(DeskError::file(&profile.journal()))?;
            repair::note(&tx, repair::of("journal", false))?;
        }
        journal.renew(&tx)?;
        tx.commit()?;
    }
    Ok(Work { conn, journal })
}
