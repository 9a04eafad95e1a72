//! Damage of every kind, by the seed: whatever happens to the files, the desk opens, says nothing that is not so, and
//! has everything that was acknowledged as long as one of the two files that hold it is whole.
//!
//! `BACKSTOP_DAMAGE=N` runs N cases instead of a few, `BACKSTOP_DAMAGE_FROM` begins at another seed.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use backstop_desk::{Desk, DeskError, KeyChoice};

use crate::{
    office::{Office, draft, note, open, said},
    salvage::{Treasure, quarantined, treasure},
};

/// How many cases run when nobody says how many.
const FEW: u64 = 48;

/// The file that holds what cannot be made again, and what belongs to it.
const WORK: [&str; 3] = ["work.db", "work.db-wal", "work.db-shm"];

/// The file that can be pulled again.
const CACHE: [&str; 2] = ["cache.db", "cache.db-wal"];

/// Chance that can be repeated.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.roll() % n.max(1) as u64).expect("small")
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

type Files = BTreeMap<String, Vec<u8>>;

/// A desk as it lay on the disk at three times, and what it holds at the last.
struct Scene {
    /// While it was still at work: logs and all.
    early: Files,
    /// As a kill would have left it at the end.
    killed: Files,
    /// After it was closed.
    closed: Files,
    ticket: String,
    words: Vec<String>,
    wanted: Treasure,
}

fn files(profile: &Path) -> Files {
    let entries = fs::read_dir(profile).expect("the profile").flatten();
    let file = |path: PathBuf| {
        let name = path.file_name()?.to_str()?.to_owned();
        Some((name, fs::read(path).ok()?))
    };
    entries.filter_map(|entry| file(entry.path())).collect()
}

fn put(profile: &Path, files: &Files) {
    let _ = fs::remove_dir_all(profile);
    fs::create_dir_all(profile).expect("a folder");
    for (name, bytes) in files {
        fs::write(profile.join(name), bytes).expect("a file");
    }
}

async fn scene(office: &Office) -> Scene {
    let profile = office.profile("ann");
    let desk = office.desk("ann").await;
    let ticket = open(&desk, "坏盘", &"一".repeat(2_000));
    desk.sync_once().await.expect("the ticket is delivered");
    desk.save_draft(&draft("d1", "早先的")).expect("a draft");
    desk.save_draft(&draft("sent", "会送出的")).expect("a draft");
    let early_note = format!("早 {}", "长".repeat(400));
    desk.submit(note(&ticket, &early_note), None).expect("a note");
    let early = files(&profile);
    drop(desk);
    let desk = office.reopen("ann");
    for i in 0..12 {
        let text = format!("第{i}条 {}", "长".repeat(400));
        desk.submit(note(&ticket, &text), (i == 3).then_some("sent")).expect("a note");
    }
    desk.sync_once().await.expect("they are delivered");
    for i in 0..8 {
        desk.submit(note(&ticket, &format!("没送出{i}")), None).expect("a note");
        desk.save_draft(&draft("d1", &"草稿".repeat(100 * i))).expect("a draft");
    }
    desk.set_preference("theme", "dark").expect("a preference");
    let wanted = treasure(&desk);
    let words = said(&desk.ticket(&ticket).expect("the ticket").ticket);
    let killed = files(&profile);
    drop(desk);
    let closed = files(&profile);
    Scene { early, killed, closed, ticket, words, wanted }
}

/// Does something to one file. Returns what.
fn hurt(dice: &mut Dice, files: &mut Files, scene: &Scene, name: &str) -> String {
    let old = scene.early.get(name).cloned();
    let kind = dice.below(11);
    let Some(bytes) = files.get_mut(name) else {
        // A log that is not there: one from another day, or of the other store, turns up.
        let other = if name.starts_with("work") { "cache.db-wal" } else { "work.db-wal" };
        let log = if dice.one_in(2) { old } else { scene.early.get(other).cloned() };
        if let (Some(log), true) = (log, name.ends_with("-wal")) {
            files.insert(name.to_owned(), log);
            return format!("a log turned up as {name}");
        }
        return String::new();
    };
    let at = dice.below(bytes.len());
    let what = match kind {
        0 | 1 => {
            flip(dice, bytes, at);
            "a bit of"
        }
        2 => {
            for _ in 0..20 {
                let at = dice.below(bytes.len());
                flip(dice, bytes, at);
            }
            "twenty bits of"
        }
        3 => {
            let byte = u8::try_from(dice.below(256)).expect("a byte");
            bytes.get_mut(at).into_iter().for_each(|there| *there = byte);
            "a byte of"
        }
        4 => {
            let from = at / 512 * 512;
            let to = (from + 512).min(bytes.len());
            bytes[from..to].fill(0);
            "a zeroed sector of"
        }
        5 => {
            let pages = bytes.len() / 4_096;
            let (from, to) = (dice.below(pages), dice.below(pages));
            if pages > 1 {
                bytes.copy_within(from * 4_096..(from + 1) * 4_096, to * 4_096);
            }
            "a page written elsewhere in"
        }
        6 => {
            let to = if dice.one_in(2) { at } else { at / 4_096 * 4_096 };
            bytes.truncate(to);
            "the end cut off"
        }
        7 => {
            bytes.clear();
            "nothing left in"
        }
        8 => {
            bytes.fill(0x5a);
            "rubbish in"
        }
        9 => {
            if let Some(old) = old {
                *bytes = old;
            }
            "an old copy of"
        }
        _ => {
            files.remove(name);
            "lost:"
        }
    };
    format!("{what} {name} at {at}")
}

fn flip(dice: &mut Dice, bytes: &mut [u8], at: usize) {
    let bit = 1 << dice.below(8);
    bytes.get_mut(at).into_iter().for_each(|byte| *byte ^= bit);
}

/// One case: what was done, and which side was hurt.
struct Case {
    seed: u64,
    files: Files,
    what: Vec<String>,
    both: bool,
    cache: bool,
}

impl Case {
    fn of(seed: u64, scene: &Scene) -> Self {
        let mut dice = Dice(seed);
        let mut files = if dice.one_in(2) { scene.killed.clone() } else { scene.closed.clone() };
        let mut what = Vec::new();
        let both = dice.one_in(8);
        let cache = dice.one_in(4);
        let work = dice.one_in(2);
        for _ in 0..=dice.below(3) {
            if work || both {
                let name = *dice.pick(&WORK);
                what.push(hurt(&mut dice, &mut files, scene, name));
            }
            if !work || both {
                what.push(hurt(&mut dice, &mut files, scene, "journal"));
            }
            if cache {
                let name = *dice.pick(&CACHE);
                what.push(hurt(&mut dice, &mut files, scene, name));
            }
        }
        Self { seed, files, what, both, cache }
    }

    fn run(&self, profile: &Path, scene: &Scene) {
        put(profile, &self.files);
        let what = format!("seed {}: {}", self.seed, self.what.join(", "));
        let desk = self.open(profile, &what);
        if self.both {
            Self::expect_nothing_wrong(&desk, scene, &what);
        } else {
            assert_eq!(treasure(&desk), scene.wanted, "{what}: all that was acknowledged is there");
        }
        let asides = quarantined(profile).len();
        self.expect_right_words(&desk, scene, &what);
        drop(desk);
        let again = self.open(profile, &what);
        let more = quarantined(profile).len() - asides;
        assert!(more == 0 || self.cache, "{what}: once repaired is repaired");
        if self.both {
            return;
        }
        assert_eq!(treasure(&again), scene.wanted, "{what}: it stays repaired");
        let next = again.submit(note(&scene.ticket, "接着写"), None);
        if let (Ok(next), Some(last)) = (next, scene.wanted.outbox.last()) {
            assert_eq!(next.n, last.0 + 1, "{what}: no number is used twice");
        }
    }

    /// Opens it. A damaged cache may be met only when it is read: that is said once, and repaired at the next attempt.
    fn open(&self, profile: &Path, what: &str) -> Desk {
        let desk = match Desk::open(profile, KeyChoice::File) {
            Ok(desk) => desk,
            Err(error) => panic!("{what}: it opens: {error} ({})", error.code()),
        };
        for _ in 0..3 {
            let read =
                desk.outbox().and(desk.drafts()).and(desk.preferences()).and(desk.identity());
            match read {
                Ok(_) => return desk,
                Err(DeskError::DamagedCache { .. }) if self.cache => {}
                Err(error) => panic!("{what}: it reads: {error}"),
            }
        }
        panic!("{what}: the cache is repaired")
    }

    /// Both files were hurt: something may be gone, but nothing is made up.
    fn expect_nothing_wrong(desk: &Desk, scene: &Scene, what: &str) {
        let Ok(Some(_)) = desk.identity() else { return };
        let now = treasure(desk);
        let last = scene.wanted.outbox.last().expect("unsent work").0;
        let made = |row: &(u64, String)| match row.0 {
            1 => row.1 == "open_ticket",
            n => n <= last && row.1 == "add_note",
        };
        assert!(now.outbox.iter().all(made), "{what}: {now:?}");
    }

    /// What the screen shows is right, or it says that it cannot be shown.
    fn expect_right_words(&self, desk: &Desk, scene: &Scene, what: &str) {
        for _ in 0..3 {
            match desk.ticket(&scene.ticket) {
                Ok(shown) => {
                    let shown = said(&shown.ticket);
                    let right = shown == scene.words || self.both;
                    assert!(right, "{what}: nothing wrong is ever shown: {}", shown.len());
                }
                Err(DeskError::Unknown { .. } | DeskError::DamagedCache { .. }) if self.cache => {}
                Err(DeskError::Unknown { .. }) if self.both => {}
                Err(error) => panic!("{what}: the ticket reads: {error}"),
            }
        }
    }
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_damaged_nothing_acknowledged_is_lost_and_nothing_wrong_is_shown() {
    let office = Office::open().await;
    let scene = scene(&office).await;
    let from = number("BACKSTOP_DAMAGE_FROM").unwrap_or(1);
    let cases = number("BACKSTOP_DAMAGE").unwrap_or(FEW);
    let folder = tempfile::tempdir().expect("a folder");
    let mut repaired = 0;
    for seed in from..from + cases {
        let profile = folder.path().join(seed.to_string());
        Case::of(seed, &scene).run(&profile, &scene);
        repaired += usize::from(!quarantined(&profile).is_empty());
        let _ = fs::remove_dir_all(&profile);
    }
    println!("{cases} damaged profiles, {repaired} with something in the quarantine");
    assert!(repaired as u64 * 4 > cases, "the damage is real: {repaired} of {cases}");
}

/// The control: the same bits in a file that is not encrypted. If this found nothing, the test above would prove
/// nothing either.
#[test]
fn the_same_damage_in_a_plain_file_is_silent() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("plain.db");
    let row = |i: usize| format!("{i} {}", "words ".repeat(50));
    let conn = rusqlite::Connection::open(&path).expect("a store");
    conn.execute_batch("CREATE TABLE words (i INTEGER PRIMARY KEY, text TEXT)").expect("a table");
    for i in 0..500 {
        conn.execute("INSERT INTO words VALUES (?1, ?2)", (i, row(i))).expect("a row");
    }
    drop(conn);
    let whole = fs::read(&path).expect("the file");
    let (mut dice, mut silent) = (Dice(7), 0);
    for _ in 0..200 {
        let mut bytes = whole.clone();
        let at = dice.below(bytes.len());
        flip(&mut dice, &mut bytes, at);
        fs::write(&path, bytes).expect("damage");
        let conn = rusqlite::Connection::open(&path).expect("it opens");
        let read = conn.prepare("SELECT text FROM words ORDER BY i").and_then(|mut query| {
            let rows = query.query_map([], |r| r.get::<_, String>(0))?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        });
        silent += usize::from(read.is_ok_and(|rows| rows != (0..500).map(row).collect::<Vec<_>>()));
    }
    assert!(silent > 100, "without seals wrong words are shown as if they were right: {silent}");
}
