//! Connections that read: each answers from one snapshot and is kept for the next question.

use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::connection::Opener;
use crate::error::{HubError, Result};

/// How many readers may be at work for the network at once.
const TURNS: usize = 8;

/// The idle readers of a database.
pub(super) struct Readers {
    opener: Opener,
    idle: Mutex<Vec<Connection>>,
    turns: Arc<Semaphore>,
}

impl Readers {
    /// No connection yet; they are opened when they are needed.
    pub(super) fn new(opener: Opener) -> Self {
        Self { opener, idle: Mutex::default(), turns: Arc::new(Semaphore::new(TURNS)) }
    }

    /// Waits for a turn, so that a storm of readers queues here and not on threads.
    pub(super) async fn turn(&self) -> Result<OwnedSemaphorePermit> {
        Arc::clone(&self.turns).acquire_owned().await.map_err(|_| HubError::Closing)
    }

    /// Runs work on one snapshot.
    pub(super) fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let idle = self.lock().pop();
        let connection = idle.map_or_else(|| self.opener.reader(), Ok)?;
        let snapshot = connection.unchecked_transaction()?;
        let result = work(&snapshot);
        snapshot.rollback()?;
        let mut idle = self.lock();
        if idle.len() < TURNS {
            idle.push(connection);
        }
        result
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
