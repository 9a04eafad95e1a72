//! The handle of a desk: what the app and the command line hold. Cheap to clone, usable from any thread; it blocks
//! while it reads or writes the disk, so an async caller gives it a thread of its own.

use std::{
    path::Path,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
};

use backstop_domain::document::{Document, DocumentKind};
use backstop_protocol::session::SignedIn;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::{broadcast, watch};

use crate::{
    alarm::Alarms,
    draft::Draft,
    drafts,
    error::{DeskError, Result},
    fresh,
    key::{Key, KeyChoice, KeyHome},
    line::Line,
    outbox, preferences,
    profile::Profile,
    session::{self, Identity},
    store::{
        Store, documents,
        documents::Thing,
        facts::{self, Position},
        repair, said_of_disk,
    },
    view::app::{DeskEvent, LineState, StorageState},
    world::DeskWorld,
};

/// How many events a slow listener may be behind before it is told that many things changed.
const EVENTS_KEPT: usize = 256;

/// Events name the things that changed as long as they are few.
const FEW: usize = 32;

/// An offset above this, in milliseconds, makes clocks on this desk unverified.
const TRUSTED_OFFSET_MS: i64 = 30_000;

/// Where a desk reads the local time.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// The clock of this machine.
pub fn system_clock() -> Clock {
    Arc::new(Timestamp::now)
}

/// Where a desk gets new identifiers.
pub type Identifiers = Arc<dyn Fn() -> String + Send + Sync>;

/// What a desk takes from the world outside: the time, and identifiers that nothing has yet.
#[derive(Clone)]
pub(crate) struct Ports {
    pub(crate) clock: Clock,
    pub(crate) identifiers: Identifiers,
}

impl Ports {
    /// A clock, and identifiers made of chance.
    pub(crate) fn with(clock: Clock) -> Self {
        Self { clock, identifiers: Arc::new(fresh::identifier) }
    }
}

/// One desk: a signed-in person's console, without a screen.
#[derive(Clone)]
pub struct Desk {
    inner: Arc<Inner>,
}

struct Inner {
    store: Store,
    home: Home,
    ports: Ports,
    /// The hub's clock minus this machine's, in milliseconds.
    offset_ms: AtomicI64,
    /// How often that was measured since the start.
    measurements: AtomicU64,
    alarms: Alarms,
    events: broadcast::Sender<DeskEvent>,
    line: Mutex<Line>,
    /// Counts the times that there was something to send.
    to_send: watch::Sender<u64>,
    /// Counts the times that the line should be tried anew.
    nudges: watch::Sender<u64>,
}

/// Where the desk lies.
pub(crate) enum Home {
    /// On disk.
    Folder { profile: Profile, key: KeyHome },
    /// In memory, being its own hub.
    Sandbox,
    /// In the hands of the simulator.
    #[cfg(feature = "simulation")]
    Simulator,
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let dir = self.profile().map(Profile::dir);
        f.debug_struct("Desk").field("profile", &dir).finish_non_exhaustive()
    }
}

impl Desk {
    /// Opens the desk in a folder, or makes a new one there. Unsent work shows as it was when the last
    /// program ended, however it ended.
    pub fn open(dir: impl AsRef<Path>, choice: KeyChoice) -> Result<Self> {
        Self::open_at(dir, choice, system_clock())
    }

    /// [`open`](Self::open) with another clock.
    pub fn open_at(dir: impl AsRef<Path>, choice: KeyChoice, clock: Clock) -> Result<Self> {
        let profile = Profile::at(dir).map_err(said_of_disk)?;
        match Self::open_once(&profile, choice, Arc::clone(&clock)) {
            // What was met is remembered in the profile, and opening again repairs it.
            Err(DeskError::DamagedCache { .. }) => Self::open_once(&profile, choice, clock),
            opened => opened,
        }
    }

    fn open_once(profile: &Profile, choice: KeyChoice, clock: Clock) -> Result<Self> {
        let lock = profile.lock().map_err(said_of_disk)?;
        let (key, home) = Key::of_profile(profile, choice, &lock)?;
        let store = Store::open(profile, &key)?;
        drop(lock);
        let home = Home::Folder { profile: profile.clone(), key: home };
        let desk = Self::around(store, home, Ports::with(clock))?;
        desk.show_if_possible()?;
        Ok(desk)
    }

    pub(crate) fn around(store: Store, home: Home, ports: Ports) -> Result<Self> {
        let offset = store.read(|conn| facts::get(conn, "clock_offset_ms"))?;
        let offset_ms = offset.and_then(|text| text.parse().ok()).unwrap_or(0);
        let inner = Inner {
            store,
            home,
            ports,
            offset_ms: AtomicI64::new(offset_ms),
            measurements: AtomicU64::new(0),
            alarms: Alarms::default(),
            events: broadcast::channel(EVENTS_KEPT).0,
            line: Mutex::default(),
            to_send: watch::Sender::new(0),
            nudges: watch::Sender::new(0),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The hub's time, as well as this desk knows it. Deadlines, alarms and commands use nothing else.
    pub fn now(&self) -> Timestamp {
        let offset = SignedDuration::from_millis(self.inner.offset_ms.load(Ordering::Relaxed));
        let local = self.local_now();
        local.checked_add(offset).unwrap_or(local)
    }

    /// Who is signed in, if anybody ever was.
    pub fn identity(&self) -> Result<Option<Identity>> {
        self.inner.store.read(Identity::read)
    }

    /// Keeps a sign-in that was made elsewhere: by the embedded hub of solo mode.
    pub fn adopt(&self, signed_in: &SignedIn, hub: &str) -> Result<()> {
        if self.is_sandbox() {
            return Err(DeskError::WrongKind("in a sandbox"));
        }
        session::keep(&self.inner.store, signed_in, hub)?;
        self.show_newest()?;
        self.tell_line();
        self.nudge();
        Ok(())
    }

    /// Forgets the token. Documents and unsent work stay; working on is possible without a line.
    pub fn sign_out(&self) -> Result<()> {
        session::sign_out(&self.inner.store)?;
        self.tell_line();
        self.nudge();
        Ok(())
    }

    /// Where the key of the stores lies; nothing in a sandbox.
    pub fn key_home(&self) -> Option<KeyHome> {
        match &self.inner.home {
            Home::Folder { key, .. } => Some(*key),
            Home::Sandbox => None,
            #[cfg(feature = "simulation")]
            Home::Simulator => None,
        }
    }

    /// The folder of the desk; nothing in a sandbox.
    pub fn profile(&self) -> Option<&Profile> {
        match &self.inner.home {
            Home::Folder { profile, .. } => Some(profile),
            Home::Sandbox => None,
            #[cfg(feature = "simulation")]
            Home::Simulator => None,
        }
    }

    /// Whether this is a sandbox: a desk in memory, without any network.
    pub fn is_sandbox(&self) -> bool {
        matches!(self.inner.home, Home::Sandbox)
    }

    /// What the desk holds, pending work included, as the rules look at it.
    pub fn world(&self) -> DeskWorld {
        DeskWorld::of(self)
    }

    /// One thing as it is now, pending work included.
    pub fn document(&self, kind: DocumentKind, id: &str) -> Result<Option<Document>> {
        self.inner.store.read(|conn| documents::current(conn, kind, id))
    }

    /// Hears of every change from now on. A listener that lags behind gets an error from the channel and
    /// should take it as "many things changed".
    pub fn events(&self) -> broadcast::Receiver<DeskEvent> {
        self.inner.events.subscribe()
    }

    /// Sends an event to all listeners.
    pub fn tell(&self, event: DeskEvent) {
        // Nobody listening is no error.
        let _ = self.inner.events.send(event);
    }

    /// Keeps a draft as it is at this keystroke; on disk when this returns.
    pub fn save_draft(&self, draft: &Draft) -> Result<()> {
        let now = self.now();
        self.inner.store.write_work(|tx| drafts::save(tx, draft, now))
    }

    /// Every draft, the newest first.
    pub fn drafts(&self) -> Result<Vec<Draft>> {
        self.inner.store.read(drafts::list)
    }

    /// Removes a draft.
    pub fn drop_draft(&self, id: &str) -> Result<()> {
        self.inner.store.write_work(|tx| drafts::drop(tx, id))
    }

    /// Every preference, by name.
    pub fn preferences(&self) -> Result<std::collections::BTreeMap<String, String>> {
        self.inner.store.read(preferences::all)
    }

    /// Keeps a preference.
    pub fn set_preference(&self, name: &str, value: &str) -> Result<()> {
        self.inner.store.write_work(|tx| preferences::set(tx, name, value))
    }

    /// The line to the hub, and what waits for it.
    pub fn line(&self) -> Result<LineState> {
        let (position, counts, offset, repairs) = self.inner.store.read(|conn| {
            let offset = facts::get(conn, "clock_offset_ms")?;
            Ok((Position::read(conn)?, outbox::counts(conn)?, offset, repair::list(conn)?))
        })?;
        let clock_offset_ms = offset.and_then(|text| text.parse().ok());
        let line = self.inner.line.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Ok(LineState {
            online: line.online,
            since: line.since,
            trouble: line.trouble,
            waiting: counts.0,
            stuck: counts.1,
            clock_offset_ms,
            clock_verified: clock_offset_ms.is_some_and(|ms: i64| ms.abs() < TRUSTED_OFFSET_MS),
            cursor: position.cursor,
            complete: position.complete,
            storage: StorageState { trouble: self.storage_trouble(), repairs },
        })
    }

    fn storage_trouble(&self) -> Option<String> {
        self.inner.store.trouble().map(|trouble| trouble.code().to_owned())
    }

    /// The stores, for the read models.
    pub(crate) fn store(&self) -> &Store {
        &self.inner.store
    }

    /// What the alarms remember.
    pub(crate) fn alarms(&self) -> &Alarms {
        &self.inner.alarms
    }

    /// How often the hub's clock has been compared with this machine's since the start.
    pub(crate) fn measurements(&self) -> u64 {
        self.inner.measurements.load(Ordering::Relaxed)
    }

    pub(crate) fn local_now(&self) -> Timestamp {
        (self.inner.ports.clock)()
    }

    /// An identifier that nothing has yet.
    pub(crate) fn identifier(&self) -> String {
        (self.inner.ports.identifiers)()
    }

    /// Takes over a newly measured offset of the hub's clock, or one that another program has measured.
    pub(crate) fn set_offset(&self, ms: i64) {
        self.inner.offset_ms.store(ms, Ordering::Relaxed);
        self.inner.measurements.fetch_add(1, Ordering::Relaxed);
    }

    /// Wakes the sending half of the background sync: there is something to send.
    pub(crate) fn wake(&self) {
        self.inner.to_send.send_modify(|n| *n = n.wrapping_add(1));
    }

    /// Makes the background sync try the line at once, with whoever is signed in now.
    pub(crate) fn nudge(&self) {
        self.inner.nudges.send_modify(|n| *n = n.wrapping_add(1));
        self.wake();
    }

    pub(crate) fn to_send(&self) -> watch::Receiver<u64> {
        self.inner.to_send.subscribe()
    }

    pub(crate) fn nudges(&self) -> watch::Receiver<u64> {
        self.inner.nudges.subscribe()
    }

    /// Changes what is known about the line and tells everybody if that is news.
    pub(crate) fn set_line(&self, change: impl FnOnce(&mut Line)) {
        let is_news = {
            let mut line = self.inner.line.lock().unwrap_or_else(PoisonError::into_inner);
            let before = line.clone();
            change(&mut line);
            *line != before
        };
        if is_news {
            self.tell_line();
        }
    }

    pub(crate) fn tell_line(&self) {
        match self.line() {
            Ok(state) => self.tell(DeskEvent::Line { state }),
            Err(error) => tracing::error!(%error, "the state of the line cannot be read"),
        }
    }

    /// Says what changed; many things at once are not named one by one.
    pub(crate) fn tell_changed(&self, things: &std::collections::BTreeSet<Thing>) {
        if things.is_empty() {
            return;
        }
        let mut kinds: Vec<_> = things.iter().map(|(kind, _)| kind.code().to_owned()).collect();
        kinds.dedup();
        let few = things.len() <= FEW;
        let ids = if few { things.iter().map(|(_, id)| id.clone()).collect() } else { Vec::new() };
        self.tell(DeskEvent::Changed { kinds, ids });
        self.tell_line();
    }
}
