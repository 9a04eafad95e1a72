//! Opening the stores: keys, pragmas, versions, migrations, and a cache that is beyond repair.

use std::{
    error::Error as _,
    fs::File,
    io::{self, Read as _, Seek as _, Write as _},
    path::Path,
};

use refinery::{Migration, Runner, Target};
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension as _};
use serde_json::Value;

use crate::{
    error::{DeskError, Result},
    journal::{Tables, picture::Picture},
    key::Key,
    profile::Profile,
    search,
    store::{
        mark,
        salvage::{Work, open_work},
    },
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
pub(super) fn writers(profile: &Profile, key: &Key) -> Result<Writers> {
    sqlite_is_new_enough()?;
    refuse_newer(profile, key)?;
    let work = open_work(profile, key)?;
    let (cache, cache_was_damaged) = open_cache(profile, key)?;
    attach_work(&cache, profile, key)?;
    Ok(Writers { work, cache, cache_was_damaged })
}

/// The connections that write.
pub(super) struct Writers {
    pub(super) work: Work,
    pub(super) cache: Connection,
    /// Whether what was in the cache is gone and will be pulled again.
    pub(super) cache_was_damaged: bool,
}

/// A connection to a work store, wherever it lies; nothing is changed in it.
pub(super) fn open_full(path: &Path, key: &Key) -> Result<Connection> {
    Ok(open(path, key, Durability::Full)?)
}

/// Brings a work store up to date.
pub(crate) fn migrate_work(conn: &mut Connection) -> Result<()> {
    migrate(conn, work::migrations::runner())
}

/// The newest format of the work store that this program knows.
pub(super) fn newest_work() -> i64 {
    newest(&work::migrations::runner())
}

/// The format of an open store; nothing if nothing was ever made in it.
pub(super) fn schema_of(conn: &Connection) -> rusqlite::Result<Option<i64>> {
    let sql = "SELECT count(*) FROM main.sqlite_schema WHERE name = 'refinery_schema_history'";
    if conn.query_row(sql, [], |r| r.get::<_, i64>(0))? == 0 {
        return Ok(None);
    }
    let sql = "SELECT max(version) FROM main.refinery_schema_history";
    conn.query_row(sql, [], |r| r.get(0))
}

/// Makes a work store of a format in a file of its own, with these rows and no others, synced.
pub(super) fn make_work(path: &Path, key: &Key, schema: i64, rows: Picture) -> Result<()> {
    let mut conn = open(path, key, Durability::Full)?;
    let version = u32::try_from(schema).unwrap_or(u32::MAX).try_into().unwrap_or_default();
    migrate(&mut conn, work::migrations::runner().set_target(Target::Version(version)))?;
    let tables = Tables::of(&conn)?;
    let tx = conn.transaction()?;
    tables.clear(&tx)?;
    let rows: Vec<_> = rows.into_rows().collect();
    tables.apply(&tx, &rows)?;
    tx.commit()?;
    conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    conn.close().map_err(|(_, error)| error)?;
    let synced = std::fs::File::open(path).and_then(|file| file.sync_all());
    synced.map_err(DeskError::file(path))
}

/// Whether the cache opens with this key.
pub(super) fn cache_opens(profile: &Profile, key: &Key) -> bool {
    version(&profile.cache(), key).is_some()
}

/// Makes durable what a program that died has left in the log, by writing the same bytes again. Where its last sync failed,
/// the system shows what it wrote as if it were on the disk, where it will never be, and what is written behind
/// it would be lost with it. The caller holds the write lock, so the log stands still meanwhile.
pub(super) fn settle_log(store: &Path) -> Result<()> {
    let log = store.with_extension("db-wal");
    write_again(&log).map_err(DeskError::file(&log))
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

/// Makes the connection of [`in_memory`] note what it touches of the work store.
#[cfg(test)]
pub(super) fn watched_in_memory(conn: &Connection) -> Result<(Tables, i64)> {
    let mut alone = Connection::open_in_memory()?;
    migrate_work(&mut alone)?;
    let tables = Tables::of(&alone)?;
    tables.watch(conn)?;
    Ok((tables, newest_work()))
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
fn open_cache(profile: &Profile, key: &Key) -> Result<(Connection, bool)> {
    match try_cache(profile, key).and_then(|cache| cleared(profile, cache)) {
        Err(error) if beyond_repair(&error) => {
            tracing::warn!(%error, "the cache is damaged and will be pulled again");
            profile.remove_cache()?;
            Ok((try_cache(profile, key)?, true))
        }
        other => Ok((other?, false)),
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
    let has_log = mark::has_log(profile);
    let mut cache = open(&profile.cache(), key, Durability::Lagging)?;
    migrate(&mut cache, cache::migrations::runner())?;
    cache.query_row("SELECT count(*) FROM meta WHERE name = 'revision'", [], |r| {
        match r.get::<_, i64>(0)? {
            1 => Ok(()),
            _ => Err(rusqlite::Error::QueryReturnedNoRows),
        }
    })?;
    if has_log && mark::is_behind(&cache, profile) {
        tracing::warn!("the log of the cache is of an earlier day");
        return Err(rusqlite::Error::QueryReturnedNoRows.into());
    }
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
    let code = database_error(error);
    matches!(code, Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt))
}

/// What the database says is the cause of an error.
pub(super) fn database_error(error: &DeskError) -> Option<ErrorCode> {
    let cause = match error {
        DeskError::Store(error) => Some(error),
        DeskError::Migration(error) => error.source().and_then(|cause| cause.downcast_ref()),
        _ => None,
    };
    cause.and_then(rusqlite::Error::sqlite_error_code)
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

/// The bodies of the drafts, the newest first, read without being able to write, whatever the format of the store.
pub(crate) fn drafts_read_only(profile: &Profile, key: &Key) -> Result<Vec<Value>> {
    let conn = Connection::open_with_flags(profile.work(), OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    unlock(&conn, key)?;
    let mut query = conn.prepare("SELECT body FROM draft ORDER BY updated_ms DESC, id")?;
    let bodies = query.query_map([], |r| r.get::<_, String>(0))?;
    let drafts = bodies.map(|body| Ok(serde_json::from_str(&body?)?)).collect::<Result<_>>()?;
    if is_intact(&conn, &["main"])? {
        return Ok(drafts);
    }
    Err(DeskError::Unreadable { path: profile.work() })
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
