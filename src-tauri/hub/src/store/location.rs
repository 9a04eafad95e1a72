//! Where a database is: the URL on the command line.

use std::{path::PathBuf, str::FromStr};

use crate::error::HubError;

/// A database file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Location {
    /// The file.
    pub(super) path: PathBuf,
}

impl FromStr for Location {
    type Err = HubError;

    fn from_str(url: &str) -> Result<Self, HubError> {
        let lower = url.to_ascii_lowercase();
        if lower.starts_with("postgres:") || lower.starts_with("postgresql:") {
            return Err(HubError::Url(
                "PostgreSQL is not yet in this version; use sqlite:FILE".to_owned(),
            ));
        }
        let file = url.strip_prefix("sqlite:").map(|rest| rest.strip_prefix("//").unwrap_or(rest));
        match file {
            Some(file) if !file.is_empty() && !file.starts_with(':') => {
                Ok(Self { path: PathBuf::from(file) })
            }
            _ => Err(HubError::Url(format!("{url:?} is no database URL; use sqlite:FILE"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_name_the_same_file() {
        for url in ["sqlite:/var/lib/hub.db", "sqlite:///var/lib/hub.db"] {
            let location: Location = url.parse().expect("a database URL");
            assert_eq!(location.path, PathBuf::from("/var/lib/hub.db"), "{url} names the file");
        }
        let relative: Location = "sqlite:hub.db".parse().expect("a database URL");
        assert_eq!(relative.path, PathBuf::from("hub.db"));
    }

    #[test]
    fn what_cannot_be_opened_is_refused_with_the_way_out() {
        for url in ["postgres://localhost/hub", "hub.db", "sqlite:", "sqlite::memory:"] {
            let error = url.parse::<Location>().expect_err("no database of this version");
            assert!(error.to_string().contains("sqlite:FILE"), "{url} must be told what to use");
        }
    }
}
