//! The one thread that writes. Work that waits at the same time is committed together, each piece
//! in its own savepoint: one that fails undoes itself and nothing else.

use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::mpsc::{Receiver, Sender, channel},
    thread::{Builder, JoinHandle},
};

use rusqlite::{Connection, ErrorCode};
use tokio::sync::watch;

use super::{connection::Opener, feed};
use crate::error::{HubError, Result};

/// The most pieces of work in one commit.
const LARGEST_BATCH: usize = 64;

/// The writer's front door.
pub(super) struct Writer {
    door: Option<Sender<Box<dyn Work>>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Starts the thread on a connection of its own.
    pub(super) fn start(
        connection: Connection,
        opener: Opener,
        head: watch::Sender<u64>,
    ) -> Result<Self> {
        let (door, waiting) = channel();
        let bench = Bench { connection, opener, head };
        let thread = Builder::new()
            .name("hub-writer".to_owned())
            .spawn(move || bench.run(&waiting))
            .map_err(HubError::io("starting the writer"))?;
        Ok(Self { door: Some(door), thread: Some(thread) })
    }

    /// Hands in work; `answer` is called with its result once that is on the disk.
    pub(super) fn submit<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T> + Send + 'static,
        answer: impl FnOnce(Result<T>) + Send + 'static,
    ) -> Result<()> {
        let task = Task { work: Some(work), result: None, answer };
        let door = self.door.as_ref().ok_or(HubError::Closing)?;
        door.send(Box::new(task)).map_err(|_| HubError::Closing)
    }
}

impl Drop for Writer {
    /// Waits until everything that was handed in is on the disk.
    fn drop(&mut self) {
        self.door = None;
        if let Some(thread) = self.thread.take() {
            thread.join().ok();
        }
    }
}

/// A piece of work, whatever its result.
trait Work: Send {
    /// Does it inside a transaction and says whether it may stay.
    fn run(&mut self, connection: &Connection) -> bool;
    /// Answers; with a message, the transaction was lost.
    fn answer(self: Box<Self>, lost: Option<&str>);
}

struct Task<T, W, A> {
    work: Option<W>,
    result: Option<Result<T>>,
    answer: A,
}

impl<T, W, A> Work for Task<T, W, A>
where
    T: Send,
    W: FnOnce(&Connection) -> Result<T> + Send,
    A: FnOnce(Result<T>) + Send,
{
    fn run(&mut self, connection: &Connection) -> bool {
        let Some(work) = self.work.take() else { return false };
        let result = catch_unwind(AssertUnwindSafe(|| work(connection)))
            .unwrap_or_else(|panic| Err(HubError::Fault(words(panic.as_ref()))));
        let stays = result.is_ok();
        self.result = Some(result);
        stays
    }

    fn answer(self: Box<Self>, lost: Option<&str>) {
        let result = match (self.result, lost) {
            (Some(Err(error)), _) => Err(error),
            (_, Some(why)) => Err(HubError::Commit(why.to_owned())),
            (Some(Ok(value)), None) => Ok(value),
            (None, None) => Err(HubError::Closing),
        };
        (self.answer)(result);
    }
}

/// What the thread works with.
struct Bench {
    connection: Connection,
    opener: Opener,
    head: watch::Sender<u64>,
}

impl Bench {
    fn run(mut self, waiting: &Receiver<Box<dyn Work>>) {
        while let Ok(first) = waiting.recv() {
            let mut batch = vec![first];
            batch.extend(waiting.try_iter().take(LARGEST_BATCH - 1));
            let lost = self.commit_together(&mut batch).err().map(|error| self.recover(&error));
            for work in batch {
                work.answer(lost.as_deref());
            }
        }
    }

    fn commit_together(&mut self, batch: &mut [Box<dyn Work>]) -> Result<(), rusqlite::Error> {
        self.connection.execute_batch("BEGIN IMMEDIATE")?;
        for work in batch {
            self.connection.execute_batch("SAVEPOINT work")?;
            if !work.run(&self.connection) {
                self.connection.execute_batch("ROLLBACK TO work")?;
            }
            self.connection.execute_batch("RELEASE work")?;
        }
        let head = feed::head(&self.connection);
        self.connection.execute_batch("COMMIT")?;
        if let Ok(head) = head {
            super::raise(&self.head, head);
        }
        Ok(())
    }

    /// Leaves the lost transaction. After a failure of the disk the connection is not trusted
    /// any more: what it believes to be written may not be.
    fn recover(&mut self, error: &rusqlite::Error) -> String {
        tracing::error!(error = %error, "hub.commit.lost");
        if !self.connection.is_autocommit() {
            self.connection.execute_batch("ROLLBACK").ok();
        }
        if error.sqlite_error_code() == Some(ErrorCode::SystemIoFailure)
            && let Ok(fresh) = self.opener.writer()
        {
            self.connection = fresh;
        }
        error.to_string()
    }
}

fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
    text.unwrap_or_else(|| "a panic without words".to_owned())
}

#[cfg(test)]
mod tests;
