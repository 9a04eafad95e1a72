//! Drafts: what is being written. Sync never touches them; only the person does.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a draft will become.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DraftKind {
    /// A new ticket.
    Ticket,
    /// An answer on a ticket.
    Reply,
    /// A note on a ticket.
    Note,
    /// A compensation.
    Grant,
    /// The end of a ticket.
    Resolution,
}

/// A draft as it was at the last keystroke.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Draft {
    /// Made by the screen that writes it.
    pub id: String,
    /// What it will become.
    pub kind: DraftKind,
    /// The ticket or the customer it is about.
    pub subject: String,
    /// Every field, by name.
    pub fields: BTreeMap<String, String>,
    /// The field the cursor is in.
    pub focus: String,
    /// Where in that field, in UTF-16 units as the web view counts.
    pub caret: u32,
    /// When it was last written; set by the desk.
    #[serde(default)]
    pub updated_at: Option<Timestamp>,
}
