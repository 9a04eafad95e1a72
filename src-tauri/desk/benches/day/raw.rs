//! The same stores without the desk: plain connections, for raw limits and for picking what is looked at.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use backstop_desk::{Desk, KeyChoice};
use rusqlite::Connection;

use crate::{Outcome, figure::Figure};

/// The pragmas of the desk's own connections, so that a limit is a limit on the same terms.
const PRAGMAS: &str =
    "PRAGMA journal_mode = WAL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000;";

/// The files of a desk, as anybody with its key sees them.
pub(crate) struct Raw {
    profile: PathBuf,
    key: String,
    /// Reads the cache.
    pub(crate) cache: Connection,
}

/// Opens the desk of a profile whose key lies in a file.
pub(crate) fn desk(profile: &Path) -> Outcome<Desk> {
    Ok(Desk::open(profile, KeyChoice::File)?)
}

impl Raw {
    /// Reads the key of the profile.
    pub(crate) fn of(profile: &Path) -> Outcome<Self> {
        let mut key = String::from("x'");
        for byte in fs::read(profile.join("key"))? {
            write!(key, "{byte:02x}")?;
        }
        key.push('\'');
        let cache = encrypted(&profile.join("cache.db"), &key)?;
        Ok(Self { profile: profile.to_owned(), key, cache })
    }

    /// An empty store beside the desk's own, with the same key and on the same disk.
    pub(crate) fn scratch(&self, name: &str) -> Outcome<Connection> {
        for end in ["", "-wal", "-shm"] {
            // What is not there need not be removed.
            fs::remove_file(self.profile.join(format!("{name}{end}"))).ok();
        }
        encrypted(&self.profile.join(name), &self.key)
    }

    /// How large the stores are on disk.
    pub(crate) fn sizes(&self) -> Outcome<Vec<Figure>> {
        // The log is part of the store until it is taken in.
        self.cache.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        let count = |sql: &str| self.cache.query_row(sql, [], |r| r.get::<_, f64>(0));
        let documents = count("SELECT CAST(count(*) AS REAL) FROM document")?;
        let json =
            count("SELECT CAST(sum(length(CAST(confirmed AS BLOB))) AS REAL) FROM document")?;
        let parts = count("SELECT CAST(count(*) AS REAL) FROM words")?;
        Ok(vec![
            Figure::value("store: cache.db", "MiB", self.mib("cache.db")?),
            Figure::value("store: work.db", "MiB", self.mib("work.db")?),
            Figure::value("store: documents", "rows", documents),
            Figure::value("store: JSON in them", "MiB", json / f64::from(1 << 20)),
            Figure::value("store: searchable texts", "rows", parts),
        ])
    }

    #[expect(clippy::cast_precision_loss, reason = "no store has 2^52 bytes")]
    fn mib(&self, name: &str) -> Outcome<f64> {
        Ok(fs::metadata(self.profile.join(name))?.len() as f64 / f64::from(1 << 20))
    }
}

fn encrypted(path: &Path, key: &str) -> Outcome<Connection> {
    let conn = Connection::open(path)?;
    conn.pragma_update(None, "key", key)?;
    conn.execute_batch(PRAGMAS)?;
    conn.set_prepared_statement_cache_capacity(128);
    Ok(conn)
}
