//! What the simulator does with a database in memory: copy it, set it back, let its process die at a commit.

use std::sync::atomic::{AtomicU8, Ordering};

use rusqlite::{Connection, backup::Backup};

use super::{Sqlite, bare, schema};
use crate::{
    error::{HubError, Result},
    simulated::Side,
};

/// A copy of a database.
pub struct Image(Connection);

impl Sqlite {
    /// A database like an image. With `restored` it begins a new history.
    pub(crate) fn from_image(image: &Image, restored: bool) -> Result<Self> {
        let mut connection = bare()?;
        copy(&image.0, &mut connection)?;
        if restored {
            schema::set_epoch(&connection, &uuid::Uuid::now_v7().to_string())?;
        }
        Ok(Self::on(connection, None))
    }

    /// A copy of what is here.
    pub(crate) fn image(&self) -> Result<Image> {
        let mut image = Connection::open_in_memory()?;
        copy(self.connection(), &mut image)?;
        Ok(Image(image))
    }

    /// Dies at a side of the next commit, or at none.
    pub(crate) fn die_at_commit(&self, side: Option<Side>) {
        self.death.0.store(side.map_or(0, number), Ordering::Relaxed);
    }
}

fn copy(from: &Connection, to: &mut Connection) -> Result<()> {
    Backup::new(from, to)?.step(-1)?;
    Ok(())
}

/// At which side of the next commit the process dies: 0 at none, 1 before, 2 after.
#[derive(Default)]
pub(super) struct Death(AtomicU8);

fn number(side: Side) -> u8 {
    match side {
        Side::Before => 1,
        Side::After => 2,
    }
}

impl Death {
    pub(super) fn before_commit(&self) -> Result<()> {
        self.at(Side::Before)
    }

    pub(super) fn after_commit(&self) -> Result<()> {
        self.at(Side::After)
    }

    fn at(&self, side: Side) -> Result<()> {
        let side = number(side);
        let dies = self.0.compare_exchange(side, 0, Ordering::Relaxed, Ordering::Relaxed);
        if dies.is_ok() { Err(HubError::Closing) } else { Ok(()) }
    }
}
