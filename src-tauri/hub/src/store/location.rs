//! Where a database is: the URL on the command line.

use std::{path::PathBuf, str::FromStr};

use crate::error::HubError;

/// Where a database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Location {
    /// In a file.
    File(PathBuf),
    /// On a server, as its URL says.
    Server(String),
}

impl FromStr for Location {
    type Err = HubError;

    fn from_str(url: &str) -> Result<Self, HubError> {
        let lower = url.to_ascii_lowercase();
        if lower.starts_with("postgres://") || lower.starts_with("postgresql://") {
            return Ok(Self::Server(url.to_owned()));
        }
        let file = url.strip_prefix("sqlite:").map(|rest| rest.strip_prefix("//").unwrap_or(rest));
        match file {
            Some(file) if !file.is_empty() && !file.starts_with(':') => {
                Ok(Self::File(PathBuf::from(file)))
            }
            _ => Err(HubError::Url(format!(
                "{url:?} is no database URL; use sqlite:FILE or postgres://USER@HOST/DATABASE"
            ))),
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
            let file = PathBuf::from("/var/lib/hub.db");
            assert_eq!(location, Location::File(file), "{url} names the file");
        }
        let relative: Location = "sqlite:hub.db".parse().expect("a database URL");
        assert_eq!(relative, Location::File(PathBuf::from("hub.db")));
    }

    #[test]
    fn a_server_is_known_by_its_scheme() {
        for url in ["postgres://hub@db/shop", "postgresql://a:1,b:2/shop", "POSTGRES://db/shop"] {
            let location: Location = url.parse().expect("a database URL");
            assert_eq!(location, Location::Server(url.to_owned()), "{url} goes on as it is");
        }
    }

    #[test]
    fn what_cannot_be_opened_is_refused_with_the_way_out() {
        for url in ["postgres:hub", "mysql://localhost/hub", "hub.db", "sqlite:", "sqlite::memory:"]
        {
            let error = url.parse::<Location>().expect_err("no database that a hub can use");
            assert!(error.to_string().contains("sqlite:FILE"), "{url} must be told what to use");
        }
    }
}
