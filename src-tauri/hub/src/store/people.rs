//! Passwords, each beside the person that it belongs to.

use backstop_domain::id::PersonId;
use jiff::Timestamp;

use super::transaction::Transaction;
use crate::{error::Result, login};

/// What is kept for a login name.
#[derive(Debug, Clone)]
pub(crate) struct Credential {
    /// Whose.
    pub(crate) person: PersonId,
    /// The password, as an argon2id PHC text.
    pub(crate) phc: String,
    /// Since when.
    pub(crate) changed_at: String,
}

/// What is kept for a login name, or for the only one that is the same to people, if anything.
pub(crate) fn credential(transaction: &Transaction<'_>, login: &str) -> Result<Option<Credential>> {
    if let Some(exact) = transaction.credential(login)? {
        return Ok(Some(exact));
    }
    match alike(transaction, login)?.as_slice() {
        [only] if only != login => transaction.credential(only),
        _ => Ok(None),
    }
}

/// The kept login names that are the same to people.
fn alike(transaction: &Transaction<'_>, login: &str) -> Result<Vec<String>> {
    let name = login::folded(login);
    let logins = transaction.logins()?.into_iter();
    Ok(logins.filter(|kept| login::folded(kept) == name).collect())
}

/// Keeps a password.
pub(crate) fn keep_credential(
    transaction: &Transaction<'_>,
    login: &str,
    person: &PersonId,
    phc: &str,
    now: Timestamp,
) {
    let (phc, changed_at) = (phc.to_owned(), now.to_string());
    transaction.change_credential(login, Credential { person: person.clone(), phc, changed_at });
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
        let finding = store.write(move |transaction| {
            for login in &kept {
                let person = PersonId::new(login.as_str());
                keep_credential(transaction, login, &person, "phc", Timestamp::UNIX_EPOCH);
            }
            credential(transaction, &typed)
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
