//! What crosses the wire between desk and hub, version 1.
//!
//! The forms here are frozen: a field may be added with a default, none may change its meaning.
//! Snapshots in `tests/` hold them still. Documents and commands travel as JSON of the domain's
//! types; this room adds the envelopes. It knows nothing of storage or transport.

pub mod commands;
pub mod described;
pub mod feed;
pub mod problem;
pub mod session;

/// The version of the protocol, sent as the header [`VERSION_HEADER`].
pub const VERSION: u32 = 1;

/// The header in which desk and hub tell each other their protocol version.
pub const VERSION_HEADER: &str = "backstop-protocol";

/// The most commands in one push.
pub const LARGEST_PUSH: usize = 200;

/// The most documents in one page of the feed.
pub const LARGEST_PAGE: u32 = 2_000;
