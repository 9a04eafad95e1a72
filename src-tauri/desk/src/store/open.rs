//! Opening the stores: keys, pragmas, versions, migrations, and a cache that is beyond repair.

use std::{
    error::Error as _,
    fs::File,
    io::{self, Read as _, Seek as _, Write as _},
    path::{Path, PathBuf},
};

use refinery::{Migration, Runner};
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension as _};

use crate::{
    error::{DeskError, Result},
    key::Key,
    profile::Profile,
    search,
};

mod work {
    refinery::embed_migrations!("migrations/work");
}

mod cache {
    refinery::embed_migrations!("migrations/cache");
}

/// The first SQLite whose write-ahead log cannot lose commits.
const OLDEST_SQLITE: i32 = 3_051_003;

/// How long a writer waits for another program's transaction.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(20);

/// What a power loss may take.
#[derive(Clone, Copy)]
enum Durability {
    /// Nothing that was acknowledged.
    Full,
    /// The newest changes, because they can be made again.
    Lagging,
}

/// Opens both writers. The one of the cache also sees the work store.
pub(super) fn writers(profile: &Profile, key: &Key) -> Result<(Connection, Connection)> {
    sqlite_is_new_enough()?;
    refuse_newer(profile, key)?;
    let work = open_work(profile, key).map_err(|error| unreadable(profile, error))?;
    let cache = open_cache(profile, key)?;
    attach_work(&cache, profile, key)?;
    Ok((work, cache))
}

fn open_work(profile: &Profile, key: &Key) -> Result<Connection> {
    let mut work = open(&profile.work(), key, Durability::Full)?;
    settle_log(&work, &profile.work())?;
    migrate(&mut work, work::migrations::runner())?;
    Ok(work)
}

/// Makes durable what a program that died has left in the log, by writing the same bytes again. Where its last sync failed,
/// the system shows what it wrote as if it were on the disk, where it will never be, and what is written behind
/// it would be lost with it. The log stands still meanwhile; who holds it at the moment has done this already.
fn settle_log(work: &Connection, store: &Path) -> Result<()> {
    work.busy_timeout(std::time::Duration::ZERO)?;
    let is_ours = work.execute_batch("BEGIN IMMEDIATE").is_ok();
    work.busy_timeout(PATIENCE)?;
    if !is_ours {
        return Ok(());
    }
    let mut log = store.as_os_str().to_owned();
    log.push("-wal");
    let log = PathBuf::from(log);
    let written = write_again(&log).map_err(DeskError::file(&log));
    work.execute_batch("ROLLBACK")?;
    written
}

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

/// A connection that reads both stores and can write neither.
pub(super) fn reader(profile: &Profile, key: &Key) -> Result<Connection> {
    let conn = open(&profile.cache(), key, Durability::Lagging)?;
    attach_work(&conn, profile, key)?;
    conn.pragma_update(None, "query_only", true)?;
    Ok(conn)
}

/// Each schema in a database of its own in memory: the work store and the cache.
#[cfg(feature = "simulation")]
pub(super) fn both_in_memory() -> Result<(Connection, Connection)> {
    let (mut work, mut cache) = (bare_in_memory()?, bare_in_memory()?);
    migrate(&mut work, work::migrations::runner())?;
    migrate(&mut cache, cache::migrations::runner())?;
    search::renewal::renew(&mut cache)?;
    Ok((work, cache))
}

/// An empty database in memory.
pub(super) fn bare_in_memory() -> Result<Connection> {
    sqlite_is_new_enough()?;
    let conn = Connection::open_in_memory()?;
    tune(&conn)?;
    Ok(conn)
}

/// Both schemas in one database in memory.
pub(super) fn in_memory() -> Result<Connection> {
    let mut conn = bare_in_memory()?;
    let mut work = work::migrations::runner();
    work.set_migration_table_name("work_history");
    migrate(&mut conn, work)?;
    migrate(&mut conn, cache::migrations::runner())?;
    Ok(conn)
}

fn sqlite_is_new_enough() -> Result<()> {
    if rusqlite::version_number() >= OLDEST_SQLITE {
        return Ok(());
    }
    Err(DeskError::OldSqlite(rusqlite::version()))
}

fn open(path: &Path, key: &Key, durability: Durability) -> rusqlite::Result<Connection> {
    let conn = Connection::open(path)?;
    unlock(&conn, key)?;
    let synchronous = match durability {
        Durability::Full => "FULL",
        Durability::Lagging => "NORMAL",
    };
    conn.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    conn.pragma_update(None, "synchronous", synchronous)?;
    conn.pragma_update(None, "fullfsync", true)?;
    conn.pragma_update(None, "checkpoint_fullfsync", true)?;
    tune(&conn)?;
    Ok(conn)
}

/// The key must be the first thing that a connection hears.
fn unlock(conn: &Connection, key: &Key) -> rusqlite::Result<()> {
    conn.pragma_update(None, "key", key.pragma())?;
    conn.pragma_update_and_check(None, "cipher_log_level", "NONE", |_| Ok(()))?;
    conn.busy_timeout(PATIENCE)?;
    conn.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))
}

fn tune(conn: &Connection) -> rusqlite::Result<()> {
    conn.pragma_update(None, "temp_store", "MEMORY")?;
    conn.pragma_update(None, "foreign_keys", true)?;
    conn.pragma_update(None, "trusted_schema", false)?;
    conn.pragma_update(None, "cache_size", -16_000)?;
    conn.set_prepared_statement_cache_capacity(128);
    Ok(())
}

fn attach_work(conn: &Connection, profile: &Profile, key: &Key) -> Result<()> {
    let path = profile.work();
    let path = path.to_string_lossy();
    conn.execute("ATTACH DATABASE ?1 AS work KEY ?2", [&*path, &key.pragma()])?;
    Ok(())
}

/// An older program leaves the stores of a newer one as they are, to the byte: it looks without being able to write.
fn refuse_newer(profile: &Profile, key: &Key) -> Result<()> {
    let stores = [
        ("work.db", profile.work(), work::migrations::runner()),
        ("cache.db", profile.cache(), cache::migrations::runner()),
    ];
    for (file, path, runner) in stores {
        let found = if path.exists() { version(&path, key) } else { None };
        let known = newest(&runner);
        match found {
            Some(found) if found > known => {
                return Err(DeskError::NewerStore { file: file.to_owned(), found, known });
            }
            _ => {}
        }
    }
    Ok(())
}

/// The format of a store; nothing if there is none yet or it cannot be read, which opening will tell.
fn version(path: &Path, key: &Key) -> Option<i64> {
    let conn = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).ok()?;
    unlock(&conn, key).ok()?;
    conn.query_row("SELECT max(version) FROM refinery_schema_history", [], |r| r.get(0))
        .optional()
        .ok()
        .flatten()
        .flatten()
}

fn newest(runner: &Runner) -> i64 {
    runner.get_migrations().iter().map(Migration::version).max().map_or(0, i64::from)
}

fn migrate(conn: &mut Connection, runner: Runner) -> Result<()> {
    // One transaction for the change and the note that it was made.
    runner.set_grouped(true).run(conn)?;
    Ok(())
}

/// A cache that cannot be read, or whose history is not ours, is wiped: the hub has everything in it.
fn open_cache(profile: &Profile, key: &Key) -> Result<Connection> {
    match try_cache(profile, key).and_then(|cache| cleared(profile, cache)) {
        Err(error) if beyond_repair(&error) => {
            tracing::warn!(%error, "the cache is damaged and will be pulled again");
            profile.remove_cache()?;
            try_cache(profile, key)
        }
        other => other,
    }
}

/// Checks every page of the cache if one of them was suspected.
fn cleared(profile: &Profile, cache: Connection) -> Result<Connection> {
    let suspicion = profile.suspicion();
    if !suspicion.exists() {
        return Ok(cache);
    }
    let is_damaged = has_damaged_pages(&cache)?;
    std::fs::remove_file(&suspicion).map_err(DeskError::file(&suspicion))?;
    if is_damaged { Err(rusqlite::Error::QueryReturnedNoRows.into()) } else { Ok(cache) }
}

fn try_cache(profile: &Profile, key: &Key) -> Result<Connection> {
    let mut cache = open(&profile.cache(), key, Durability::Lagging)?;
    migrate(&mut cache, cache::migrations::runner())?;
    cache.query_row("SELECT count(*) FROM meta WHERE name = 'revision'", [], |r| {
        match r.get::<_, i64>(0)? {
            1 => Ok(()),
            _ => Err(rusqlite::Error::QueryReturnedNoRows),
        }
    })?;
    let renewed = search::renewal::renew(&mut cache);
    if is_intact(&cache, &["main"])? {
        renewed.map(|()| cache)
    } else {
        Err(rusqlite::Error::QueryReturnedNoRows.into())
    }
}

fn beyond_repair(error: &DeskError) -> bool {
    matches!(
        error,
        DeskError::Migration(_) | DeskError::Store(rusqlite::Error::QueryReturnedNoRows)
    ) || is_damage(error)
}

/// Whether the database could not be read, also while it was being brought up to date.
pub(super) fn is_damage(error: &DeskError) -> bool {
    let cause = match error {
        DeskError::Store(error) => Some(error),
        DeskError::Migration(error) => error.source().and_then(|cause| cause.downcast_ref()),
        _ => None,
    };
    let code = cause.and_then(rusqlite::Error::sqlite_error_code);
    matches!(code, Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt))
}

/// Whether everything that a connection has read was as it was written. A page that is found damaged is read as zeros,
/// and only whoever reads on is told; the connection remembers it for good.
pub(super) fn is_intact(conn: &Connection, schemas: &[&str]) -> rusqlite::Result<bool> {
    for schema in schemas {
        let status: String =
            conn.pragma_query_value(Some(schema), "cipher_status", |r| r.get(0))?;
        if status != "1" {
            return Ok(false);
        }
    }
    Ok(true)
}

/// What to say of damage that was met in one of the stores. Unsent work is left as it is; a cache is checked when the
/// profile is opened next.
pub(super) fn damaged(profile: &Profile, key: &Key) -> DeskError {
    let path = profile.work();
    if work_is_damaged(&path, key).unwrap_or(true) {
        return DeskError::Unreadable { path };
    }
    if let Err(error) = std::fs::write(profile.suspicion(), []) {
        tracing::error!(%error, "the damage cannot be noted in the profile");
    }
    DeskError::DamagedCache { path: profile.cache() }
}

fn work_is_damaged(path: &Path, key: &Key) -> rusqlite::Result<bool> {
    let conn = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    unlock(&conn, key)?;
    has_damaged_pages(&conn)
}

/// Checks every page, which finds every flipped bit.
fn has_damaged_pages(conn: &Connection) -> rusqlite::Result<bool> {
    conn.prepare("PRAGMA cipher_integrity_check")?.exists([])
}

fn unreadable(profile: &Profile, error: DeskError) -> DeskError {
    if is_damage(&error) { DeskError::Unreadable { path: profile.work() } } else { error }
}
