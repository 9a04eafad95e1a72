//! A database in memory: one connection that whoever asks uses in turn.

use std::sync::{Mutex, PoisonError};

use rusqlite::Connection;
use tokio::sync::watch;

use super::{feed, schema};
use crate::error::Result;

/// The only connection to a database that is nowhere else.
pub(super) struct Memory {
    connection: Mutex<Connection>,
}

impl Memory {
    /// A new, empty database.
    pub(super) fn new() -> Result<Self> {
        let mut connection = Connection::open_in_memory()?;
        connection.set_prepared_statement_cache_capacity(64);
        connection.execute_batch("PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;")?;
        schema::migrate(&mut connection, "the database in memory".as_ref())?;
        Ok(Self { connection: Mutex::new(connection) })
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
        transaction.commit()?;
        super::raise(head, reached);
        Ok(result)
    }
}
