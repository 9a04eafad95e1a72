//! What is known about the line to the hub.

use jiff::Timestamp;

use crate::error::LineTrouble;

/// The line, as it was at the last exchange.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Line {
    /// Whether the hub answered.
    pub(crate) online: bool,
    /// Since when it has been so.
    pub(crate) since: Option<Timestamp>,
    /// Why not, as a code.
    pub(crate) trouble: Option<String>,
}

impl Line {
    /// The hub has answered.
    pub(crate) fn up(&mut self, now: Timestamp) {
        if !self.online {
            *self = Self { online: true, since: Some(now), trouble: None };
        }
    }

    /// The hub has not answered, or not as it should.
    pub(crate) fn down(&mut self, now: Timestamp, trouble: &LineTrouble) {
        if self.online || self.since.is_none() {
            self.since = Some(now);
        }
        self.online = false;
        self.trouble = Some(trouble.code().to_owned());
    }
}
