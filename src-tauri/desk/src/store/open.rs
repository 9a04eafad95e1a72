//! Opening the stores: keys, pragmas, versions, migrations, and a cache that is beyond repair.

use std::path::Path;

use refinery::{Migration, Runner};
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension as _};

use crate::{
    error::{DeskError, Result},
    key::Key,
    profile::Profile,
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
    let mut work = open(&profile.work(), key, Durability::Full).map_err(unreadable)?;
    migrate(&mut work, work::migrations::runner())?;
    let cache = open_cache(profile, key)?;
    attach_work(&cache, profile, key)?;
    Ok((work, cache))
}

/// A connection that reads both stores and can write neither.
pub(super) fn reader(profile: &Profile, key: &Key) -> Result<Connection> {
    let conn = open(&profile.cache(), key, Durability::Lagging)?;
    attach_work(&conn, profile, key)?;
    conn.pragma_update(None, "query_only", true)?;
    Ok(conn)
}

/// Both schemas in one database in memory.
pub(super) fn in_memory() -> Result<Connection> {
    sqlite_is_new_enough()?;
    let mut conn = Connection::open_in_memory()?;
    tune(&conn)?;
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

/// Checks every page of the cache if one of them was suspected. The check of the pages finds every flipped bit.
fn cleared(profile: &Profile, cache: Connection) -> Result<Connection> {
    let suspicion = profile.suspicion();
    if !suspicion.exists() {
        return Ok(cache);
    }
    let is_damaged = cache.prepare("PRAGMA cipher_integrity_check")?.exists([])?;
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
    Ok(cache)
}

fn beyond_repair(error: &DeskError) -> bool {
    match error {
        DeskError::Migration(_) | DeskError::Store(rusqlite::Error::QueryReturnedNoRows) => true,
        DeskError::Store(error) => is_damage(error),
        _ => false,
    }
}

pub(super) fn is_damage(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt))
}

fn unreadable(error: rusqlite::Error) -> DeskError {
    if is_damage(&error) { DeskError::Unreadable } else { DeskError::Store(error) }
}
