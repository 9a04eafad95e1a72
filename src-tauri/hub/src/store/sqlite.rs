//! SQLite: an encrypted file that one hub writes to, and other programs of this machine now and then.

mod connection;
mod key;
mod rows;
mod schema;
#[cfg(feature = "simulation")]
mod simulated;
mod writing;

use std::path::Path;

use rusqlite::{Connection, ErrorCode};

use super::{
    changes::Changes,
    engine::{Engine, Reader, Rows, Source},
};
use crate::error::{HubError, Result};
use connection::Opener;
use rows::SqliteRows;
#[cfg(feature = "simulation")]
pub use simulated::Image;

/// A database file, open for its one writer.
pub(crate) struct Sqlite {
    rows: SqliteRows,
    /// Opens it again; a database in memory cannot be.
    opener: Option<Opener>,
    /// Whether the connection is no longer trusted.
    broken: bool,
    #[cfg(feature = "simulation")]
    death: simulated::Death,
}

impl Sqlite {
    /// Opens a file, makes it and its key at the first time, and brings an older schema up to date.
    pub(super) fn open(path: &Path) -> Result<Self> {
        let opener = Opener::new(path)?;
        let mut connection = opener.writer()?;
        schema::migrate(&mut connection, path)?;
        Ok(Self::on(connection, Some(opener)))
    }

    /// A new database that lives and dies with this process.
    pub(super) fn in_memory() -> Result<Self> {
        let mut connection = bare()?;
        schema::migrate(&mut connection, "the database in memory".as_ref())?;
        Ok(Self::on(connection, None))
    }

    fn on(connection: Connection, opener: Option<Opener>) -> Self {
        Self {
            rows: SqliteRows(connection),
            opener,
            broken: false,
            #[cfg(feature = "simulation")]
            death: simulated::Death::default(),
        }
    }

    /// The name of this database's history.
    pub(super) fn epoch(&self) -> Result<String> {
        schema::epoch(&self.rows.0)
    }

    /// Where its readers come from.
    pub(super) fn source(&self) -> Option<Box<dyn Source>> {
        let opener = self.opener.clone()?;
        Some(Box::new(opener))
    }

    fn end(&self) -> Result<()> {
        #[cfg(feature = "simulation")]
        self.death.before_commit()?;
        self.connection().execute_batch("COMMIT")?;
        #[cfg(feature = "simulation")]
        self.death.after_commit()?;
        Ok(())
    }

    fn connection(&self) -> &Connection {
        &self.rows.0
    }

    /// The connection, for a test that makes it fail.
    #[cfg(test)]
    pub(super) fn connection_mut(&mut self) -> &mut Connection {
        &mut self.rows.0
    }
}

impl Engine for Sqlite {
    fn begin(&mut self) -> Result<()> {
        if self.broken {
            let opener = self.opener.as_ref().ok_or(HubError::Closing)?;
            self.rows = SqliteRows(opener.writer()?);
            self.broken = false;
        }
        Ok(self.connection().execute_batch("BEGIN IMMEDIATE")?)
    }

    fn rows(&self) -> Result<&dyn Rows> {
        Ok(&self.rows)
    }

    fn commit(&mut self, changes: &Changes) -> Result<()> {
        let written = writing::write(self.connection(), changes).and_then(|()| self.end());
        if let Err(HubError::Database(error)) = &written {
            // After a failure of the disk, what the connection believes to be written may not be.
            self.broken = error.sqlite_error_code() == Some(ErrorCode::SystemIoFailure);
        }
        written
    }

    fn recover(&mut self) {
        if !self.connection().is_autocommit() {
            self.connection().execute_batch("ROLLBACK").ok();
        }
        self.broken &= self.opener.is_some();
    }
}

impl Source for Opener {
    fn reader(&self) -> Result<Box<dyn Reader>> {
        Ok(Box::new(SqliteReader(SqliteRows(self.reader()?))))
    }
}

/// A connection that only reads.
struct SqliteReader(SqliteRows);

impl Reader for SqliteReader {
    fn show(&mut self, look: &mut dyn FnMut(&dyn Rows)) -> Result<()> {
        let snapshot = self.0.0.unchecked_transaction()?;
        look(&self.0);
        Ok(snapshot.rollback()?)
    }
}

fn bare() -> Result<Connection> {
    let connection = Connection::open_in_memory()?;
    connection.set_prepared_statement_cache_capacity(64);
    connection.execute_batch("PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;")?;
    Ok(connection)
}
