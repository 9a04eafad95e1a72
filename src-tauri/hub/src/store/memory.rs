//! A database in memory: one connection that whoever asks uses in turn.

use std::sync::{Mutex, PoisonError};

use rusqlite::Connection;
use tokio::sync::watch;

use super::{feed, schema};
use crate::error::Result;
#[cfg(feature = "simulation")]
pub use simulated::Image;

/// The only connection to a database that is nowhere else.
pub(crate) struct Memory {
    connection: Mutex<Connection>,
    #[cfg(feature = "simulation")]
    death: simulated::Death,
}

impl Memory {
    /// A new, empty database.
    pub(crate) fn new() -> Result<Self> {
        let mut connection = bare()?;
        schema::migrate(&mut connection, "the database in memory".as_ref())?;
        Ok(Self::on(connection))
    }

    fn on(connection: Connection) -> Self {
        Self {
            connection: Mutex::new(connection),
            #[cfg(feature = "simulation")]
            death: simulated::Death::default(),
        }
    }

    /// Runs work that only reads.
    pub(super) fn with<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        work(&self.connection.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Runs work in a transaction and tells the new head; what fails undoes itself.
    pub(super) fn write<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T>,
        head: &watch::Sender<u64>,
    ) -> Result<T> {
        let mut connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let transaction = connection.transaction()?;
        let result = work(&transaction)?;
        let reached = feed::head(&transaction)?;
        #[cfg(feature = "simulation")]
        self.death.before_commit()?;
        transaction.commit()?;
        #[cfg(feature = "simulation")]
        self.death.after_commit()?;
        super::raise(head, reached);
        Ok(result)
    }
}

fn bare() -> Result<Connection> {
    let connection = Connection::open_in_memory()?;
    connection.set_prepared_statement_cache_capacity(64);
    connection.execute_batch("PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;")?;
    Ok(connection)
}

/// What the simulator does with it.
#[cfg(feature = "simulation")]
mod simulated {
    use std::sync::atomic::{AtomicU8, Ordering};

    use rusqlite::{Connection, backup::Backup};

    use super::{Memory, bare};
    use crate::{
        error::{HubError, Result},
        simulated::Side,
        store::schema,
    };

    /// A copy of a database.
    pub struct Image(Connection);

    impl Image {
        /// A database like it.
        pub(crate) fn copy(&self, restored: bool) -> Result<Memory> {
            let mut connection = bare()?;
            copy(&self.0, &mut connection)?;
            if restored {
                schema::begin_another_history(&connection)?;
            }
            Ok(Memory::on(connection))
        }
    }

    impl Memory {
        /// A copy of what is here.
        pub(crate) fn image(&self) -> Result<Image> {
            self.with(|connection| {
                let mut image = Connection::open_in_memory()?;
                copy(connection, &mut image)?;
                Ok(Image(image))
            })
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
}
