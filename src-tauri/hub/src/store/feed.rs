//! Reading the feed: what changed after a cursor, for the audiences of one person.

use std::collections::BTreeSet;

use backstop_domain::{audience::Audience, document::DocumentKind};
use rusqlite::{Connection, ToSql, types::Type};

use crate::error::Result;

/// One changed document as it is stored.
#[derive(Debug)]
pub(crate) struct Change {
    /// Its place in the feed.
    pub(crate) seq: u64,
    /// What sort of thing.
    pub(crate) kind: DocumentKind,
    /// Which.
    pub(crate) id: String,
    /// Its body; absent when the reader may no longer see it.
    pub(crate) body: Option<String>,
}

/// The highest feed number.
pub(crate) fn head(connection: &Connection) -> Result<u64> {
    let query = "SELECT value FROM counter WHERE name = 'feed'";
    Ok(connection.prepare_cached(query)?.query_row([], |row| row.get(0))?)
}

/// The next changes after `cursor` for these audiences, by rising feed number, at most `limit`.
///
/// Each audience is read on its own along its index and the results are merged, so that a page
/// costs the same wherever it lies in a long feed.
pub(crate) fn changes(
    connection: &Connection,
    audiences: &BTreeSet<Audience>,
    cursor: u64,
    limit: u32,
) -> Result<Vec<Change>> {
    let mut query = connection.prepare_cached(&merging(audiences.len()))?;
    let mut values: Vec<&dyn ToSql> = vec![&cursor, &limit];
    values.extend(audiences.iter().map(|audience| &audience.0 as &dyn ToSql));
    let rows = query.query_map(values.as_slice(), |row| {
        let code: String = row.get(1)?;
        let kind = DocumentKind::from_code(&code).ok_or_else(|| unknown(&code))?;
        Ok(Change { seq: row.get(0)?, kind, id: row.get(2)?, body: row.get(3)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn merging(audiences: usize) -> String {
    let one = |n: usize| {
        format!(
            "SELECT * FROM (SELECT seq, visible FROM document_audience
             WHERE audience = ?{} AND seq > ?1 ORDER BY seq LIMIT ?2)",
            n + 3
        )
    };
    let parts: Vec<String> = (0..audiences).map(one).collect();
    format!(
        "SELECT d.seq, d.kind, d.id, CASE WHEN near.visible THEN d.body END
         FROM (SELECT seq, max(visible) AS visible FROM ({}) GROUP BY seq ORDER BY seq LIMIT ?2)
         AS near JOIN document AS d ON d.seq = near.seq ORDER BY d.seq",
        parts.join(" UNION ALL ")
    )
}

fn unknown(code: &str) -> rusqlite::Error {
    let why = format!("there is no kind of document called {code}");
    rusqlite::Error::FromSqlConversionFailure(1, Type::Text, why.into())
}
