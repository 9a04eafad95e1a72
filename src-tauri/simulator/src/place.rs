//! A place of work: a desk's disk, the program that runs on it now, and a clock that may be wrong.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
};

use anyhow::Result;
use backstop_desk::{
    Desk,
    simulated::{Disk, DiskImage, Outside},
};
use backstop_domain::{id::DeskId, person::Person};
use backstop_protocol::session::SignedIn;

use crate::shop::instant;

/// One desk of the world.
pub struct Place {
    /// The desk, as the hub knows it.
    pub name: DeskId,
    /// The login of the person who sits there.
    pub person: String,
    /// The program, while it runs.
    pub desk: Desk,
    /// Counts the programs that ran here: an answer to an earlier one finds nobody.
    pub boot: u64,
    /// Until when there is no line.
    pub silent_until: i64,
    /// Until when an answer to the last push is awaited.
    pub push_until: i64,
    /// The drafts that were saved, by identifier, each with what it may say now.
    pub drafts: BTreeMap<String, Vec<String>>,
    disk: Disk,
    skew: Arc<AtomicI64>,
    now: Arc<AtomicI64>,
    made: Arc<AtomicU64>,
    image: Option<DiskImage>,
}

impl Place {
    /// A new desk on a new disk, with somebody signed in.
    pub fn new(name: DeskId, person: &Person, now: Arc<AtomicI64>) -> Result<Self> {
        let (disk, skew, made) = (Disk::new()?, Arc::default(), Arc::default());
        let program = start(&disk, &now, &skew, &made, &name)?;
        program.seat(&SignedIn {
            token: "token".to_owned(),
            desk: name.clone(),
            person: person.clone(),
            hub_time: instant(now.load(Ordering::Relaxed)),
        })?;
        Ok(Self {
            name,
            person: person.login.clone(),
            desk: program,
            boot: 0,
            silent_until: 0,
            push_until: 0,
            drafts: BTreeMap::new(),
            disk,
            skew,
            now,
            made,
            image: None,
        })
    }

    /// The identifier that was made last.
    pub fn newest_id(&self) -> String {
        identifier(&self.name, self.made.load(Ordering::Relaxed))
    }

    /// Puts the clock of this machine off by so many milliseconds.
    pub fn set_clock(&self, off_ms: i64) {
        self.skew.store(off_ms, Ordering::Relaxed);
    }

    /// Remembers the disk as it is now: a power loss may bring back the cache of that moment.
    pub fn remember_disk(&mut self) -> Result<()> {
        self.image = Some(self.disk.image()?);
        Ok(())
    }

    /// The program ends, and another begins on what is on the disk; after a power loss the cache may be older.
    pub fn restart(&mut self, power_lost: bool) -> Result<()> {
        self.boot += 1;
        self.push_until = 0;
        if power_lost && let Some(image) = &self.image {
            self.disk.lose_since(image)?;
        }
        self.desk = start(&self.disk, &self.now, &self.skew, &self.made, &self.name)?;
        Ok(())
    }
}

fn start(
    disk: &Disk,
    now: &Arc<AtomicI64>,
    skew: &Arc<AtomicI64>,
    made: &Arc<AtomicU64>,
    name: &DeskId,
) -> Result<Desk> {
    let (now, skew, made, name) =
        (Arc::clone(now), Arc::clone(skew), Arc::clone(made), name.clone());
    let clock =
        move || instant(now.load(Ordering::Relaxed).saturating_add(skew.load(Ordering::Relaxed)));
    let identifiers = move || identifier(&name, made.fetch_add(1, Ordering::Relaxed) + 1);
    let outside = Outside { clock: Arc::new(clock), identifiers: Arc::new(identifiers) };
    Ok(disk.start(outside)?)
}

fn identifier(name: &DeskId, number: u64) -> String {
    // Not like `command-place`, which is how the rules name what a command did.
    format!("{name}x{number:05}")
}
