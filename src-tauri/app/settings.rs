//! What the console remembers about itself outside any person's store: how it was connected last.

use std::{fs, io, path::Path};

use backstop_domain::id::PersonId;
use serde::{Deserialize, Serialize};

const FILE: &str = "console.json";

/// How the console was connected last. No secret is in here.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Settings {
    /// Solo mode: as whom.
    pub(crate) person: Option<PersonId>,
    /// Team mode: with which hub.
    pub(crate) team: Option<String>,
}

impl Settings {
    /// What was saved; nothing if there is nothing, or nothing that can be read.
    pub(crate) fn load(home: &Path) -> Self {
        let text = fs::read(home.join(FILE)).unwrap_or_default();
        serde_json::from_slice(&text).unwrap_or_default()
    }

    /// Saves by writing beside and renaming, so that there is always a whole file.
    pub(crate) fn save(&self, home: &Path) -> io::Result<()> {
        let beside = home.join(format!("{FILE}.new"));
        fs::write(&beside, serde_json::to_vec_pretty(self)?)?;
        fs::rename(beside, home.join(FILE))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_saved_is_loaded() {
        let home = tempfile::tempdir().expect("a folder");
        let settings = Settings {
            person: Some(PersonId::new("manager")),
            team: Some("http://127.0.0.1:7010".to_owned()),
        };
        settings.save(home.path()).expect("it can be saved");
        assert_eq!(Settings::load(home.path()), settings, "settings come back as they were");
    }

    #[test]
    fn a_damaged_file_is_no_reason_not_to_start() {
        let home = tempfile::tempdir().expect("a folder");
        fs::write(home.path().join(FILE), "{\"person\": ").expect("it can be written");
        assert_eq!(Settings::load(home.path()), Settings::default(), "damage means defaults");
    }
}
