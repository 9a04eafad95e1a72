//! What goes wrong, and when: every write, truncation and sync of a tracked file is counted.

use std::sync::atomic::{AtomicU64, Ordering};

use libc::c_int;

use crate::{orders, tracked::Tracked};

/// What is ordered to go wrong.
#[derive(Clone)]
pub(crate) enum Fault {
    ErrorAt(u64),
    ErrorEvery(u64),
    SyncFrom(u64),
    FullFrom(u64),
    FullIn(String),
}

static COUNT: AtomicU64 = AtomicU64::new(0);
static SYNCS: AtomicU64 = AtomicU64::new(0);

impl Fault {
    pub(crate) fn parse(words: &str) -> Option<Self> {
        let (what, k) = words.split_once(' ')?;
        if what == "full-in" {
            return Some(Self::FullIn(k.to_owned()));
        }
        let k = k.parse().ok().filter(|k| *k > 0)?;
        match what {
            "at" => Some(Self::ErrorAt(k)),
            "every" => Some(Self::ErrorEvery(k)),
            "sync" => Some(Self::SyncFrom(k)),
            "full" => Some(Self::FullFrom(k)),
            _ => None,
        }
    }

    fn strikes(&self, file: &Tracked, count: u64) -> Option<c_int> {
        match self {
            Self::ErrorAt(k) => (count == *k).then_some(libc::EIO),
            Self::ErrorEvery(k) => count.is_multiple_of(*k).then_some(libc::EIO),
            Self::SyncFrom(k) => (SYNCS.load(Ordering::Relaxed) >= *k).then_some(libc::EIO),
            Self::FullFrom(k) => (count >= *k).then_some(libc::ENOSPC),
            Self::FullIn(name) => {
                let found = file.path.file_name().unwrap_or_default().to_string_lossy();
                found.starts_with(name.as_str()).then_some(libc::ENOSPC)
            }
        }
    }
}

/// Counts a sync too, besides counting it as a deed.
pub(crate) fn strike_sync(file: &Tracked) -> Option<c_int> {
    SYNCS.fetch_add(1, Ordering::Relaxed);
    strike(file)
}

/// Counts a deed on a tracked file, and says with which error it has to fail.
pub(crate) fn strike(file: &Tracked) -> Option<c_int> {
    let fault = orders::given()?.fault.as_ref()?;
    fault.strikes(file, COUNT.fetch_add(1, Ordering::Relaxed) + 1)
}
