//! Flipped bits: a store that was damaged is noticed or harmless, never believed.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use backstop_powerloss::Chance;
use rusqlite::Connection;
use serde_json::{Value, json};

use super::{office::Office, presser::Presser, scribe::Scribe, tally::Tally};
use crate::{desk::Desk, finished::Finished, hub::Hub, wait};

/// How much lies in the stores that are damaged.
const PROMISES: usize = 120;
/// The rows of the unencrypted store, each of so many bytes.
const ROWS: usize = 2_000;
const ROW: usize = 300;

/// What flipped bits have done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Flips {
    /// It was said that something is damaged.
    noticed: usize,
    /// The answer was right all the same.
    harmless: usize,
    /// The newest part was missing from the answer, without a word.
    shortened: usize,
    /// The answer was wrong, without a word.
    silent: usize,
}

/// What an unencrypted store does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Silent {
    /// Bits that were flipped.
    flips: usize,
    /// Wrong data without an error.
    silent: usize,
}

/// Flips so many bits, one at a time, in the stores and logs of a desk and of a hub. A wrong answer is broken; an answer that
/// lacks what a damaged write-ahead log held is counted aside: a log's end is where its sums stop fitting, so that `SQLite`
/// cannot tell damage from the end.
pub fn flip(office: &Office, count: usize, seed: u64) -> Tally {
    let mut tally = Tally::default();
    let mut chance = Chance::new(seed);
    let mut hub = office.hub();
    hub.serve();
    let victims = [
        of_a_desk(&hub, true),
        of_a_desk(&hub, false),
        of_a_hub(office.hub(), true),
        of_a_hub(office.hub(), false),
    ];
    let files: Vec<_> =
        victims.iter().flat_map(|victim| victim.files().map(move |file| (victim, file))).collect();
    for turn in 0..count {
        let (victim, file) = &files[turn % files.len()];
        let flips = victim.suffer(file, &mut chance, &mut tally);
        let name = format!("{} {}", victim.name, file.display());
        tally.faults += 1;
        tally.note(&format!("{name}: noticed"), flips.noticed);
        tally.note(&format!("{name}: harmless"), flips.harmless);
        tally.note(&format!("{name}: shortened"), flips.shortened);
        tally.broken += flips.silent;
    }
    let control = unencrypted(count, &mut chance);
    tally.note("unencrypted control: flips", control.flips);
    tally.note("unencrypted control: silent", control.silent);
    tally
}

/// A store that is damaged again and again, always from the same state.
struct Victim {
    name: &'static str,
    folder: tempfile::TempDir,
    /// Asks a copy of it everything: the right answer, in pieces and in order, or what was complained about.
    ask: fn(&Path) -> Result<Vec<String>, String>,
    truth: Vec<String>,
}

impl Victim {
    fn new(name: &'static str, from: &Path, ask: fn(&Path) -> Result<Vec<String>, String>) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the victim");
        copy(from, folder.path());
        let mut victim = Self { name, folder, ask, truth: Vec::new() };
        victim.truth = victim.answer(|_| {}).expect("a whole store answers");
        assert!(victim.truth.len() >= PROMISES / 2, "there is something to damage");
        victim
    }

    /// The stores and logs of it.
    fn files(&self) -> impl Iterator<Item = PathBuf> {
        let names = ["work.db", "work.db-wal", "cache.db", "hub.db", "hub.db-wal"];
        let there = names.into_iter().map(PathBuf::from);
        there.filter(|name| fs::metadata(self.folder.path().join(name)).is_ok_and(|m| m.len() > 0))
    }

    fn answer(&self, damage: impl FnOnce(&Path)) -> Result<Vec<String>, String> {
        let copied = tempfile::tempdir().expect("a folder for the copy");
        copy(self.folder.path(), copied.path());
        damage(copied.path());
        (self.ask)(copied.path())
    }

    fn suffer(&self, file: &Path, chance: &mut Chance, tally: &mut Tally) -> Flips {
        let mut flips = Flips::default();
        let mut place = 0;
        let said = self.answer(|folder| place = flip_one(&folder.join(file), chance));
        match said {
            Err(_) => flips.noticed = 1,
            Ok(said) if said == self.truth => flips.harmless = 1,
            Ok(said) if said.iter().all(|piece| self.truth.contains(piece)) => flips.shortened = 1,
            Ok(_) => {
                flips.silent = 1;
                tally.find(format!("{}: bit {place} of {} lies", self.name, file.display()));
            }
        }
        flips
    }
}

/// A desk's profile with unsent work: closed, or as a kill has left it, with its log.
fn of_a_desk(hub: &Hub, closed: bool) -> Victim {
    let desk = Desk::signed_in(&hub.url(), "one");
    let scribe = Scribe::start(&desk, "bits", |_| {});
    wait::until_true("there is something to damage", || scribe.heard() > PROMISES);
    scribe.kill();
    if closed {
        desk.outbox();
    }
    let name = if closed { "closed desk" } else { "killed desk" };
    Victim::new(name, &desk.profile(), ask_a_desk)
}

fn ask_a_desk(profile: &Path) -> Result<Vec<String>, String> {
    let desk = Desk::new();
    fs::create_dir(desk.profile()).map_err(|error| error.to_string())?;
    copy(profile, &desk.profile());
    let mut pieces = read(&desk.run(&["--offline", "outbox"]), &["n", "kind", "text"])?;
    let drafts = objects(&desk.run(&["--offline", "draft", "list"]))?;
    pieces.extend(drafts.iter().flat_map(keystrokes));
    Ok(pieces)
}

/// A draft as all the keystrokes that led to it, so that an older one is a part of a newer one.
fn keystrokes(draft: &Value) -> Vec<String> {
    let text = draft["fields"]["text"].as_str().unwrap_or_default();
    let last = text.rsplit('-').next().and_then(|step| step.parse::<u64>().ok());
    let Some(last) = last else { return vec![format!("{draft}")] };
    let whole = text.strip_suffix(&last.to_string()).unwrap_or_default();
    (0..=last).map(|step| format!("{}: {whole}{step}", draft["id"])).collect()
}

/// A hub's database: closed, or as a kill has left it, with its log.
fn of_a_hub(mut hub: Hub, closed: bool) -> Victim {
    hub.serve();
    let mut presser = Presser::sign_in(&hub.url(), "one", "bits");
    while presser.accepted() < PROMISES {
        presser.press(Duration::from_millis(100));
    }
    if closed {
        hub.stop();
    } else {
        hub.kill();
    }
    let name = if closed { "closed hub" } else { "killed hub" };
    Victim::new(name, hub.folder(), ask_a_hub)
}

fn ask_a_hub(folder: &Path) -> Result<Vec<String>, String> {
    let hub = Hub::new();
    copy(folder, hub.folder());
    let facts = ["id", "number", "title", "status", "created_at"];
    let mut pieces = read(&hub.run(&["ticket", "list", "--json"]), &facts)?;
    for (book, count) in [("ledger", "transfers"), ("audit", "entries")] {
        let said = hub.run(&[book, "verify", "--json"]);
        if said.code != Some(0) {
            return Err(said.stderr);
        }
        let report: Value = serde_json::from_str(&said.stdout).map_err(|e| e.to_string())?;
        let lines = report[count].as_u64().ok_or("a report counts its lines")?;
        pieces.extend((0..lines).map(|line| format!("{book} {line}")));
    }
    Ok(pieces)
}

/// Some facts of each object in an answer.
fn read(said: &Finished, facts: &[&str]) -> Result<Vec<String>, String> {
    let piece = |object: &Value| {
        let told: Vec<_> = facts.iter().map(|fact| json!([fact, object[fact]])).collect();
        Value::from(told).to_string()
    };
    Ok(objects(said)?.iter().map(piece).collect())
}

fn objects(said: &Finished) -> Result<Vec<Value>, String> {
    if said.code != Some(0) {
        return Err(said.stderr.clone());
    }
    serde_json::from_str(&said.stdout).map_err(|error| error.to_string())
}

/// Flips one bit somewhere in a file; which.
fn flip_one(file: &Path, chance: &mut Chance) -> u64 {
    let mut bytes = fs::read(file).expect("a file to damage");
    let bits = u64::try_from(bytes.len()).expect("a file has a length") * 8;
    let bit = chance.upto(bits - 1);
    bytes[usize::try_from(bit / 8).expect("it is inside")] ^= 1 << (bit % 8);
    fs::write(file, bytes).expect("the damage is done");
    bit
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("the folder can be read").flatten() {
        let path = entry.path();
        // An index of a log is no more than a shortcut; each copy makes its own.
        if path.is_file() && !path.to_string_lossy().ends_with("-shm") {
            fs::copy(&path, to.join(entry.file_name())).expect("a copy");
        }
    }
}

/// The same damage to a store without a cipher: it has no sums, so most of it is believed.
fn unencrypted(count: usize, chance: &mut Chance) -> Silent {
    let folder = tempfile::tempdir().expect("a folder for the control");
    let path = folder.path().join("plain.db");
    let truth = plain(&path).expect("a plain store is made");
    let whole = fs::read(&path).expect("the store");
    let mut silent = Silent { flips: count, silent: 0 };
    for _ in 0..count {
        fs::write(&path, &whole).expect("the store is whole again");
        flip_one(&path, chance);
        silent.silent += usize::from(rows(&path).is_ok_and(|rows| rows != truth));
    }
    silent
}

fn plain(path: &Path) -> rusqlite::Result<Vec<(i64, String)>> {
    let conn = Connection::open(path)?;
    conn.execute_batch("CREATE TABLE row (n INTEGER PRIMARY KEY, body TEXT NOT NULL); BEGIN")?;
    for n in 0..ROWS {
        let body = format!("{n:06}").repeat(ROW / 6);
        conn.execute("INSERT INTO row (body) VALUES (?1)", [body])?;
    }
    conn.execute_batch("COMMIT")?;
    drop(conn);
    rows(path)
}

fn rows(path: &Path) -> rusqlite::Result<Vec<(i64, String)>> {
    let conn = Connection::open(path)?;
    let mut query = conn.prepare("SELECT n, body FROM row ORDER BY n")?;
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    rows.collect()
}
