//! A hub in the hands of the simulator: its database is memory that can be copied, set back and looked at, and its
//! process can die at a commit. Everything else is the hub as it is.

use backstop_domain::id::{DeskId, PersonId};
use jiff::Timestamp;

use crate::{
    error::Result,
    store::{Image, Seat, Sqlite, Store, desks},
};

/// A side of a commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Nothing of the transaction is kept.
    Before,
    /// All of it is kept, and nobody learns of it.
    After,
}

impl Store {
    /// The database as it is now.
    pub fn image(&self) -> Result<Image> {
        self.in_this_process(|engine| engine.image())
    }

    /// A hub on a copy of an image. With `restored` it begins a new history, as a restored backup does.
    pub fn from_image(image: &Image, restored: bool) -> Result<Self> {
        Self::around_memory(Sqlite::from_image(image, restored)?)
    }

    /// At which side of the next commit the process dies, if at any.
    pub fn die_at_commit(&self, side: Option<Side>) -> Result<()> {
        self.in_this_process(|engine| {
            engine.die_at_commit(side);
            Ok(())
        })
    }

    /// Who sits at a desk, as a valid token would say now.
    pub fn seat_of(&self, desk: &DeskId) -> Result<Seat> {
        self.read(|transaction| desks::at(transaction, desk))
    }

    /// A desk under a chosen name.
    pub fn seat_named(&self, person: &PersonId, desk: &DeskId, now: Timestamp) -> Result<Seat> {
        let (person, desk) = (person.clone(), desk.clone());
        self.write(move |transaction| {
            let person = desks::enabled(transaction, &person)?;
            desks::insert(transaction, &desk, &person.id, now);
            Ok(Seat { desk: desk.clone(), person, token: None })
        })
    }
}
