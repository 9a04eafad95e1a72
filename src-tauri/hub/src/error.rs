//! What can go wrong on the hub.

use std::path::PathBuf;

use thiserror::Error;

/// The result of everything on the hub that can fail.
pub type Result<T, E = HubError> = std::result::Result<T, E>;

/// Why something on the hub failed.
#[derive(Debug, Error)]
pub enum HubError {
    /// The database URL is not one that this version understands.
    #[error("{0}")]
    Url(String),
    /// The key of the database is missing, unreadable or malformed.
    #[error("the database key {place} cannot be used: {why}")]
    Key {
        /// The file or the variable.
        place: String,
        /// What is wrong with it.
        why: String,
    },
    /// The file is not a database, or not one that this key opens.
    #[error("{path} is not a hub database that this key opens")]
    Unreadable {
        /// The file.
        path: PathBuf,
    },
    /// The database was written by a newer program. Nothing was changed.
    #[error(
        "{path} was written by a newer version (schema {found}, this program knows {known}); \
         update this program, nothing was changed"
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// The schema version of the file.
        found: i32,
        /// The newest schema version that this program knows.
        known: i32,
    },
    /// A library that the hub stands on is not the one it was proven with.
    #[error("{0}")]
    Unsound(String),
    /// A file could not be read or written.
    #[error("{what}: {source}")]
    Io {
        /// What was tried.
        what: String,
        /// Why it failed.
        source: std::io::Error,
    },
    /// The database failed.
    #[error("the database failed: {0}")]
    Database(#[from] rusqlite::Error),
    /// PostgreSQL failed.
    #[error("the database failed: {0}")]
    Postgres(String),
    /// The database itself refused what was to be written: the last guard behind the rules.
    #[error("the database refused: {0}")]
    Guarded(String),
    /// The database cannot be reached at the moment; nothing happened.
    #[error("the database cannot be reached: {0}")]
    Unavailable(String),
    /// The schema could not be brought up to date.
    #[error("the database schema could not be updated: {0}")]
    Migration(#[from] Box<refinery::Error>),
    /// The transaction that carried this work could not be committed; nothing of it happened.
    #[error("the database could not commit: {0}")]
    Commit(String),
    /// The work failed inside in a way that nobody foresaw; nothing of it happened.
    #[error("an internal fault: {0}")]
    Fault(String),
    /// A stored text is not what it must be.
    #[error("a stored document cannot be read: {0}")]
    Json(#[from] serde_json::Error),
    /// What is stored contradicts itself.
    #[error("the database contradicts itself: {0}")]
    Corrupt(String),
    /// The hub is closing and takes no more work.
    #[error("the hub is closing")]
    Closing,
    /// There is no valid token, or it has just stopped being valid.
    #[error("this desk is not signed in")]
    Unauthorized,
    /// Login name and password do not match, or the account is disabled.
    #[error("login name or password is wrong")]
    WrongCredentials,
    /// Too many failed attempts.
    #[error("too many failed attempts; wait {seconds} s")]
    TooManyAttempts {
        /// How long to wait.
        seconds: u64,
    },
    /// The command names another desk or person than the token.
    #[error("{0}")]
    Forbidden(String),
    /// The commands leave out a number.
    #[error("command number {expected} was expected, {found} came")]
    Gap {
        /// The next number of that desk.
        expected: u64,
        /// What came instead.
        found: u64,
    },
    /// The desk knows another history of this hub.
    #[error("this hub has another history than the desk knows; read the feed first")]
    OtherHistory,
    /// A number was used before for another command, or a command for another number.
    #[error("command number {n} was used before for another command")]
    NumberReused {
        /// The number.
        n: u64,
    },
    /// What an operator asked for cannot be done.
    #[error("{0}")]
    Refused(String),
}

impl HubError {
    /// Whether the database itself refused what was to be written: the last guard behind the rules.
    pub(crate) fn is_guard(&self) -> bool {
        match self {
            Self::Database(error) => {
                error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation)
            }
            Self::Guarded(_) => true,
            _ => false,
        }
    }

    /// The error for one of the pieces of work that were lost together. `why` is what happened.
    pub(crate) fn of_another(&self, why: &str) -> Self {
        match self {
            Self::Closing => Self::Closing,
            Self::Unavailable(why) => Self::Unavailable(why.clone()),
            error if error.is_guard() => Self::Corrupt(why.to_owned()),
            _ => Self::Commit(why.to_owned()),
        }
    }

    /// Wraps an error of the file system, saying what was tried.
    pub fn io(what: impl Into<String>) -> impl FnOnce(std::io::Error) -> Self {
        let what = what.into();
        move |source| Self::Io { what, source }
    }
}

impl From<tokio_postgres::Error> for HubError {
    fn from(error: tokio_postgres::Error) -> Self {
        let Some(said) = error.as_db_error() else {
            let why = std::error::Error::source(&error).map(|why| format!(": {why}"));
            let why = format!("{error}{}", why.unwrap_or_default());
            return if spoke(&error) { Self::Postgres(why) } else { Self::Unavailable(why) };
        };
        let why = format!("{} ({})", said.message(), said.code().code());
        match said.code().code().get(..2) {
            // Constraints, and what a trigger raised.
            Some("23" | "P0") => Self::Guarded(why),
            // Connections, resources, shutting down, locks; a server that only reads was the primary once.
            Some("08" | "53" | "57" | "55" | "40" | "25") => Self::Unavailable(why),
            _ => Self::Postgres(why),
        }
    }
}

/// Whether it was about what was said, and not about the line.
fn spoke(error: &tokio_postgres::Error) -> bool {
    let words = error.to_string();
    ["serializing", "deserializing", "column", "parameters", "number of", "invalid"]
        .iter()
        .any(|about| words.contains(about))
}
