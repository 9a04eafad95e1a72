//! Connections that read: each answers from one snapshot and is kept for the next question.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{
    engine::{Reader, Source},
    transaction::Transaction,
};
use crate::error::{HubError, Result};

/// How many readers may be at work for the network at once.
const TURNS: usize = 8;

/// The idle readers of a database.
pub(super) struct Readers {
    source: Box<dyn Source>,
    idle: Mutex<Vec<Box<dyn Reader>>>,
    turns: Arc<Semaphore>,
}

impl Readers {
    /// No connection yet; they are opened when they are needed.
    pub(super) fn new(source: Box<dyn Source>) -> Self {
        Self { source, idle: Mutex::default(), turns: Arc::new(Semaphore::new(TURNS)) }
    }

    /// Waits for a turn, so that a storm of readers queues here and not on threads.
    pub(super) async fn turn(&self) -> Result<OwnedSemaphorePermit> {
        Arc::clone(&self.turns).acquire_owned().await.map_err(|_| HubError::Closing)
    }

    /// Runs work on one snapshot. A connection that turns out to be gone is replaced once.
    pub(super) fn read<T>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        let mut work = Some(work);
        let mut answer = None;
        let idle = self.lock().pop();
        let mut reader = idle.map_or_else(|| self.source.reader(), Ok)?;
        if let Err(error) = look(reader.as_mut(), &mut work, &mut answer) {
            // The others are as old, and as gone.
            self.lock().clear();
            if work.is_none() {
                return answer.unwrap_or(Err(error));
            }
            reader = self.source.reader()?;
            look(reader.as_mut(), &mut work, &mut answer)?;
        }
        self.keep(reader);
        answer.unwrap_or(Err(HubError::Closing))
    }

    fn keep(&self, reader: Box<dyn Reader>) {
        let mut idle = self.lock();
        if idle.len() < TURNS {
            idle.push(reader);
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Box<dyn Reader>>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Shows a snapshot to work that has not seen one.
fn look<T, W: FnOnce(&Transaction<'_>) -> Result<T>>(
    reader: &mut dyn Reader,
    work: &mut Option<W>,
    answer: &mut Option<Result<T>>,
) -> Result<()> {
    reader.show(&mut |rows| {
        if let Some(work) = work.take() {
            *answer = Some(work(&Transaction::new(rows)));
        }
    })
}
