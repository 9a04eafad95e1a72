//! Backups: the work store as it was before an update changed its format.

use std::{fs, io, path::PathBuf};

use jiff::Timestamp;
use rusqlite::Connection;

use crate::{
    error::{DeskError, Result},
    journal::sync_folder,
    profile::Profile,
};

/// How many are kept.
const KEPT: usize = 3;

/// Copies the store, as encrypted as it is. The caller holds the profile's lock; a program that is still at work cannot
/// change the file while it is copied, because the copy is made under the write lock, from the log and all.
pub(super) fn keep(profile: &Profile, conn: &Connection, schema: i64) -> Result<()> {
    conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    conn.execute_batch("BEGIN IMMEDIATE")?;
    let copied = copy(profile, schema);
    conn.execute_batch("ROLLBACK")?;
    copied.map_err(DeskError::file(&profile.backups()))
}

fn copy(profile: &Profile, schema: i64) -> io::Result<()> {
    let folder = profile.backups();
    fs::create_dir_all(&folder)?;
    let now = Timestamp::now().strftime("%Y%m%dT%H%M%S");
    let path = folder.join(format!("work-{now}-format-{schema}.db"));
    let half = path.with_extension("half");
    fs::copy(profile.work(), &half)?;
    fs::File::open(&half)?.sync_all()?;
    let log = profile.work().with_extension("db-wal");
    if fs::metadata(&log).is_ok_and(|found| found.len() > 0) {
        fs::copy(log, path.with_extension("db-wal"))?;
    }
    fs::rename(&half, &path)?;
    sync_folder(&path)?;
    forget_oldest(&folder)
}

fn forget_oldest(folder: &PathBuf) -> io::Result<()> {
    let mut all: Vec<_> = fs::read_dir(folder)?.flatten().map(|entry| entry.path()).collect();
    all.retain(|path| path.extension().is_some_and(|ending| ending == "db"));
    all.sort();
    let old = all.len().saturating_sub(KEPT);
    for path in &all[..old] {
        fs::remove_file(path)?;
        let _ = fs::remove_file(path.with_extension("db-wal"));
    }
    Ok(())
}
