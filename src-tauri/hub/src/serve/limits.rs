//! How much of the hub its connections may take.

use std::time::Duration;

/// How many connections are served at once where the system would allow any number.
const MOST: usize = 8_192;
/// How few are served where the system allows next to nothing.
const FEWEST: usize = 16;
/// Files that are not for connections: the database with its readers, the log, the runtime.
const OTHER_FILES: u64 = 128;

/// What a listener grants to those who connect, before anybody has shown a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How many connections are served at once. Whoever comes then waits until one ends.
    pub connections: usize,
    /// How long the head of a request may take from its first to its last byte, and how long a
    /// connection may lie idle between two requests.
    pub head: Duration,
    /// How long the other side may take no byte of an answer.
    pub stall: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: connections(open_files()),
            head: Duration::from_secs(15),
            stall: Duration::from_secs(30),
        }
    }
}

/// As many connections as leave room for the hub's other files.
fn connections(open_files: Option<u64>) -> usize {
    let left = open_files.map(|limit| limit.saturating_sub(OTHER_FILES));
    let left = left.and_then(|left| usize::try_from(left).ok());
    left.unwrap_or(MOST).clamp(FEWEST, MOST)
}

/// How many files this process may have open, where the system sets a limit.
#[cfg(unix)]
fn open_files() -> Option<u64> {
    rustix::process::getrlimit(rustix::process::Resource::Nofile).current
}

#[cfg(not(unix))]
fn open_files() -> Option<u64> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_leave_room_for_the_other_files() {
        assert_eq!(connections(Some(1_024)), 896, "the usual limit of a Linux shell");
        assert_eq!(connections(Some(256)), 128, "the usual limit of a macOS shell");
        assert_eq!(connections(Some(0)), FEWEST, "there is always room for some");
        assert_eq!(connections(Some(u64::MAX)), MOST, "and for no more than the hub can bear");
        assert_eq!(connections(None), MOST);
    }
}
