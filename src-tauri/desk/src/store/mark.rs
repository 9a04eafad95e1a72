//! The mark: a revision of the cache that is surely in its file, and no longer only in its log.
//!
//! A log from another day that turns up beside `cache.db` is taken in by the database like its own: every page in it
//! is whole, and the cache is a mixture of two days that nothing else would notice. But the revision comes back
//! with it, and that tells. The mark never names a revision that a power loss could undo, so a cache that merely lags
//! is left alone.

use std::fs;

use rusqlite::Connection;

use crate::profile::Profile;

/// How often it is renewed, in revisions of the cache. A log that is younger than this is not told apart.
const EVERY: u64 = 64;

/// Renews the mark if it is time.
pub(super) fn renew_now_and_then(cache: &Connection, profile: &Profile) {
    if revision(cache).is_ok_and(|revision| revision.is_multiple_of(EVERY)) {
        renew(cache, profile);
    }
}

/// Brings the log into the file and marks the revision. Failing is no harm: the old mark stands.
pub(super) fn renew(cache: &Connection, profile: &Profile) {
    let renewed = revision(cache).and_then(|revision| {
        let whole = cache.query_row("PRAGMA main.wal_checkpoint(PASSIVE)", [], |r| {
            Ok(r.get::<_, i64>(0)? == 0 && r.get::<_, i64>(1)? == r.get::<_, i64>(2)?)
        })?;
        Ok(whole.then_some(revision))
    });
    if let Ok(Some(revision)) = renewed {
        let _ = fs::write(profile.mark(), revision.to_string());
    }
}

/// Whether there is a log that opening will take in. Without one, an old cache merely lags.
pub(super) fn has_log(profile: &Profile) -> bool {
    let log = profile.cache().with_extension("db-wal");
    fs::metadata(log).is_ok_and(|found| found.len() > 0)
}

/// Whether the cache is of an earlier day than its mark.
pub(super) fn is_behind(cache: &Connection, profile: &Profile) -> bool {
    let marked = fs::read_to_string(profile.mark()).ok().and_then(|text| text.parse().ok());
    marked.is_some_and(|marked: u64| revision(cache).is_ok_and(|revision| revision < marked))
}

fn revision(cache: &Connection) -> rusqlite::Result<u64> {
    let sql = "SELECT CAST(value AS INTEGER) FROM main.meta WHERE name = 'revision'";
    cache.prepare_cached(sql)?.query_row([], |r| r.get(0))
}
