//! The journal: everything that `work.db` holds, a second time, in a file of another kind.
//!
//! `work.db` is the truth that the desk works with; `journal` lies beside it so that one damaged or lost file loses
//! nothing. Each transaction of `work.db` is one record: the rows as they are after it, and the names of those that are
//! gone. Whoever adds a table or a statement need not think of it: triggers note which rows were touched.
//!
//! **Order.** A record is written inside the transaction, before its commit. The write lock of `work.db` thereby
//! orders the journal among all programs on the profile, and the row in `journal_place` that says how far the journal
//! goes is committed with the transaction that it describes. Nothing is acknowledged before the commit, so what was
//! acknowledged is in both. A crash between the two leaves one record more than `work.db` knows of: nobody was told
//! that it failed, so whoever writes next does it. A commit that *fails* is told, so its record is cut off again.
//! The other order would acknowledge nothing wrong either, but a full disk would then leave a command that was
//! refused to the person and is done all the same.
//!
//! **Cost.** Records of commands and of the desk itself are synced before the commit. A draft, a preference, an alert is
//! only written, and synced within half a second by a thread that then ends: `work.db` has it synced anyway, and only
//! who loses power *and* `work.db` within that time loses as much typing.
//!
//! **Length.** The file is written anew, with a record for each few hundred rows that are there, when it has grown to
//! several times what it was.

mod frame;
mod medium;
mod place;
mod record;
mod rows;
mod watch;

pub(crate) mod picture;
pub(crate) mod reading;

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use rusqlite::Connection;

#[cfg(test)]
pub(crate) use crate::journal::medium::MemoryMedium;
pub(crate) use crate::journal::{
    frame::Sealer,
    medium::{FileMedium, Medium, sync_folder},
    place::Place,
    reading::read,
    watch::Tables,
};
use crate::{
    error::{DeskError, Result},
    journal::{picture::Picture, reading::Beyond, record::Record},
};

/// How long a record that need not be synced at once may wait for it.
const SOON: Duration = Duration::from_millis(500);

/// The file is not written anew before it is this long.
const SHORT: u64 = 1 << 20;

/// How many times its first length it may grow to.
const GROWTH: u64 = 4;

/// How many rows a record holds when the file is written anew.
const ROWS_A_RECORD: usize = 256;

/// The journal of an open store. Its functions want the transaction that they describe.
#[derive(Debug, Clone)]
pub(crate) struct Journal {
    inner: Arc<Mutex<Inner>>,
}

#[derive(Debug)]
struct Inner {
    medium: Box<dyn Medium>,
    sealer: Sealer,
    tables: Tables,
    /// The format of `work.db`.
    schema: i64,
    /// What was written and must not stand, because its transaction failed: the length to cut to.
    void: Option<u64>,
    /// Whether the system could not say that what was written is on disk: then the file is written anew.
    distrusted: bool,
    /// Whether something was written that is not synced.
    unsynced: bool,
    /// Whether somebody is about to sync it.
    flushing: bool,
}

/// What was written for a transaction that is not committed yet.
#[derive(Debug)]
#[must_use = "a transaction that fails takes its record back"]
pub(crate) struct Noted {
    /// Where the journal ended before.
    before: u64,
}

impl Journal {
    /// The journal of a store whose writer watches these tables.
    pub(crate) fn new(
        medium: Box<dyn Medium>,
        sealer: Sealer,
        tables: Tables,
        schema: i64,
    ) -> Self {
        let inner = Inner {
            medium,
            sealer,
            tables,
            schema,
            void: None,
            distrusted: false,
            unsynced: false,
            flushing: false,
        };
        Self { inner: Arc::new(Mutex::new(inner)) }
    }

    /// Brings journal and store into step at the beginning of a transaction: what another program left half done is
    /// done, and a file that is gone, or too long, is written anew.
    pub(crate) fn begin(&self, tx: &Connection) -> Result<()> {
        let mut inner = self.lock();
        inner.cut_void()?;
        inner.catch_up(tx)?;
        watch::clear(tx)
    }

    /// Writes what the transaction has changed. The transaction may be committed when this returns, and not before.
    pub(crate) fn note(&self, tx: &Connection) -> Result<Option<Noted>> {
        let mut inner = self.lock();
        let rows = inner.tables.changed(tx)?;
        if rows.is_empty() {
            return Ok(None);
        }
        let weighty = rows.iter().any(rows::Row::is_weighty);
        let before = Place::of(tx)?.map_or(0, |place| place.bytes);
        let record = Record { schema: inner.schema, follows: None, snapshot: false, rows };
        inner.append(tx, &record, weighty)?;
        let flush = inner.unsynced && !std::mem::replace(&mut inner.flushing, true);
        drop(inner);
        if flush {
            self.flush_soon();
        }
        Ok(Some(Noted { before }))
    }

    /// Takes back what was written for a transaction that failed.
    pub(crate) fn take_back(&self, noted: &Noted) {
        let mut inner = self.lock();
        inner.void = Some(noted.before);
        if let Err(error) = inner.cut_void() {
            tracing::error!(%error, "a record that must not stand is cut off at the next attempt");
        }
    }

    /// Writes the file anew from what the transaction sees.
    pub(crate) fn renew(&self, tx: &Connection) -> Result<()> {
        self.lock().renew(tx)
    }

    /// Takes the place of another: that one's file was opened anew.
    pub(crate) fn replace(&self, other: &Self) {
        std::mem::swap(&mut *self.lock(), &mut *other.lock());
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn flush_soon(&self) {
        let inner = Arc::downgrade(&self.inner);
        std::thread::spawn(move || {
            std::thread::sleep(SOON);
            let Some(inner) = inner.upgrade() else { return };
            let mut inner = inner.lock().unwrap_or_else(PoisonError::into_inner);
            inner.flushing = false;
            inner.flush();
        });
    }
}

impl Inner {
    fn cut_void(&mut self) -> Result<()> {
        if let Some(length) = self.void {
            self.medium.cut(length).map_err(self.medium.failed())?;
            self.void = None;
        }
        Ok(())
    }

    fn catch_up(&mut self, tx: &Connection) -> Result<()> {
        let place = Place::of(tx)?;
        let length = self.medium.length().map_err(self.medium.failed())?;
        match place {
            Some(place) if !self.distrusted && length == Some(place.bytes) => {
                if place.bytes > SHORT.max(place.base.saturating_mul(GROWTH)) {
                    self.renew(tx)?;
                }
                Ok(())
            }
            Some(place) if !self.distrusted && length.is_some() => self.take_in(tx, &place),
            _ => self.renew(tx),
        }
    }

    /// The file is not as long as the store says: another program wrote it anew, or ended between record and commit,
    /// or something was cut off.
    fn take_in(&mut self, tx: &Connection, place: &Place) -> Result<()> {
        let bytes = self.medium.read().map_err(self.medium.failed())?;
        let reading = read(&bytes, &self.sealer);
        match (reading.beyond(place), reading.place()) {
            (Beyond::Rows(rows), Some(last)) => {
                self.tables.apply(tx, rows)?;
                self.medium.cut(last.bytes).map_err(self.medium.failed())?;
                last.write(tx)
            }
            (Beyond::More, _) => Err(DeskError::Behind),
            _ => {
                self.medium.set_aside().map_err(self.medium.failed())?;
                self.renew(tx)
            }
        }
    }

    fn append(&mut self, tx: &Connection, record: &Record, weighty: bool) -> Result<()> {
        let Some(place) = Place::of(tx)? else { return self.renew(tx) };
        let (frame, next) = place.follow(&self.sealer, record)?;
        let written = self.medium.write(place.bytes, &frame);
        let written = written.and_then(|()| if weighty { self.medium.sync() } else { Ok(()) });
        if let Err(error) = written {
            self.void = Some(place.bytes);
            self.distrusted = true;
            let _ = self.cut_void();
            return Err(self.medium.failed()(error));
        }
        self.unsynced = !weighty;
        next.write(tx)
    }

    /// The new file is whole and synced before it takes the place of the old one, and says which it follows, so that a
    /// crash before the commit is no puzzle.
    fn renew(&mut self, tx: &Connection) -> Result<()> {
        let old = Place::of(tx)?;
        let mut place = Place::anew(old.as_ref());
        let mut bytes = Vec::new();
        for record in snapshot(self.tables.everything(tx)?, self.schema, old) {
            let (frame, next) = place.follow(&self.sealer, &record)?;
            bytes.extend_from_slice(&frame);
            place = next;
        }
        place.base = place.bytes;
        self.medium.replace(&bytes).map_err(self.medium.failed())?;
        (self.distrusted, self.unsynced, self.void) = (false, false, None);
        place.write(tx)
    }

    fn flush(&mut self) {
        if !std::mem::take(&mut self.unsynced) {
            return;
        }
        if let Err(error) = self.medium.sync() {
            tracing::error!(%error, "the journal could not be synced and is written anew");
            self.distrusted = true;
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.flush();
    }
}

/// Everything there is, in records of a few hundred rows; one record at least.
fn snapshot(all: Picture, schema: i64, follows: Option<Place>) -> Vec<Record> {
    let mut rows = all.into_rows().peekable();
    let mut records = Vec::new();
    let mut follows = follows;
    while records.is_empty() || rows.peek().is_some() {
        let rows = rows.by_ref().take(ROWS_A_RECORD).collect();
        records.push(Record { schema, follows: follows.take(), snapshot: true, rows });
    }
    records
}

#[cfg(test)]
mod tests;
