//! The key of the database: 64 hexadecimal digits in `BACKSTOP_HUB_KEY`, or else in the file
//! `<database>.key` beside the database, made at the first opening for its owner alone (0600).
//! Whoever has the file can read the database: keep a copy of it apart from the backups.

use std::{
    fs, io,
    io::Write,
    path::{Path, PathBuf},
};

use crate::error::{HubError, Result};

/// The variable that holds the key when no file is wanted.
pub(super) const KEY_VARIABLE: &str = "BACKSTOP_HUB_KEY";

/// The raw key of a database, as hexadecimal digits.
#[derive(Clone)]
pub(super) struct Key(String);

impl Key {
    /// The key of a database: from the environment, from its file, or made now if the database
    /// is new too.
    pub(super) fn of(database: &Path) -> Result<Self> {
        if let Ok(text) = std::env::var(KEY_VARIABLE) {
            return Self::parse(&text, KEY_VARIABLE);
        }
        let path = key_path(database);
        match fs::read_to_string(&path) {
            Ok(text) => Self::parse(&text, &path.display().to_string()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Self::make(database, &path),
            Err(error) => Err(HubError::io(format!("reading {}", path.display()))(error)),
        }
    }

    /// The digits, for `PRAGMA key`.
    pub(super) fn digits(&self) -> &str {
        &self.0
    }

    fn parse(text: &str, place: &str) -> Result<Self> {
        let text = text.trim();
        if text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Ok(Self(text.to_ascii_lowercase()));
        }
        let why = "it must be 64 hexadecimal digits".to_owned();
        Err(HubError::Key { place: place.to_owned(), why })
    }

    /// Makes a key. Two processes that open a new database at once agree on one of their keys,
    /// because only one link to the file can be made.
    fn make(database: &Path, path: &Path) -> Result<Self> {
        if database.exists() {
            let why = "the database is there but its key is not".to_owned();
            return Err(HubError::Key { place: path.display().to_string(), why });
        }
        let digits = crate::token::random_hex();
        let draft = path.with_extension(format!("key-{}", &digits[..8]));
        let what = || HubError::io(format!("writing {}", path.display()));
        write_private(&draft, &digits).map_err(what())?;
        let linked = fs::hard_link(&draft, path);
        fs::remove_file(&draft).map_err(what())?;
        match linked {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(what()(error)),
            _ => {
                Self::parse(&fs::read_to_string(path).map_err(what())?, &path.display().to_string())
            }
        }
    }
}

fn key_path(database: &Path) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(".key");
    PathBuf::from(name)
}

fn write_private(path: &Path, digits: &str) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    writeln!(file, "{digits}")?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_for_its_owner_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let database = folder.path().join("hub.db");
        let made = Key::of(&database).expect("a key is made");
        let read = Key::of(&database).expect("the key is read");
        assert_eq!(made.digits(), read.digits(), "the second opening finds the first one's key");
        #[cfg(unix)]
        {
            let permissions =
                fs::metadata(key_path(&database)).expect("the key file").permissions();
            let bits = std::os::unix::fs::PermissionsExt::mode(&permissions);
            assert_eq!(bits & 0o777, 0o600, "nobody else may read the key");
        }
    }

    #[test]
    fn a_database_without_its_key_is_never_given_a_new_one() {
        let folder = tempfile::tempdir().expect("a folder");
        let database = folder.path().join("hub.db");
        fs::write(&database, "sealed").expect("a database");
        assert!(Key::of(&database).is_err(), "a new key could not open the old database");
        assert!(!key_path(&database).exists(), "no misleading key file is left behind");
    }

    #[test]
    fn a_malformed_key_is_refused() {
        assert!(Key::parse("abc", "here").is_err(), "a short key is no key");
        assert!(Key::parse(&"g".repeat(64), "here").is_err(), "only hexadecimal digits");
    }
}
