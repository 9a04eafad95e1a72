//! What the console remembers about itself outside any person's store: how it was connected last.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use backstop_domain::id::PersonId;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

const FILE: &str = "console.json";

/// How the console was connected last. No secret is in here.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Settings {
    /// Solo mode: as whom.
    pub(crate) person: Option<PersonId>,
    /// Team mode: with which hub, and as whom.
    pub(crate) team: Option<Team>,
}

/// A sign-in at a team's hub.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Team {
    /// The address of the hub.
    pub(crate) hub: String,
    /// The login name.
    pub(crate) login: String,
}

impl Team {
    /// The folder of this person's desk. Everybody who signs in on this computer has one of their own, so that
    /// nobody's unsent work stands in another's way. Its name tells a stranger nothing.
    pub(crate) fn profile(&self, home: &Path) -> PathBuf {
        let digest = Sha256::digest(self.login.trim().to_lowercase().as_bytes());
        let mut name = [0; 16];
        name.copy_from_slice(&digest[..16]);
        home.join("team").join(format!("{:032x}", u128::from_be_bytes(name)))
    }
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

    fn team(login: &str) -> Team {
        Team { hub: "http://127.0.0.1:7010".to_owned(), login: login.to_owned() }
    }

    #[test]
    fn everybody_has_a_desk_of_their_own_wherever_their_hub_moves() {
        let home = Path::new("home");
        let ann = team("ann").profile(home);
        assert_ne!(ann, team("bob").profile(home), "another person");
        let moved = Team { hub: "https://hub.example.com".to_owned(), ..team("Ann ") };
        assert_eq!(moved.profile(home), ann, "the same person, at the new address of the hub");
        assert!(!ann.to_string_lossy().contains("ann"), "the name of the folder names nobody");
    }

    #[test]
    fn what_was_saved_is_loaded() {
        let home = tempfile::tempdir().expect("a folder");
        let settings = Settings { person: Some(PersonId::new("manager")), team: Some(team("ann")) };
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
