//! What can go wrong on a desk: one type for the whole room, each case with a stable code for the UI and scripts.

use std::path::{Path, PathBuf};

use backstop_domain::rejection::Rejection;
use thiserror::Error;

/// Why the desk could not do something. The words are for people, [`DeskError::code`] is for programs.
#[derive(Debug, Error)]
pub enum DeskError {
    /// The simulated program has died at a write.
    #[cfg(feature = "simulation")]
    #[error("the program has died")]
    Crashed,
    /// The rules refuse it, and the desk can tell by itself. Nothing was queued, the draft is still there.
    #[error("{0}")]
    Rejected(Rejection),
    /// The hub has refused a command of this desk. Its words are kept in the outbox.
    #[error("the hub refused it: {reason}")]
    Refused {
        /// Its number in the outbox.
        n: u64,
        /// Why.
        reason: Rejection,
    },
    /// The database refused or failed.
    #[error("the local store failed: {0}")]
    Store(#[from] rusqlite::Error),
    /// A file of the profile could not be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A migration of a store failed; the store is as it was.
    #[error("the local store could not be brought up to date: {0}")]
    Migration(#[from] Box<refinery::Error>),
    /// Something stored cannot be read back.
    #[error("something stored here cannot be read: {0}")]
    Json(#[from] serde_json::Error),
    /// The store was written by a newer Backstop. Nothing was changed.
    #[error(
        "{file} was written by a newer version of Backstop (format {found}, this one knows {known}); install the newer version"
    )]
    NewerStore {
        /// Which file.
        file: String,
        /// The format found.
        found: i64,
        /// The newest format that this program knows.
        known: i64,
    },
    /// The file of unsent work cannot be read with the key of this profile. Nothing was changed.
    #[error(
        "{} cannot be read with the key of this profile: it is damaged or belongs to another key. It holds what has not been sent, so nothing was changed; all else can be pulled again. Keep its folder, and go on in another one: sign in with `--profile DIR`",
        path.display()
    )]
    Unreadable {
        /// Which file.
        path: PathBuf,
    },
    /// The disk does not take what is written. Nothing was changed.
    #[error("{trouble}; nothing was changed, and everything that is here can be read ({cause})")]
    Storage {
        /// What stands in the way.
        trouble: StorageTrouble,
        /// What the system said.
        cause: String,
    },
    /// The work store is damaged, and another program has it open.
    #[error(
        "{} is damaged; nothing is lost, and it is repaired when this profile is opened next. For that, close every other program that has it open",
        path.display()
    )]
    RepairWaits {
        /// Which file.
        path: PathBuf,
    },
    /// The work store has lost something that its journal knows; opening the profile again repairs that.
    #[error(
        "the local store has lost something that its journal still holds; start the program anew, which repairs it"
    )]
    Behind,
    /// The stores are being opened anew.
    #[error("the local store is being repaired; nothing is lost, try again in a moment")]
    BeingMended,
    /// The file of what can be pulled again is damaged; it is made anew at the next attempt.
    #[error(
        "{} is damaged: it holds what the hub has too, and is pulled again; unsent work lies in another file and is safe",
        path.display()
    )]
    DamagedCache {
        /// Which file.
        path: PathBuf,
    },
    /// There are databases but no key for them.
    #[error("the key of this profile is missing: {0}; nothing was changed")]
    KeyMissing(String),
    /// The SQLite inside is too old to be trusted with a write-ahead log.
    #[error("SQLite {0} is too old: 3.51.3 or newer is needed")]
    OldSqlite(&'static str),
    /// Nobody has signed in on this profile yet.
    #[error("nobody has signed in on this profile; run `backstop-desk login` first")]
    NotSignedIn,
    /// Somebody else, or another hub, while there is unsent work.
    #[error(
        "there is unsent or refused work of {person} on this profile; send or discard it before signing in as somebody else"
    )]
    OutboxNotEmpty {
        /// Whose work it is.
        person: String,
    },
    /// There is no such thing on this desk.
    #[error("there is no {kind} {id} on this desk")]
    Unknown {
        /// What sort of thing.
        kind: &'static str,
        /// Which.
        id: String,
    },
    /// Several things fit.
    #[error("{id} fits several: give more of it")]
    Ambiguous {
        /// What was asked for.
        id: String,
    },
    /// Only refused commands can be discarded or sent again.
    #[error("command {n} is not one that the hub has refused")]
    NotStuck {
        /// Which command.
        n: u64,
    },
    /// A sandbox has no line and a live desk takes no documents but the hub's.
    #[error("this is not possible {0}")]
    WrongKind(&'static str),
    /// The hub refused or could not be reached.
    #[error("{0}")]
    Line(#[from] LineTrouble),
}

impl DeskError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            #[cfg(feature = "simulation")]
            Self::Crashed => "store",
            Self::Rejected(_) | Self::Refused { .. } => "rejected",
            Self::Store(_) | Self::File { .. } | Self::Migration(_) | Self::Json(_) => "store",
            Self::NewerStore { .. } => "newer_store",
            Self::Unreadable { .. } | Self::Behind => "unreadable",
            Self::Storage { trouble, .. } => trouble.code(),
            Self::BeingMended => "busy",
            Self::RepairWaits { .. } => "repair_waits",
            Self::DamagedCache { .. } => "damaged_cache",
            Self::KeyMissing(_) => "key_missing",
            Self::OldSqlite(_) => "old_sqlite",
            Self::NotSignedIn => "not_signed_in",
            Self::OutboxNotEmpty { .. } => "outbox_not_empty",
            Self::Unknown { .. } => "unknown",
            Self::Ambiguous { .. } => "ambiguous",
            Self::NotStuck { .. } => "not_stuck",
            Self::WrongKind(_) => "wrong_kind",
            Self::Line(trouble) => trouble.code(),
        }
    }

    /// The rejection, when the rules said no.
    pub fn rejection(&self) -> Option<&Rejection> {
        match self {
            Self::Rejected(reason) | Self::Refused { reason, .. } => Some(reason),
            _ => None,
        }
    }

    /// Whether the disk did not take what was written: it is full, read-only or failing.
    pub(crate) fn is_of_the_disk(&self) -> bool {
        matches!(self, Self::Storage { .. } | Self::BeingMended)
    }

    pub(crate) fn file(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File { path, source }
    }
}

impl From<rusqlite::types::FromSqlError> for DeskError {
    fn from(error: rusqlite::types::FromSqlError) -> Self {
        Self::Store(error.into())
    }
}

impl From<refinery::Error> for DeskError {
    fn from(error: refinery::Error) -> Self {
        Self::Migration(Box::new(error))
    }
}

/// Why nothing can be written on this machine. Reading goes on, and writing as soon as it is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum StorageTrouble {
    /// There is no space.
    #[error("the disk is full; free some space and try again")]
    DiskFull,
    /// The disk or the folder is write-protected.
    #[error(
        "the disk cannot be written to; make the folder of this profile writable and try again"
    )]
    ReadOnly,
    /// The disk reports errors.
    #[error("the disk reports errors; try again, and if it stays so have the disk looked at")]
    DiskFailing,
}

impl StorageTrouble {
    /// The stable code, as it stands in [`StorageState::trouble`](crate::view::app::StorageState::trouble).
    pub fn code(self) -> &'static str {
        match self {
            Self::DiskFull => "disk_full",
            Self::ReadOnly => "read_only",
            Self::DiskFailing => "disk_failing",
        }
    }
}

/// Why there is no line to the hub. The desk goes on without one.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LineTrouble {
    /// No answer.
    #[error("the hub cannot be reached: {0}")]
    Unreachable(String),
    /// The token is not (or no longer) valid: sign in again.
    #[error("the hub does not accept this sign-in any more; sign in again")]
    Unauthorized,
    /// Login name and password do not match.
    #[error("login name and password do not match, or the account is disabled")]
    WrongCredentials,
    /// Too many attempts.
    #[error("too many attempts; wait a little and try again")]
    TooManyAttempts,
    /// Desk and hub speak different versions.
    #[error("this version of Backstop is too old for the hub; install the newer version")]
    UpgradeRequired,
    /// The hub misses commands that this desk has numbered.
    #[error("the hub misses earlier commands of this desk")]
    Gap,
    /// The hub was restored: its feed must be read before it takes anything.
    #[error("the hub has another history than this desk knows")]
    OtherHistory,
    /// The numbers of this desk are used by somebody else: its profile was copied and both copies work.
    #[error(
        "this profile is a copy of one that is in use elsewhere; sign in again to give it a desk of its own, then what waits here is sent"
    )]
    Copied,
    /// The hub answered with an error.
    #[error("the hub answered with an error: {0}")]
    HubError(String),
}

impl LineTrouble {
    /// The stable code, as it stands in [`LineState::trouble`](crate::view::app::LineState::trouble).
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreachable(_) => "unreachable",
            Self::Unauthorized => "unauthorized",
            Self::WrongCredentials => "wrong_credentials",
            Self::TooManyAttempts => "too_many_attempts",
            Self::UpgradeRequired => "upgrade_required",
            Self::Copied => "copied",
            Self::Gap | Self::OtherHistory | Self::HubError(_) => "hub_error",
        }
    }
}

/// The result of anything a desk does.
pub type Result<T, E = DeskError> = std::result::Result<T, E>;
