//! Passwords, each beside the person that it belongs to.

use backstop_domain::id::PersonId;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension};

use crate::error::Result;

/// What is kept for a login name.
#[derive(Debug, Clone)]
pub(crate) struct Credential {
    /// Whose.
    pub(crate) person: PersonId,
    /// The password, as an argon2id PHC text.
    pub(crate) phc: String,
}

/// What is kept for a login name, if anything.
pub(crate) fn credential(connection: &Connection, login: &str) -> Result<Option<Credential>> {
    let query = "SELECT person, phc FROM credential WHERE login = ?1";
    let mut query = connection.prepare_cached(query)?;
    let found = query.query_row([login], |row| {
        Ok(Credential { person: PersonId(row.get(0)?), phc: row.get(1)? })
    });
    Ok(found.optional()?)
}

/// Keeps a password.
pub(crate) fn keep_credential(
    connection: &Connection,
    login: &str,
    person: &PersonId,
    phc: &str,
    now: Timestamp,
) -> Result<()> {
    let insert = "INSERT INTO credential (login, person, phc, changed_at) VALUES (?1, ?2, ?3, ?4)
                  ON CONFLICT (login) DO UPDATE
                  SET phc = excluded.phc, changed_at = excluded.changed_at";
    let now = now.to_string();
    connection.execute(insert, [login, person.as_str(), phc, now.as_str()])?;
    Ok(())
}
