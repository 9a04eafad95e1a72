//! The two encrypted stores of a desk, with one writer each and a few readers that see both.
//!
//! `work.db` is written with `synchronous=FULL`: what it has acknowledged survives a power loss. `cache.db` holds
//! nothing that was acknowledged to anybody, so it is written with `NORMAL`: after a power loss it may lag, never lie.
//! Every connection to the cache also sees the work store, so that one statement can join them. No connection ever
//! writes both: a change goes to `work.db` first, and what follows from it in `cache.db` can always be made again.
//!
//! A thread that holds the writer of the cache may read the work store; it never takes the other writer. That order
//! keeps two threads, and two programs, from waiting for each other.

mod crash;
mod open;

pub(crate) mod documents;
pub(crate) mod facts;
#[cfg(feature = "simulation")]
pub(crate) mod simulated;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, Transaction};

use crate::{
    error::{DeskError, Result},
    key::Key,
    profile::Profile,
    store::crash::{Crash, Side},
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
    readers: Readers,
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
        let (work, cache) = open::writers(profile, key)?;
        let idle = Mutex::default();
        Ok(Self {
            work: Arc::new(Mutex::new(work)),
            cache: Arc::new(Mutex::new(cache)),
            readers: Readers::Files { profile: profile.clone(), key: key.clone(), idle },
            crash: Crash::default(),
        })
    }

    /// A store that leaves no trace: both schemas in one database in memory.
    pub(crate) fn in_memory() -> Result<Self> {
        Ok(Self::on(Arc::new(Mutex::new(open::in_memory()?))))
    }

    /// A store on a connection that sees both schemas and holds them in memory.
    pub(crate) fn on(only: Arc<Mutex<Connection>>) -> Self {
        let readers = Readers::Memory;
        Self { work: Arc::clone(&only), cache: only, readers, crash: Crash::default() }
    }

    /// At which write the program dies.
    #[cfg(feature = "simulation")]
    pub(crate) fn crash(&self) -> &Crash {
        &self.crash
    }

    /// Reads both stores as they are at this instant. What is read inside does not change until the end.
    pub(crate) fn read<T>(&self, read: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        match &self.readers {
            Readers::Memory => read(&lock(&self.cache)),
            Readers::Files { profile, key, idle } => {
                let kept = lock(idle).pop();
                let mut reader = match kept {
                    Some(reader) => reader,
                    None => self.named(open::reader(profile, key))?,
                };
                let snapshot = reader.transaction()?;
                let answer = read(&snapshot);
                if !open::is_intact(&snapshot, &BOTH)? {
                    return Err(open::damaged(profile, key));
                }
                drop(snapshot);
                let mut idle = lock(idle);
                if idle.len() < IDLE_READERS {
                    idle.push(reader);
                }
                drop(idle);
                self.named(answer)
            }
        }
    }

    /// Changes `work.db`, all or nothing, on disk when this returns.
    pub(crate) fn write_work<T>(
        &self,
        write: impl FnOnce(&Transaction<'_>) -> Result<T>,
    ) -> Result<T> {
        let mut writer = lock(&self.work);
        let begin = writer.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate);
        let tx = self.named(begin.map_err(DeskError::from))?;
        let answer = self.trusted(&tx, &["main"], write(&tx))?;
        self.commit(tx)?;
        Ok(answer)
    }

    /// Changes `cache.db`, all or nothing. Inside, the work store reads as it is after the cache was locked, so
    /// that whoever derives something from both derives it from the newest.
    pub(crate) fn write_cache<T>(
        &self,
        write: impl FnOnce(&Transaction<'_>) -> Result<T>,
    ) -> Result<T> {
        let mut writer = lock(&self.cache);
        let tx = writer.transaction()?;
        let mut next =
            tx.prepare_cached("UPDATE meta SET value = value + 1 WHERE name = 'revision'")?;
        self.named(next.execute([]).map_err(DeskError::from))?;
        drop(next);
        let answer = self.trusted(&tx, &BOTH, write(&tx))?;
        self.commit(tx)?;
        Ok(answer)
    }

    fn commit(&self, tx: Transaction<'_>) -> Result<()> {
        self.crash.passes(Side::Before)?;
        self.named(tx.commit().map_err(DeskError::from))?;
        self.crash.passes(Side::After)
    }

    /// An answer that was read from whole pages only.
    fn trusted<T>(&self, conn: &Connection, schemas: &[&str], answer: Result<T>) -> Result<T> {
        match &self.readers {
            Readers::Files { profile, key, .. } if !open::is_intact(conn, schemas)? => {
                Err(open::damaged(profile, key))
            }
            _ => self.named(answer),
        }
    }

    /// Says of an error that comes from damage which store is damaged.
    fn named<T>(&self, answer: Result<T>) -> Result<T> {
        match (answer, &self.readers) {
            (Err(error), Readers::Files { profile, key, .. }) if open::is_damage(&error) => {
                tracing::error!(%error, "a store is damaged");
                Err(open::damaged(profile, key))
            }
            (answer, _) => answer,
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

/// A panic inside a transaction rolls it back; the connection is good for the next.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
