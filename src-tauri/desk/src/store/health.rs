//! How the disk keeps what is written: what stands in the way, and whether the connections must be replaced.
//!
//! A full or write-protected disk is a state that passes: the connection is as good as before. After any other error
//! of the disk nobody knows what it has kept of what was written, and asking again would only be told what memory
//! holds. Then the connections are closed, opened anew, and what lies on the disk is compared.

use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use rusqlite::ErrorCode;

use crate::{
    error::{DeskError, StorageTrouble},
    store::open,
};

/// How often replacing connections is tried.
const BETWEEN_ATTEMPTS: Duration = Duration::from_secs(1);

/// What is known of the disk.
#[derive(Debug, Default)]
pub(super) struct Health {
    trouble: Mutex<Option<StorageTrouble>>,
    must_replace: AtomicBool,
    attempted: Mutex<Option<Instant>>,
    replaced: AtomicU64,
}

impl Health {
    /// What stands in the way of writing.
    pub(super) fn trouble(&self) -> Option<StorageTrouble> {
        *self.trouble.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Something was written: nothing stands in the way.
    pub(super) fn is_well(&self) {
        *self.trouble.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Notes what an error says of the disk, and says it in words.
    pub(super) fn judged(&self, error: DeskError) -> DeskError {
        let Some(trouble) = trouble_of(&error) else { return error };
        *self.trouble.lock().unwrap_or_else(PoisonError::into_inner) = Some(trouble);
        if trouble == StorageTrouble::DiskFailing {
            self.distrust();
        }
        tracing::info!(%error, "the disk does not take what is written");
        DeskError::Storage { trouble, cause: error.to_string() }
    }

    /// The connections are not to be trusted any more.
    pub(super) fn distrust(&self) {
        self.must_replace.store(true, Ordering::SeqCst);
    }

    /// Whether the connections must be replaced and it is time to try.
    pub(super) fn wants_attempt(&self) -> bool {
        if !self.must_replace.load(Ordering::SeqCst) {
            return false;
        }
        let mut attempted = self.attempted.lock().unwrap_or_else(PoisonError::into_inner);
        let is_time = attempted.is_none_or(|at| at.elapsed() >= BETWEEN_ATTEMPTS);
        if is_time {
            *attempted = Some(Instant::now());
        }
        is_time
    }

    /// Whether the connections are to be trusted.
    pub(super) fn is_trusted(&self) -> bool {
        !self.must_replace.load(Ordering::SeqCst)
    }

    /// New connections are there.
    pub(super) fn replaced(&self) {
        self.must_replace.store(false, Ordering::SeqCst);
        self.replaced.fetch_add(1, Ordering::SeqCst);
        self.is_well();
    }

    /// How often that has happened.
    pub(super) fn replacements(&self) -> u64 {
        self.replaced.load(Ordering::SeqCst)
    }
}

/// Says of an error that comes from a full or write-protected disk what stands in the way.
pub(crate) fn said_of_disk(error: DeskError) -> DeskError {
    match trouble_of(&error) {
        Some(trouble @ (StorageTrouble::DiskFull | StorageTrouble::ReadOnly)) => {
            DeskError::Storage { trouble, cause: error.to_string() }
        }
        _ => error,
    }
}

/// What an error says of the disk, if it says anything.
fn trouble_of(error: &DeskError) -> Option<StorageTrouble> {
    use std::io::ErrorKind;
    if let DeskError::File { source, .. } = error {
        return Some(match source.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
                StorageTrouble::DiskFull
            }
            ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => StorageTrouble::ReadOnly,
            _ => StorageTrouble::DiskFailing,
        });
    }
    match open::database_error(error)? {
        ErrorCode::DiskFull => Some(StorageTrouble::DiskFull),
        ErrorCode::ReadOnly | ErrorCode::PermissionDenied => Some(StorageTrouble::ReadOnly),
        ErrorCode::SystemIoFailure | ErrorCode::CannotOpen => Some(StorageTrouble::DiskFailing),
        _ => None,
    }
}
