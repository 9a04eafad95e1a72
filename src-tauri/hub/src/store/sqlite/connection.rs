//! Connections to the database file, each opened with the key and the same settings.

use std::{
    fs::File,
    io::{self, Read as _, Seek as _, Write as _},
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::{Connection, OpenFlags};

use super::key::Key;
use crate::error::{HubError, Result};

/// The oldest SQLite that the hub trusts: before it a bug could lose commits in WAL mode.
const OLDEST_SQLITE: i32 = 3_051_003;

/// How long a connection waits for another process's write, in milliseconds: long enough for an
/// import of a whole shop.
const BUSY_MILLISECONDS: u64 = 60_000;

/// Opens connections to one database.
#[derive(Clone)]
pub(super) struct Opener {
    path: PathBuf,
    key: Key,
}

impl Opener {
    /// Finds or makes the key of the database.
    pub(super) fn new(path: &Path) -> Result<Self> {
        assert_library()?;
        Ok(Self { path: path.to_owned(), key: Key::of(path)? })
    }

    /// A connection that writes. Commits are on the disk when they return.
    pub(super) fn writer(&self) -> Result<Connection> {
        let connection = self.connect(OpenFlags::SQLITE_OPEN_CREATE)?;
        super::schema::refuse_newer(&connection, &self.path)?;
        connection.execute_batch(
            "PRAGMA journal_mode = WAL;
             PRAGMA synchronous = FULL;
             PRAGMA fullfsync = ON;
             PRAGMA checkpoint_fullfsync = ON;
             PRAGMA foreign_keys = ON;
             PRAGMA cache_size = -65536;",
        )?;
        self.settle_log(&connection)?;
        Ok(connection)
    }

    /// A connection that only reads.
    pub(super) fn reader(&self) -> Result<Connection> {
        let connection = self.connect(OpenFlags::empty())?;
        connection.execute_batch("PRAGMA query_only = ON; PRAGMA cache_size = -16384;")?;
        Ok(connection)
    }

    /// Makes durable what a process that died has left in the log, by writing the same bytes again.
    /// Where its last sync failed, the system shows what it wrote as if it were on the disk, where it
    /// will never be, and what is written behind it would be lost with it. The log stands still
    /// meanwhile; a process that holds it at the moment has done this already.
    fn settle_log(&self, connection: &Connection) -> Result<()> {
        connection.busy_timeout(Duration::ZERO)?;
        let is_ours = connection.execute_batch("BEGIN IMMEDIATE").is_ok();
        connection.busy_timeout(Duration::from_millis(BUSY_MILLISECONDS))?;
        if !is_ours {
            return Ok(());
        }
        let mut log = self.path.as_os_str().to_owned();
        log.push("-wal");
        let log = PathBuf::from(log);
        let written = write_again(&log);
        connection.execute_batch("ROLLBACK")?;
        written.map_err(HubError::io(format!("syncing {}", log.display())))
    }

    fn connect(&self, more: OpenFlags) -> Result<Connection> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | more;
        let connection = Connection::open_with_flags(&self.path, flags)
            .map_err(|error| self.unreadable(error))?;
        connection.set_prepared_statement_cache_capacity(64);
        connection.execute_batch(&format!(
            "PRAGMA key = \"x'{}'\";
             PRAGMA cipher_log_level = NONE;
             PRAGMA busy_timeout = {BUSY_MILLISECONDS};
             PRAGMA temp_store = MEMORY;
             PRAGMA trusted_schema = OFF;",
            self.key.digits()
        ))?;
        let count = "SELECT count(*) FROM sqlite_schema";
        connection
            .query_row(count, [], |row| row.get::<_, i64>(0))
            .map_err(|error| self.unreadable(error))?;
        Ok(connection)
    }

    fn unreadable(&self, error: rusqlite::Error) -> HubError {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::NotADatabase) => {
                HubError::Unreadable { path: self.path.clone() }
            }
            Some(rusqlite::ErrorCode::CannotOpen) => HubError::Io {
                what: format!("opening {}", self.path.display()),
                source: std::io::Error::other(error),
            },
            _ => error.into(),
        }
    }
}

/// Writes the same bytes once more, and syncs them.
fn write_again(log: &Path) -> io::Result<()> {
    let mut file = match File::options().read(true).write(true).open(log) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        opened => opened?,
    };
    let mut bytes = Vec::new();
    if file.read_to_end(&mut bytes)? == 0 {
        return Ok(());
    }
    file.rewind()?;
    file.write_all(&bytes)?;
    file.sync_all()
}

/// Checks that the SQLite underneath is the one that was chosen: new enough and with the cipher.
fn assert_library() -> Result<()> {
    if rusqlite::version_number() < OLDEST_SQLITE {
        let version = rusqlite::version();
        return Err(HubError::Unsound(format!("SQLite {version} is older than 3.51.3")));
    }
    let memory = Connection::open_in_memory()?;
    let cipher = memory.query_row("PRAGMA cipher_version", [], |row| row.get::<_, String>(0));
    match cipher {
        Ok(version) if !version.is_empty() => Ok(()),
        _ => Err(HubError::Unsound("this SQLite has no SQLCipher inside".to_owned())),
    }
}
