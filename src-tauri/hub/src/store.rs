//! The hub's memory: an encrypted SQLite database with one writer and many readers.
//!
//! Whatever is written goes through one thread that commits the work of several callers together;
//! whoever waits for an answer gets it after the commit, never before. Readers see snapshots and
//! never wait for the writer. Other processes may write to the same file at the same time.

pub(crate) mod audit;
mod connection;
pub(crate) mod desks;
pub(crate) mod documents;
pub(crate) mod feed;
mod key;
pub(crate) mod ledger;
mod location;
mod memory;
pub(crate) mod outcomes;
pub(crate) mod people;
mod readers;
mod schema;
mod writer;

use std::{path::Path, sync::Arc};

use backstop_domain::{
    command::Command,
    document::{Document, DocumentKind},
    id::{DeskId, PersonId},
    person::Person,
    planted,
};
use backstop_protocol::{
    commands::Outcome,
    feed::{FeedQuery, Page},
};
use jiff::Timestamp;
use rusqlite::Connection;
use tokio::sync::watch;

use crate::{
    accept,
    error::{HubError, Result},
    page,
};
pub use audit::AuditReport;
use connection::Opener;
pub use desks::Seat;
pub use documents::ImportChange;
pub(crate) use documents::Sources;
pub use ledger::LedgerReport;
use location::Location;
#[cfg(feature = "simulation")]
pub use memory::Image;
use memory::Memory;
use readers::Readers;
use writer::Writer;

/// The hub's database. Cloning it is cheap; all clones share one writer.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    place: Place,
    head: watch::Sender<u64>,
    epoch: String,
}

/// Where the database is.
enum Place {
    /// In a file, which other processes may share.
    File { writer: Writer, readers: Readers },
    /// In this process alone.
    Memory(Memory),
}

impl Store {
    /// A database that lives and dies with this process: one connection, no threads, nothing on a disk.
    /// Everything happens on the caller's thread, so that a simulated world stays in step.
    pub fn in_memory() -> Result<Self> {
        Self::around_memory(Memory::new()?)
    }

    pub(crate) fn around_memory(memory: Memory) -> Result<Self> {
        let (epoch, head) = memory.with(|connection| {
            Ok((schema::epoch(connection)?, watch::Sender::new(feed::head(connection)?)))
        })?;
        Ok(Self { inner: Arc::new(Inner { place: Place::Memory(memory), head, epoch }) })
    }

    /// The database, where it is in this process alone.
    #[cfg(feature = "simulation")]
    pub(crate) fn in_this_process(&self) -> Result<&Memory> {
        match &self.inner.place {
            Place::Memory(memory) => Ok(memory),
            Place::File { .. } => Err(HubError::Refused("this database is a file".to_owned())),
        }
    }

    /// Opens the database that a URL names (`sqlite:FILE`), making it and its key at the first time
    /// and bringing an older schema up to date. A newer one is refused and left as it is.
    pub fn open(url: &str) -> Result<Self> {
        let location: Location = url.parse()?;
        Self::open_file(&location.path)
    }

    /// Opens a database that must be there already, for those who only look.
    pub fn open_existing(url: &str) -> Result<Self> {
        let location: Location = url.parse()?;
        if !location.path.exists() {
            let missing = format!("there is no database at {}", location.path.display());
            return Err(HubError::Refused(missing));
        }
        Self::open_file(&location.path)
    }

    /// Opens the database in a file, in the same way as [`Store::open`].
    pub fn open_file(path: &Path) -> Result<Self> {
        let opener = Opener::new(path)?;
        let mut connection = opener.writer()?;
        schema::migrate(&mut connection, path)?;
        let epoch = schema::epoch(&connection)?;
        let head = watch::Sender::new(feed::head(&connection)?);
        let readers = Readers::new(opener.clone());
        let writer = Writer::start(connection, opener, head.clone())?;
        let place = Place::File { writer, readers };
        Ok(Self { inner: Arc::new(Inner { place, head, epoch }) })
    }

    /// Names the history of this database; it changes when a backup is restored.
    pub fn epoch(&self) -> &str {
        &self.inner.epoch
    }

    /// Checks that whoever sends something knows this history of the database, or none.
    pub fn has_history(&self, epoch: &str) -> Result<()> {
        if epoch.is_empty() || epoch == self.epoch() || planted!(HistoryIgnored) {
            return Ok(());
        }
        Err(HubError::OtherHistory)
    }

    /// The highest feed number, as far as this process has seen. Wakes whoever waits for changes.
    pub fn head(&self) -> watch::Receiver<u64> {
        self.inner.head.subscribe()
    }

    /// Stores documents that came from outside: all of them in one transaction, or none. Answers in
    /// the order of the documents; what was the same before keeps its feed number.
    ///
    /// Ledger accounts are refused: they follow from transfers alone.
    pub fn import(&self, documents: Vec<Document>) -> Result<Vec<ImportChange>> {
        self.write(move |connection| documents::import(connection, &documents))
    }

    /// Decides a push of one desk and remembers the answers. `now` is the hub's clock.
    pub fn push(&self, seat: Seat, commands: Vec<Command>, now: Timestamp) -> Result<Vec<Outcome>> {
        self.write(move |connection| accept::push(connection, &seat, &commands, now))
    }

    /// The page of the feed after a cursor, as one person may read it. `now` is the hub's clock.
    pub fn page(&self, person: &Person, query: &FeedQuery, now: Timestamp) -> Result<Page> {
        self.read(|connection| page::page(connection, self.epoch(), person, query, now))
    }

    /// A seat for a person without a password, for work that the hub does in its own process.
    /// Without a desk that is theirs they get a new one.
    pub fn seat(&self, person: &PersonId, desk: Option<&DeskId>, now: Timestamp) -> Result<Seat> {
        let (person, wanted) = (person.clone(), desk.cloned());
        self.write(move |connection| {
            let person = desks::enabled(connection, &person)?;
            let desk = desks::register(connection, &person.id, wanted.as_ref(), now)?;
            Ok(Seat { desk, person, token: None })
        })
    }

    /// Reads the whole audit log and checks every seal.
    pub fn verify_audit(&self) -> Result<AuditReport> {
        self.read(audit::verify)
    }

    /// Folds the whole ledger again and compares it with the accounts.
    pub fn verify_ledger(&self) -> Result<LedgerReport> {
        self.read(ledger::verify)
    }

    /// Looks whether another process has written, and wakes whoever waits if so.
    pub fn look_for_changes(&self) -> Result<()> {
        let head = self.read(feed::head)?;
        raise(&self.inner.head, head);
        Ok(())
    }

    /// Every document of a kind, by rising feed number.
    pub fn documents(&self, kind: DocumentKind) -> Result<Vec<Document>> {
        self.read(move |connection| documents::of_kind(connection, kind))
    }

    /// One document.
    pub fn document(&self, kind: DocumentKind, id: &str) -> Result<Option<Document>> {
        let id = id.to_owned();
        self.read(move |connection| documents::find(connection, kind, &id))
    }

    /// Which import everything came from that came from one.
    pub(crate) fn sources(&self) -> Result<Sources> {
        self.read(documents::sources)
    }

    /// Runs work inside the writer's transaction and waits for its commit. For callers outside the
    /// asynchronous runtime.
    pub(crate) fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let writer = match &self.inner.place {
            Place::File { writer, .. } => writer,
            Place::Memory(memory) => return memory.write(work, &self.inner.head),
        };
        let (answer, answered) = std::sync::mpsc::sync_channel(1);
        writer.submit(work, move |result| {
            answer.send(result).ok();
        })?;
        answered.recv().unwrap_or(Err(HubError::Closing))
    }

    /// The same for asynchronous callers. Work that was submitted is done even if nobody waits.
    pub(crate) async fn write_async<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let writer = match &self.inner.place {
            Place::File { writer, .. } => writer,
            Place::Memory(memory) => return memory.write(work, &self.inner.head),
        };
        let (answer, answered) = tokio::sync::oneshot::channel();
        writer.submit(work, move |result| {
            answer.send(result).ok();
        })?;
        answered.await.unwrap_or(Err(HubError::Closing))
    }

    /// Runs work on one snapshot of the database.
    pub(crate) fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        match &self.inner.place {
            Place::File { readers, .. } => readers.read(work),
            Place::Memory(memory) => memory.with(work),
        }
    }

    /// The same for asynchronous callers, on a thread that may block.
    pub(crate) async fn read_async<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let turn = match &self.inner.place {
            Place::File { readers, .. } => readers.turn().await?,
            Place::Memory(memory) => return memory.with(work),
        };
        let store = self.clone();
        let reading = tokio::task::spawn_blocking(move || {
            let result = store.read(work);
            // The turn lasts as long as the work, even if nobody waits for it any more.
            drop(turn);
            result
        });
        reading.await.unwrap_or_else(|error| Err(HubError::Fault(error.to_string())))
    }
}

/// Moves the published head forward, and wakes whoever waits if it did move.
fn raise(published: &watch::Sender<u64>, head: u64) {
    published.send_if_modified(|seen| {
        let newer = head > *seen;
        *seen = head.max(*seen);
        newer
    });
}
