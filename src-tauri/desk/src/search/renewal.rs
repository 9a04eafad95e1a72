//! The index of an older version of the program, written anew.

use backstop_domain::document::DocumentKind;
use rusqlite::{Connection, OptionalExtension as _};

use super::rows::WordRows;
use crate::{error::Result, store::documents};

/// How the index is written. Changes with everything that changes the words of a document that has not changed.
const EDITION: &str = "2";

/// Writes every word anew where an older version of the program wrote the index in another way; does nothing otherwise.
pub(crate) fn renew(conn: &mut Connection) -> Result<()> {
    let tx = conn.transaction()?;
    let written = "SELECT value FROM meta WHERE name = 'words'";
    let written: Option<String> = tx.query_row(written, [], |r| r.get(0)).optional()?;
    if written.as_deref() == Some(EDITION) {
        return Ok(());
    }
    tx.execute_batch("INSERT INTO words (words) VALUES ('delete-all'); DELETE FROM worded;")?;
    write_all(&tx)?;
    tx.execute("INSERT OR REPLACE INTO meta (name, value) VALUES ('words', ?1)", [EDITION])?;
    tx.commit()?;
    Ok(())
}

fn write_all(tx: &Connection) -> Result<()> {
    let mut rows = WordRows::new(tx);
    let mut all = tx.prepare("SELECT key, kind, id, ifnull(current, confirmed) FROM document")?;
    let mut found = all.query([])?;
    while let Some(row) = found.next()? {
        let (kind, id): (String, String) = (row.get(1)?, row.get(2)?);
        let Some(kind) = DocumentKind::from_code(&kind) else { continue };
        if let Some(document) = documents::parse(kind, &id, &row.get::<_, String>(3)?) {
            rows.put(row.get(0)?, &document)?;
        }
    }
    rows.finish()
}
