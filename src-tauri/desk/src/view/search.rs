//! What a search found.

use backstop_domain::id::EntryId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One find.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SearchHit {
    /// The kind of thing: `customer`, `order`, `ticket`, `message`, `product`, `article`.
    pub kind: String,
    /// Which; for a message, its ticket.
    pub id: String,
    /// Its name.
    pub title: String,
    /// The words around the find.
    pub snippet: String,
    /// What to mark in the snippet, as pairs of character positions.
    pub marks: Vec<(u32, u32)>,
    /// For a message, the entry of the ticket's timeline.
    pub entry_id: Option<EntryId>,
}
