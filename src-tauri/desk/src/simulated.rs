//! A desk in the hands of the simulator: its disks are memory that outlives it, it dies at a chosen write, and what it
//! says and hears passes through the simulator instead of a line. Everything else is the desk as it is.

use std::{
    cell::RefCell,
    sync::{Arc, Mutex, PoisonError},
};

use backstop_domain::{command::CommandBody, document::DocumentKind, planted};
use backstop_protocol::{
    LARGEST_PAGE,
    commands::{Push, Pushed},
    feed::{FeedQuery, Page},
    session::SignedIn,
};
use rusqlite::{Connection, MAIN_DB, backup::Backup};

use crate::{
    desk::{Clock, Desk, Home, Identifiers, Ports},
    error::{DeskError, LineTrouble, Result},
    session,
    store::{Store, facts::Position, simulated},
    sync::{self, Kept, Next},
};

/// The disk of one desk: both stores, as they survive its program.
#[derive(Debug, Clone)]
pub struct Disk {
    both: Arc<Mutex<Connection>>,
}

/// A disk as it was at some moment: a power loss may bring its cache back, and must not bring back its work store.
#[derive(Debug)]
pub struct DiskImage {
    cache: Connection,
    work: Connection,
}

/// What the program takes from outside.
pub struct Outside {
    /// Its clock, however wrong.
    pub clock: Clock,
    /// New identifiers.
    pub identifiers: Identifiers,
}

impl Disk {
    /// An empty disk with both stores made.
    pub fn new() -> Result<Self> {
        thread_local! {
            static TEMPLATE: RefCell<Option<simulated::Template>> = const { RefCell::new(None) };
        }
        let both = TEMPLATE.with_borrow_mut(|template| {
            if template.is_none() {
                *template = Some(simulated::Template::make()?);
            }
            template.as_ref().map_or_else(|| Err(DeskError::Crashed), simulated::Template::copy)
        })?;
        Ok(Self { both: Arc::new(Mutex::new(both)) })
    }

    /// Starts the program on this disk.
    pub fn start(&self, outside: Outside) -> Result<Desk> {
        let ports = Ports { clock: outside.clock, identifiers: outside.identifiers };
        let desk = Desk::around(Store::on(Arc::clone(&self.both)), Home::Simulator, ports)?;
        desk.show_newest()?;
        Ok(desk)
    }

    /// The disk as it is now.
    pub fn image(&self) -> Result<DiskImage> {
        let both = self.both.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut cache, mut work) = (Connection::open_in_memory()?, Connection::open_in_memory()?);
        Backup::new(&both, &mut cache)?.step(-1)?;
        if planted!(OutboxRowLost) {
            Backup::new_with_names(&both, "work", &mut work, MAIN_DB)?.step(-1)?;
        }
        Ok(DiskImage { cache, work })
    }

    /// Power is lost: what was written to the cache since then is gone. The work store is as it is.
    pub fn lose_since(&self, image: &DiskImage) -> Result<()> {
        let mut both = self.both.lock().unwrap_or_else(PoisonError::into_inner);
        if planted!(OutboxRowLost) {
            Backup::new_with_names(&image.work, MAIN_DB, &mut both, "work")?.step(-1)?;
        }
        Backup::new(&image.cache, &mut both)?.step(-1)?;
        Ok(())
    }
}

/// Where a desk reads on, and what it asks the hub for that.
#[derive(Debug, Clone)]
pub struct Question(Position);

impl Question {
    /// As it goes over the line.
    pub fn query(&self, limit: u32) -> FeedQuery {
        FeedQuery {
            cursor: self.0.cursor,
            scope: self.0.scope.clone(),
            epoch: self.0.epoch.clone(),
            limit: Some(limit.min(LARGEST_PAGE)),
        }
    }
}

/// A thing as a desk holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// What sort of thing.
    pub kind: DocumentKind,
    /// Which.
    pub id: String,
    /// Its place in the feed.
    pub seq: u64,
    /// What the hub said.
    pub confirmed: Option<String>,
    /// What it is with pending work, where that differs.
    pub current: Option<String>,
    /// How many commands on it are on their way, as the screen says.
    pub pending: u64,
}

/// A command as the desk remembers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remembered {
    /// Its number.
    pub n: u64,
    /// Its identifier.
    pub id: String,
    /// `waiting`, `stuck`, `accepted` or `dropped`.
    pub state: String,
}

impl Desk {
    /// Dies at the side of a commit that comes after so many others.
    pub fn die_after(&self, sides: u64) {
        self.store().crash().after(sides);
    }

    /// Keeps a sign-in.
    pub fn seat(&self, signed_in: &SignedIn) -> Result<()> {
        session::keep(self.store(), signed_in, "hub")?;
        self.show_newest()
    }

    /// What is to be sent next.
    pub fn outgoing(&self) -> Result<Option<Push>> {
        sync::next_push(self)
    }

    /// The hub's answer has come.
    pub fn hear_answer(&self, pushed: &Pushed) -> Result<()> {
        self.keep_offset_of(pushed.hub_time)?;
        sync::push_answered(self, pushed)
    }

    /// The hub has not taken what was sent.
    pub fn hear_refusal(&self, trouble: &LineTrouble) -> Result<Next> {
        sync::push_refused(self, trouble)
    }

    /// Where this desk reads on.
    pub fn question(&self) -> Result<Question> {
        Ok(Question(self.store().read(Position::read)?))
    }

    /// A page has come. Returns whether it was the one that this desk needs now.
    pub fn hear_page(&self, asked: &Question, page: &Page) -> Result<bool> {
        self.keep_offset_of(page.hub_time)?;
        Ok(matches!(sync::take_page(self, &asked.0, page)?, Kept::Stored(..)))
    }

    /// Whether everything up to the head of the feed was received at least once.
    pub fn is_complete(&self) -> Result<bool> {
        Ok(self.question()?.0.complete)
    }

    /// Everything that this desk holds, by kind and identifier.
    pub fn holdings(&self) -> Result<Vec<Holding>> {
        self.store().read(simulated::holdings)
    }

    /// Every command that it remembers, by number.
    pub fn remembered(&self) -> Result<Vec<Remembered>> {
        self.store().read(simulated::remembered)
    }

    /// What a command says that this desk has made.
    pub fn made(&self, n: u64) -> Result<Option<CommandBody>> {
        self.store().read(|conn| simulated::made(conn, n))
    }

    /// Measures the hub's clock, as an exchange without delay does.
    fn keep_offset_of(&self, hub_time: jiff::Timestamp) -> Result<()> {
        let offset = hub_time.as_millisecond() - self.local_now().as_millisecond();
        self.keep_offset(offset, offset)
    }
}
