//! The two encrypted stores of a desk, with one writer each and a few readers that see both.
//!
//! `work.db` is written with `synchronous=FULL`: what it has acknowledged survives a power loss. `cache.db` holds
//! nothing that was acknowledged to anybody, so it is written with `NORMAL`: after a power loss it may lag, never lie.
//! Every connection to the cache also sees the work store, so that one statement can join them. No connection ever
//! writes both: a change goes to `work.db` first, and what follows from it in `cache.db` can always be made again.
//!
//! A thread that holds the writer of the cache may read the work store; it never takes the other writer. That order
//! keeps two threads, and two programs, from waiting for each other.

mod backup;
mod crash;
mod health;
mod mark;
mod open;

pub(crate) mod documents;
pub(crate) mod facts;
pub(crate) mod quarantine;
pub(crate) mod repair;
pub(crate) mod salvage;
#[cfg(feature = "simulation")]
pub(crate) mod simulated;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, Transaction};

pub(crate) use health::said_of_disk;
pub(crate) use open::drafts_read_only;

use crate::{
    error::{DeskError, Result, StorageTrouble},
    journal::{Journal, Noted},
    key::Key,
    profile::{Profile, ProfileLock},
    store::{
        crash::{Crash, Side},
        health::Health,
    },
};

/// The schemas that a connection to the cache sees.
const BOTH: [&str; 2] = ["main", "work"];

/// How many idle readers are kept.
const IDLE_READERS: usize = 4;

/// The stores of one desk.
#[derive(Debug)]
pub(crate) struct Store {
    work: Writer,
    cache: Writer,
    /// Where everything that is written to the work store is written, too; in memory there may be none.
    journal: Option<Journal>,
    readers: Readers,
    health: Health,
    in_use: Mutex<Option<ProfileLock>>,
    crash: Crash,
}

type Writer = Arc<Mutex<Connection>>;

/// Where reading happens.
#[derive(Debug)]
enum Readers {
    /// Connections of their own: readers never wait for a writer.
    Files { profile: Profile, key: Key, idle: Mutex<Vec<Connection>> },
    /// In memory there is one connection for everything.
    Memory,
}

impl Store {
    /// Opens the stores of a profile, makes them if they are new, and brings older ones up to date. The caller
    /// holds the profile's lock.
    pub(crate) fn open(profile: &Profile, key: &Key) -> Result<Self> {
        let health = Health::default();
        let opened = open::writers(profile, key).map_err(|error| health.judged(error))?;
        let idle = Mutex::default();
        let store = Self {
            work: Arc::new(Mutex::new(opened.work.conn)),
            cache: Arc::new(Mutex::new(opened.cache)),
            journal: Some(opened.work.journal),
            in_use: Mutex::new(Some(profile.share()?)),
            readers: Readers::Files { profile: profile.clone(), key: key.clone(), idle },
            health,
            crash: Crash::default(),
        };
        if opened.cache_was_damaged {
            store.note_repair("cache");
        }
        Ok(store)
    }

    /// A store that leaves no trace: both schemas in one database in memory.
    pub(crate) fn in_memory() -> Result<Self> {
        Ok(Self::on(Arc::new(Mutex::new(open::in_memory()?))))
    }

    /// A store on a connection that sees both schemas and holds them in memory.
    pub(crate) fn on(only: Arc<Mutex<Connection>>) -> Self {
        Self {
            work: Arc::clone(&only),
            cache: only,
            journal: None,
            readers: Readers::Memory,
            health: Health::default(),
            in_use: Mutex::default(),
            crash: Crash::default(),
        }
    }

    /// At which write the program dies.
    #[cfg(feature = "simulation")]
    pub(crate) fn crash(&self) -> &Crash {
        &self.crash
    }

    /// A store in memory with a journal on this medium.
    #[cfg(test)]
    pub(crate) fn in_memory_with(medium: crate::journal::MemoryMedium, key: &Key) -> Result<Self> {
        let mut store = Self::in_memory()?;
        let (tables, schema) = open::watched_in_memory(&lock(&store.work))?;
        let sealer = crate::journal::Sealer::of(key);
        store.journal = Some(Journal::new(Box::new(medium), sealer, tables, schema));
        Ok(store)
    }

    /// Reads both stores as they are at this instant. What is read inside does not change until the end.
    pub(crate) fn read<T>(&self, read: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        match &self.readers {
            Readers::Memory => read(&lock(&self.cache)),
            Readers::Files { profile, key, idle } => {
                // Whoever cannot write may still read.
                let _ = self.mend();
                let replacements = self.health.replacements();
                let kept = lock(idle).pop();
                let mut reader = match kept {
                    Some(reader) => reader,
                    None => self.named(open::reader(profile, key))?,
                };
                let snapshot = reader.transaction()?;
                let answer = self.trusted(&snapshot, &BOTH, read(&snapshot));
                let is_intact = open::is_intact(&snapshot, &BOTH)?;
                drop(snapshot);
                let mut idle = lock(idle);
                let is_current = self.health.replacements() == replacements;
                if is_intact && is_current && idle.len() < IDLE_READERS {
                    idle.push(reader);
                }
                answer
            }
        }
    }

    /// Changes `work.db`, all or nothing, on disk when this returns.
    pub(crate) fn write_work<T>(
        &self,
        write: impl FnOnce(&Transaction<'_>) -> Result<T>,
    ) -> Result<T> {
        self.mend()?;
        let mut writer = lock(&self.work);
        let begin = writer.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate);
        let tx = self.named(begin.map_err(DeskError::from))?;
        let answer = self.journaled(&tx, |tx| self.trusted(tx, &["main"], write(tx)));
        let (answer, noted) = self.named(answer)?;
        self.commit(&tx, noted.as_ref())?;
        Ok(answer)
    }

    /// Writes what a transaction changes into the journal, too, before it is committed.
    fn journaled<T>(
        &self,
        tx: &Transaction<'_>,
        write: impl FnOnce(&Transaction<'_>) -> Result<T>,
    ) -> Result<(T, Option<Noted>)> {
        let Some(journal) = &self.journal else { return Ok((write(tx)?, None)) };
        journal.begin(tx)?;
        let answer = write(tx)?;
        Ok((answer, journal.note(tx)?))
    }

    fn take_back(&self, noted: Option<&Noted>) {
        if let (Some(journal), Some(noted)) = (&self.journal, noted) {
            journal.take_back(noted);
        }
    }

    /// Changes `cache.db`, all or nothing. Inside, the work store reads as it is after the cache was locked, so
    /// that whoever derives something from both derives it from the newest.
    pub(crate) fn write_cache<T>(
        &self,
        write: impl FnOnce(&Transaction<'_>) -> Result<T>,
    ) -> Result<T> {
        self.mend()?;
        let mut writer = lock(&self.cache);
        let tx = writer.transaction()?;
        let mut next =
            tx.prepare_cached("UPDATE meta SET value = value + 1 WHERE name = 'revision'")?;
        self.named(next.execute([]).map_err(DeskError::from))?;
        drop(next);
        let answer = self.trusted(&tx, &BOTH, write(&tx))?;
        self.commit(&tx, None)?;
        drop(tx);
        if let Readers::Files { profile, .. } = &self.readers {
            mark::renew_now_and_then(&writer, profile);
        }
        Ok(answer)
    }

    fn commit(&self, tx: &Transaction<'_>, noted: Option<&Noted>) -> Result<()> {
        self.crash.passes(Side::Before)?;
        // Not the transaction's own commit, which would let other programs write before the record is taken back.
        if let Err(error) = tx.execute_batch("COMMIT") {
            self.take_back(noted);
            return self.named(Err(error.into()));
        }
        self.health.is_well();
        self.crash.passes(Side::After)
    }

    /// An answer that was read from whole pages only.
    fn trusted<T>(&self, conn: &Connection, schemas: &[&str], answer: Result<T>) -> Result<T> {
        match &self.readers {
            Readers::Files { profile, key, .. } if !open::is_intact(conn, schemas)? => {
                self.health.distrust();
                Err(open::damaged(profile, key))
            }
            _ => self.named(answer),
        }
    }

    /// Says of an error that comes from damage which store is damaged, and of one that comes from the disk what stands in
    /// the way. What is damaged is repaired at the next attempt.
    fn named<T>(&self, answer: Result<T>) -> Result<T> {
        match (answer, &self.readers) {
            (Err(error), Readers::Files { profile, key, .. }) if open::is_damage(&error) => {
                tracing::error!(%error, "a store is damaged");
                self.health.distrust();
                Err(open::damaged(profile, key))
            }
            (Err(DeskError::Behind), _) => {
                self.health.distrust();
                Err(DeskError::Behind)
            }
            (answer, _) => answer.map_err(|error| self.health.judged(error)),
        }
    }

    /// What stands in the way of writing.
    pub(crate) fn trouble(&self) -> Option<StorageTrouble> {
        self.health.trouble()
    }

    /// How often the connections had to be replaced: everything may be different since.
    pub(crate) fn replacements(&self) -> u64 {
        self.health.replacements()
    }

    /// Tries whether something can be written again, after it could not.
    pub(crate) fn try_to_write(&self) -> Result<()> {
        let now = repair::now();
        self.write_work(|tx| facts::set(tx, "tried_to_write", &now))
    }

    /// Replaces connections that are not to be trusted. Opening looks at what lies on the disk and repairs it.
    fn mend(&self) -> Result<()> {
        let Readers::Files { profile, key, idle } = &self.readers else { return Ok(()) };
        if self.health.is_trusted() {
            return Ok(());
        }
        // Whoever holds one of them is asked again soon.
        let (Ok(mut work), Ok(mut cache)) = (self.work.try_lock(), self.cache.try_lock()) else {
            return Ok(());
        };
        if !self.health.wants_attempt() {
            return if self.health.is_trusted() { Ok(()) } else { Err(DeskError::BeingMended) };
        }
        *work = Connection::open_in_memory()?;
        *cache = Connection::open_in_memory()?;
        lock(idle).clear();
        *lock(&self.in_use) = None;
        let opened = profile.lock().and_then(|_lock| open::writers(profile, key));
        *lock(&self.in_use) = Some(profile.share()?);
        let opened = opened.map_err(|error| self.health.judged(error))?;
        if let Some(journal) = &self.journal {
            journal.replace(&opened.work.journal);
        }
        (*work, *cache) = (opened.work.conn, opened.cache);
        self.health.replaced();
        drop((work, cache));
        tracing::warn!("the stores were opened anew");
        if opened.cache_was_damaged {
            self.note_repair("cache");
        }
        Ok(())
    }

    fn note_repair(&self, what: &str) {
        let noted = self.write_work(|tx| repair::note(tx, repair::of(what, false)));
        if let Err(error) = noted {
            tracing::error!(%error, "a repair cannot be remembered");
        }
    }

    /// A number that changes when another connection has changed `work.db`.
    pub(crate) fn work_version(&self) -> Result<i64> {
        Ok(lock(&self.work).pragma_query_value(None, "data_version", |r| r.get(0))?)
    }

    /// A number that changes when another program has changed `cache.db`.
    pub(crate) fn cache_version(&self) -> Result<i64> {
        let writer = lock(&self.cache);
        Ok(writer.pragma_query_value(Some("main"), "data_version", |r| r.get(0))?)
    }
}

#[cfg(test)]
pub(crate) use open::migrate_work as migrate_for_tests;

#[cfg(test)]
impl Store {
    /// Makes commits fail, or succeed again.
    pub(crate) fn fail_commits(&self, fails: bool) {
        let hook: Option<fn() -> bool> = if fails { Some(|| true) } else { None };
        lock(&self.work).commit_hook(hook).expect("a hook");
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        if let Readers::Files { profile, .. } = &self.readers {
            mark::renew(&lock(&self.cache), profile);
        }
    }
}

/// A panic inside a transaction rolls it back; the connection is good for the next.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
