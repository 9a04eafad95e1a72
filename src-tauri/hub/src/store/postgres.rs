//! PostgreSQL: one database for any number of hubs.
//!
//! Whoever writes locks the row of the counters first. So the transactions of all hubs come one after the
//! other, feed numbers are dense and become visible in their order, and whatever is read after the lock is
//! what the hub before has committed. Nothing that lasts is in a hub: one that dies is replaced by any other.

mod bell;
mod durability;
mod line;
mod rows;
mod schema;
mod server;
mod statements;
mod writing;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use futures_util::future::try_join3;
use tokio::sync::watch;

use super::{
    changes::Changes,
    engine::{Counters, Engine, Reader, Rows, Source},
};
use crate::error::{HubError, Result};
pub(super) use durability::Durability;
use rows::PostgresRows;
pub(super) use server::Server;

/// The first pause after an attempt to reach the database that failed; it doubles.
const FIRST_PAUSE: Duration = Duration::from_millis(50);
/// The longest pause.
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// A hub's writer on PostgreSQL.
pub(super) struct Postgres {
    server: Arc<Server>,
    rows: Option<PostgresRows>,
    bell: watch::Sender<u64>,
    /// Until when nobody tries to reach the database again, and how long the next pause is.
    pause: Option<(Instant, Duration)>,
}

impl Postgres {
    /// A writer that connects at once, so that a wrong address is known at the start.
    pub(super) fn open(server: Arc<Server>, head: &watch::Sender<u64>) -> Result<Self> {
        let bell = bell::hang(&server, head);
        let mut writer = Self { server, rows: None, bell, pause: None };
        writer.connect()?;
        Ok(writer)
    }

    fn connect(&mut self) -> Result<()> {
        if let Some((until, _)) = self.pause
            && Instant::now() < until
        {
            let why = "the database was not to be reached a moment ago";
            return Err(HubError::Unavailable(why.to_owned()));
        }
        match self.server.line() {
            Ok(line) => {
                self.rows = Some(PostgresRows::new(line, self.server.durability()));
                self.pause = None;
                Ok(())
            }
            Err(error) => {
                let pause = self.pause.map_or(FIRST_PAUSE, |(_, pause)| pause);
                let next = pause.saturating_mul(2).min(LONGEST_PAUSE);
                self.pause = Some((Instant::now() + pause, next));
                Err(error)
            }
        }
    }

    fn present(&self) -> Result<&PostgresRows> {
        self.rows.as_ref().ok_or_else(|| HubError::Unavailable("there is no connection".to_owned()))
    }

    /// Begins and waits for the lock, in one go.
    fn lock(&mut self) -> Result<()> {
        let rows = self.present()?;
        let line = rows.line();
        let begin = line.client().batch_execute("BEGIN ISOLATION LEVEL READ COMMITTED");
        let lock = line.client().query_one(&line.statements().lock, &[]);
        let last = line.client().query_opt(&line.statements().last_audit_line, &[]);
        let ((), counters, last) = line.wait(try_join3(begin, lock, last))?;
        let (audit, seal) = rows::last_audit_line(last.as_ref())?;
        let (feed, ticket) = (rows::number(&counters, 0)?, rows::number(&counters, 1)?);
        rows.lock_holds(Counters { feed, ticket, audit, seal });
        Ok(())
    }
}

impl Engine for Postgres {
    fn begin(&mut self) -> Result<()> {
        if self.rows.as_ref().is_none_or(|rows| rows.line().is_gone()) {
            self.connect()?;
        }
        let locked = self.lock();
        // Nothing has happened yet: a connection that was gone without anybody noticing is replaced.
        if locked.is_err() && self.rows.as_ref().is_none_or(|rows| rows.line().is_gone()) {
            self.connect()?;
            return self.lock();
        }
        locked
    }

    fn rows(&self) -> Result<&dyn Rows> {
        Ok(self.present()?)
    }

    fn commit(&mut self, changes: &Changes) -> Result<()> {
        let line = self.present()?.line();
        if changes.is_empty() {
            return line.wait(line.client().batch_execute("ROLLBACK"));
        }
        writing::write(line, changes)?;
        line.wait(line.client().batch_execute("COMMIT"))?;
        if let Some(counters) = changes.counters {
            self.bell.send_replace(counters.feed);
        }
        Ok(())
    }

    fn recover(&mut self) {
        let Some(rows) = &self.rows else { return };
        let line = rows.line();
        if line.is_gone() || line.wait(line.client().batch_execute("ROLLBACK")).is_err() {
            self.rows = None;
        }
    }
}

/// Where a hub's readers on PostgreSQL come from.
pub(super) struct PostgresSource(pub(super) Arc<Server>);

impl Source for PostgresSource {
    fn reader(&self) -> Result<Box<dyn Reader>> {
        Ok(Box::new(PostgresReader(PostgresRows::new(self.0.line()?, self.0.durability()))))
    }
}

struct PostgresReader(PostgresRows);

impl Reader for PostgresReader {
    fn show(&mut self, look: &mut dyn FnMut(&dyn Rows)) -> Result<()> {
        let line = self.0.line();
        if line.is_gone() {
            return Err(HubError::Unavailable("the connection is gone".to_owned()));
        }
        // Whatever is asked goes after these words on the same line: nobody has to wait for an answer to them.
        line.say("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
        look(&self.0);
        line.say("COMMIT");
        if line.is_gone() {
            return Err(HubError::Unavailable("the connection broke".to_owned()));
        }
        Ok(())
    }
}

/// The name of this database's history, once its schema is up to date.
pub(super) fn prepare(server: &Server, may_make: bool) -> Result<String> {
    let mut client = server.client()?;
    server.wait(schema::migrate(&mut client, may_make))
}
