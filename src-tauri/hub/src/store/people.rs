//! Passwords, each beside the person that it belongs to.

use backstop_domain::id::PersonId;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row};

use crate::{error::Result, login};

/// What is kept for a login name.
#[derive(Debug, Clone)]
pub(crate) struct Credential {
    /// Whose.
    pub(crate) person: PersonId,
    /// The password, as an argon2id PHC text.
    pub(crate) phc: String,
}

/// What is kept for a login name, or for the only one that is the same to people, if anything.
pub(crate) fn credential(connection: &Connection, login: &str) -> Result<Option<Credential>> {
    let query = "SELECT person, phc FROM credential WHERE login = ?1";
    let mut query = connection.prepare_cached(query)?;
    let kept = |row: &Row<'_>| Ok(Credential { person: PersonId(row.get(0)?), phc: row.get(1)? });
    match query.query_row([login], kept).optional()? {
        Some(exact) => Ok(Some(exact)),
        None => match alike(connection, login)?.as_slice() {
            [only] if only != login => Ok(query.query_row([only], kept).optional()?),
            _ => Ok(None),
        },
    }
}

/// The kept login names that are the same to people.
fn alike(connection: &Connection, login: &str) -> Result<Vec<String>> {
    let name = login::folded(login);
    let mut query = connection.prepare_cached("SELECT login FROM credential")?;
    let mut alike = query.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
    alike.retain(|kept| login::folded(kept) == name);
    Ok(alike)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    /// Whose password is found when a name is typed, with these names kept.
    fn found(kept: &[&str], typed: &str) -> Option<String> {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open_file(&folder.path().join("hub.db")).expect("a database");
        let kept: Vec<_> = kept.iter().map(|login| (*login).to_owned()).collect();
        let typed = typed.to_owned();
        let finding = store.write(move |connection| {
            for login in &kept {
                let person = PersonId::new(login.as_str());
                keep_credential(connection, login, &person, "phc", Timestamp::UNIX_EPOCH)?;
            }
            credential(connection, &typed)
        });
        finding.expect("the database works").map(|kept| kept.person.0)
    }

    #[test]
    fn a_name_is_found_however_it_is_typed_unless_that_leaves_a_choice() {
        assert_eq!(found(&["Ann"], "ann").as_deref(), Some("Ann"));
        assert_eq!(found(&["Ann", "ann"], "ann").as_deref(), Some("ann"), "the exact one is meant");
        assert_eq!(found(&["Ann", "ann"], "ANN"), None, "nobody guesses which");
        assert_eq!(found(&["Ann"], "bob"), None);
    }
}
