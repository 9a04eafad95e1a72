//! The state of the desk as a whole: who is signed in, whether the hub is there, what waits.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The line to the hub, in one glance.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LineState {
    /// Whether the hub answered last time.
    pub online: bool,
    /// Since when it has been so.
    pub since: Option<Timestamp>,
    /// Why there is no line, as a code: `unreachable`, `unauthorized`, `copied`, `upgrade_required`, `hub_error`.
    pub trouble: Option<String>,
    /// Commands on their way.
    pub waiting: u32,
    /// Commands that the hub refused.
    pub stuck: u32,
    /// The hub's clock minus this machine's, in milliseconds; nothing while unknown.
    #[ts(type = "number | null")]
    pub clock_offset_ms: Option<i64>,
    /// Whether the offset is known and below 30 seconds.
    pub clock_verified: bool,
    /// The feed number up to which this desk has everything.
    #[ts(type = "number")]
    pub cursor: u64,
    /// Whether the first pull has ever been completed.
    pub complete: bool,
    /// How this machine's disk keeps what is written.
    #[serde(default)]
    pub storage: StorageState,
}

/// How this machine's disk keeps what is written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StorageState {
    /// Why nothing can be written, as a code: `disk_full`, `read_only`, `disk_failing`; nothing when all is well.
    pub trouble: Option<String>,
    /// What was found damaged and has been repaired lately, the newest last.
    pub repairs: Vec<Repair>,
}

/// Something that was found damaged and has been repaired.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Repair {
    /// What: `work`, `journal` or `cache`.
    pub what: String,
    /// When.
    pub at: Timestamp,
    /// Whether something of it may be gone.
    pub lost: bool,
}

/// Something changed on the desk; screens that show it read it again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum DeskEvent {
    /// Documents changed. An empty list of ids means many.
    Changed {
        /// The kinds among them.
        kinds: Vec<String>,
        /// Which, when they are few.
        ids: Vec<String>,
    },
    /// The line changed.
    Line {
        /// To this.
        state: LineState,
    },
    /// The person asked for something to be opened (a click on a notification).
    Open {
        /// The kind of thing.
        kind: String,
        /// Which.
        id: String,
    },
    /// An alert was given.
    Alert {
        /// What it said.
        alert: Alert,
    },
}

/// An alert as it is shown by the operating system and kept in the app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Alert {
    /// Names the run of the clock and the reminder, so that each is given once.
    pub key: String,
    /// The tickets it is about; several after an absence, the most pressing first, at most a hundred.
    pub tickets: Vec<String>,
    /// The first line.
    pub title: String,
    /// The words.
    pub body: String,
    /// When it was due.
    pub due: Timestamp,
    /// Whether the promise is broken.
    pub breached: bool,
}
