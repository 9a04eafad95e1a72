//! Where work is done: a batch of it in one transaction, each piece for itself.

use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind},
};

use tokio::sync::watch;

use super::{
    engine::{Engine, Wishes},
    transaction::Transaction,
};
use crate::error::{HubError, Result};

/// A piece of work, whatever its result.
pub(super) trait Work: Send {
    /// What it will ask for.
    fn wishes(&self) -> &Wishes;
    /// Does it inside a transaction and says whether it may stay. Done again it forgets what it did before.
    fn run(&mut self, transaction: &Transaction<'_>) -> bool;
    /// Answers; with an error, the transaction was lost.
    fn answer(self: Box<Self>, lost: Option<HubError>);
}

/// Work with the way to whoever waits for it.
pub(super) struct Task<T, W, A> {
    wishes: Wishes,
    work: W,
    result: Option<Result<T>>,
    answer: A,
}

impl<T, W, A> Task<T, W, A>
where
    T: Send,
    W: FnMut(&Transaction<'_>) -> Result<T> + Send,
    A: FnOnce(Result<T>) + Send,
{
    /// `answer` is called with the result of the work once that is on the disk.
    pub(super) fn new(wishes: Wishes, work: W, answer: A) -> Self {
        Self { wishes, work, result: None, answer }
    }
}

impl<T, W, A> Work for Task<T, W, A>
where
    T: Send,
    W: FnMut(&Transaction<'_>) -> Result<T> + Send,
    A: FnOnce(Result<T>) + Send,
{
    fn wishes(&self) -> &Wishes {
        &self.wishes
    }

    fn run(&mut self, transaction: &Transaction<'_>) -> bool {
        let result = catch_unwind(AssertUnwindSafe(|| (self.work)(transaction)))
            .unwrap_or_else(|panic| Err(HubError::Fault(words(panic.as_ref()))));
        let stays = result.is_ok();
        self.result = Some(result);
        stays
    }

    fn answer(self: Box<Self>, lost: Option<HubError>) {
        let result = match (self.result, lost) {
            (Some(Err(error)), _) | (_, Some(error)) => Err(error),
            (Some(Ok(value)), None) => Ok(value),
            (None, None) => Err(HubError::Closing),
        };
        (self.answer)(result);
    }
}

/// An engine, and whoever must hear how far the feed is.
pub(super) struct Bench<E> {
    engine: E,
    head: watch::Sender<u64>,
}

impl<E: Engine> Bench<E> {
    /// A bench on an engine.
    pub(super) fn new(engine: E, head: watch::Sender<u64>) -> Self {
        Self { engine, head }
    }

    /// The engine, for those who read where there is no second connection.
    pub(super) fn engine(&mut self) -> &mut E {
        &mut self.engine
    }

    /// Does a batch of work in one commit and answers each piece. Where the database refuses what a piece
    /// would write, every piece is done again for itself, so that only the guilty one fails.
    pub(super) fn serve(&mut self, mut batch: Vec<Box<dyn Work>>) {
        match self.commit_together(&mut batch) {
            Ok(()) => batch.into_iter().for_each(|work| work.answer(None)),
            Err(error) if error.is_guard() && batch.len() > 1 => {
                for work in batch {
                    self.serve(vec![work]);
                }
            }
            Err(error) => {
                let why = error.to_string();
                for work in batch {
                    work.answer(Some(error.of_another(&why)));
                }
            }
        }
    }

    fn commit_together(&mut self, batch: &mut [Box<dyn Work>]) -> Result<()> {
        let committed = self.begin_and_commit(batch);
        if let Err(error) = &committed {
            tracing::error!(error = %error, "hub.commit.lost");
            self.engine.recover();
        }
        committed
    }

    fn begin_and_commit(&mut self, batch: &mut [Box<dyn Work>]) -> Result<()> {
        self.engine.begin()?;
        let transaction = Transaction::new(self.engine.rows()?);
        let mut wishes = Wishes::default();
        for work in batch.iter() {
            wishes.join(work.wishes());
        }
        transaction.expect(wishes)?;
        for work in batch {
            let stays = work.run(&transaction);
            transaction.settle(stays);
        }
        let changes = transaction.into_changes();
        self.engine.commit(&changes)?;
        if let Some(counters) = changes.counters {
            super::raise(&self.head, counters.feed);
        }
        Ok(())
    }
}

fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
    text.unwrap_or_else(|| "a panic without words".to_owned())
}
