//! The hub's memory: a database with one writer and many readers.
//!
//! Whatever is written goes through one thread that commits the work of several callers together;
//! whoever waits for an answer gets it after the commit, never before. Readers see snapshots and
//! never wait for the writer. Other processes may write to the same database at the same time.

pub(crate) mod audit;
mod bench;
mod changes;
pub(crate) mod desks;
pub(crate) mod documents;
mod engine;
pub(crate) mod feed;
pub(crate) mod ledger;
mod location;
pub(crate) mod outcomes;
pub(crate) mod people;
mod postgres;
mod readers;
mod sqlite;
mod transaction;
mod writer;

use std::{
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

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
use serde_json::json;
use tokio::sync::watch;

use crate::{
    accept,
    error::{HubError, Result},
    page,
};
pub use audit::AuditReport;
use bench::{Bench, Task, Work};
pub use desks::Seat;
pub use documents::ImportChange;
pub(crate) use documents::Sources;
use engine::Engine;
pub(crate) use engine::Wishes;
pub use ledger::LedgerReport;
use location::Location;
use postgres::{Durability, Postgres, PostgresSource, Server};
use readers::Readers;
#[cfg(feature = "simulation")]
pub use sqlite::Image;
pub(crate) use sqlite::Sqlite;
pub(crate) use transaction::Transaction;
use writer::Writer;

/// How often to look whether another process has written, where none tells.
const LOOK: Duration = Duration::from_millis(250);
/// How often to look where the others tell.
const LOOK_BESIDE_BELL: Duration = Duration::from_secs(2);

/// The hub's database. Cloning it is cheap; all clones share one writer.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    place: Place,
    head: watch::Sender<u64>,
    epoch: String,
    /// How safe the database keeps what it acknowledges, where that is not in the hub's hands.
    durability: Option<Arc<Durability>>,
}

/// How the database is reached.
enum Place {
    /// By a thread that writes and connections that read; other processes may share it.
    Shared { writer: Writer, readers: Readers },
    /// By whoever asks, in turn: it is in this process alone.
    Alone(Mutex<Bench<Sqlite>>),
}

impl Store {
    /// A database that lives and dies with this process: one connection, no threads, nothing on a disk.
    /// Everything happens on the caller's thread, so that a simulated world stays in step.
    pub fn in_memory() -> Result<Self> {
        Self::around_memory(Sqlite::in_memory()?)
    }

    pub(crate) fn around_memory(engine: Sqlite) -> Result<Self> {
        let (epoch, head) = (engine.epoch()?, watch::Sender::new(engine.rows()?.head()?));
        let bench = Bench::new(engine, head.clone());
        let place = Place::Alone(Mutex::new(bench));
        Ok(Self { inner: Arc::new(Inner { place, head, epoch, durability: None }) })
    }

    /// Has the engine do something, where the database is in this process alone.
    #[cfg(feature = "simulation")]
    pub(crate) fn in_this_process<T>(
        &self,
        work: impl FnOnce(&mut Sqlite) -> Result<T>,
    ) -> Result<T> {
        match &self.inner.place {
            Place::Alone(bench) => work(lock(bench).engine()),
            Place::Shared { .. } => {
                Err(HubError::Refused("this database is not in memory".to_owned()))
            }
        }
    }

    /// Opens the database that a URL names: `sqlite:FILE`, which is made with its key at the first time,
    /// or `postgres://…`, which must be there and may be empty. An older schema is brought up to date; a
    /// newer one is refused and left as it is.
    pub fn open(url: &str) -> Result<Self> {
        match url.parse()? {
            Location::File(path) => Self::open_file(&path),
            Location::Server(url) => Self::open_server(&url, true),
        }
    }

    /// Opens a database that must be there already, for those who only look.
    pub fn open_existing(url: &str) -> Result<Self> {
        match url.parse()? {
            Location::File(path) if !path.exists() => {
                let missing = format!("there is no database at {}", path.display());
                Err(HubError::Refused(missing))
            }
            Location::File(path) => Self::open_file(&path),
            Location::Server(url) => Self::open_server(&url, false),
        }
    }

    /// Opens the database in a file, in the same way as [`Store::open`].
    pub fn open_file(path: &Path) -> Result<Self> {
        let engine = Sqlite::open(path)?;
        let epoch = engine.epoch()?;
        let source = engine.source().ok_or(HubError::Closing)?;
        let head = watch::Sender::new(engine.rows()?.head()?);
        Self::share(engine, Readers::new(source), head, epoch, None)
    }

    fn open_server(url: &str, may_make: bool) -> Result<Self> {
        let server = Server::new(url)?;
        let epoch = postgres::prepare(&server, may_make)?;
        server.watch_durability()?;
        let readers = Readers::new(Box::new(PostgresSource(Arc::clone(&server))));
        let head = watch::Sender::new(readers.read(feed::head)?);
        let durability = server.durability();
        let engine = Postgres::open(server, &head)?;
        Self::share(engine, readers, head, epoch, Some(durability))
    }

    fn share(
        engine: impl Engine + 'static,
        readers: Readers,
        head: watch::Sender<u64>,
        epoch: String,
        durability: Option<Arc<Durability>>,
    ) -> Result<Self> {
        let writer = Writer::start(Bench::new(engine, head.clone()))?;
        let place = Place::Shared { writer, readers };
        Ok(Self { inner: Arc::new(Inner { place, head, epoch, durability }) })
    }

    /// Names the history of this database; it changes when a backup is restored.
    pub fn epoch(&self) -> &str {
        &self.inner.epoch
    }

    /// Gives a database that was set back to an earlier state a history of its own: desks notice, and tell again what it
    /// no longer knows. No hub may serve it meanwhile. Returns the new name.
    pub fn renew_history(&self, now: Timestamp) -> Result<String> {
        let (before, epoch) = (self.epoch().to_owned(), uuid::Uuid::now_v7().to_string());
        self.write(move |transaction| {
            let line =
                json!({"type": "history_renewed", "at": now, "before": before, "now": epoch});
            audit::append(transaction, &line)?;
            transaction.begin_history(epoch.clone());
            Ok(epoch.clone())
        })
    }

    /// Lets money move even while a failover of the database could lose what was acknowledged.
    pub fn allow_async_money(&self) {
        if let Some(durability) = &self.inner.durability {
            durability.accept();
        }
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
        let documents: Vec<_> = documents.into_iter().map(Arc::new).collect();
        self.write(move |transaction| documents::import(transaction, &documents))
    }

    /// Decides a push of one desk and remembers the answers. `now` is the hub's clock.
    pub fn push(&self, seat: Seat, commands: Vec<Command>, now: Timestamp) -> Result<Vec<Outcome>> {
        let wishes = accept::wishes(&seat, &commands);
        let push =
            move |transaction: &Transaction<'_>| accept::push(transaction, &seat, &commands, now);
        self.write_wishing(wishes, push)
    }

    /// The same for asynchronous callers. What was handed in is decided even if nobody waits.
    pub(crate) async fn push_async(
        &self,
        seat: Seat,
        commands: Vec<Command>,
        now: Timestamp,
    ) -> Result<Vec<Outcome>> {
        let wishes = accept::wishes(&seat, &commands);
        let push =
            move |transaction: &Transaction<'_>| accept::push(transaction, &seat, &commands, now);
        self.write_async_wishing(wishes, push).await
    }

    /// The page of the feed after a cursor, as one person may read it. `now` is the hub's clock.
    pub fn page(&self, person: &Person, query: &FeedQuery, now: Timestamp) -> Result<Page> {
        self.read(|transaction| page::page(transaction, self.epoch(), person, query, now))
    }

    /// A seat for a person without a password, for work that the hub does in its own process.
    /// Without a desk that is theirs they get a new one.
    pub fn seat(&self, person: &PersonId, desk: Option<&DeskId>, now: Timestamp) -> Result<Seat> {
        let (person, wanted) = (person.clone(), desk.cloned());
        self.write(move |transaction| {
            let person = desks::enabled(transaction, &person)?;
            let desk = desks::register(transaction, &person.id, wanted.as_ref(), now)?;
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

    /// How often to look. Hubs on one server tell each other, and look only for what was not heard.
    pub(crate) fn look_every(&self) -> Duration {
        if self.inner.durability.is_some() { LOOK_BESIDE_BELL } else { LOOK }
    }

    /// Every document of a kind, by rising feed number.
    pub fn documents(&self, kind: DocumentKind) -> Result<Vec<Document>> {
        self.read(move |transaction| documents::of_kind(transaction, kind))
    }

    /// One document.
    pub fn document(&self, kind: DocumentKind, id: &str) -> Result<Option<Document>> {
        self.read(|transaction| {
            let found = documents::find(transaction, kind, id)?;
            Ok(found.map(Arc::unwrap_or_clone))
        })
    }

    /// Which import everything came from that came from one.
    pub(crate) fn sources(&self) -> Result<Sources> {
        self.read(documents::sources)
    }

    /// Runs work inside the writer's transaction and waits for its commit. For callers outside the
    /// asynchronous runtime. Where the transaction is lost the work may be run again from the beginning.
    pub(crate) fn write<T: Send + 'static>(
        &self,
        work: impl FnMut(&Transaction<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.write_wishing(Wishes::default(), work)
    }

    fn write_wishing<T: Send + 'static>(
        &self,
        wishes: Wishes,
        work: impl FnMut(&Transaction<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (answer, answered) = std::sync::mpsc::sync_channel(1);
        let task = Task::new(wishes, work, move |result| {
            answer.send(result).ok();
        });
        self.submit(Box::new(task))?;
        answered.recv().unwrap_or(Err(HubError::Closing))
    }

    /// The same for asynchronous callers. Work that was submitted is done even if nobody waits.
    pub(crate) async fn write_async<T: Send + 'static>(
        &self,
        work: impl FnMut(&Transaction<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.write_async_wishing(Wishes::default(), work).await
    }

    async fn write_async_wishing<T: Send + 'static>(
        &self,
        wishes: Wishes,
        work: impl FnMut(&Transaction<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (answer, answered) = tokio::sync::oneshot::channel();
        let task = Task::new(wishes, work, move |result| {
            answer.send(result).ok();
        });
        self.submit(Box::new(task))?;
        answered.await.unwrap_or(Err(HubError::Closing))
    }

    fn submit(&self, work: Box<dyn Work>) -> Result<()> {
        match &self.inner.place {
            Place::Shared { writer, .. } => writer.submit(work),
            Place::Alone(bench) => {
                lock(bench).serve(vec![work]);
                Ok(())
            }
        }
    }

    /// Runs work on one snapshot of the database.
    pub(crate) fn read<T>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        match &self.inner.place {
            Place::Shared { readers, .. } => readers.read(work),
            Place::Alone(bench) => work(&Transaction::new(lock(bench).engine().rows()?)),
        }
    }

    /// The same for asynchronous callers, on a thread that may block.
    pub(crate) async fn read_async<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let turn = match &self.inner.place {
            Place::Shared { readers, .. } => readers.turn().await?,
            Place::Alone(_) => return self.read(work),
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

fn lock(bench: &Mutex<Bench<Sqlite>>) -> MutexGuard<'_, Bench<Sqlite>> {
    bench.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Moves the published head forward, and wakes whoever waits if it did move.
fn raise(published: &watch::Sender<u64>, head: u64) {
    published.send_if_modified(|seen| {
        let newer = head > *seen;
        *seen = head.max(*seen);
        newer
    });
}
