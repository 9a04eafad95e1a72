//! What a search found.

use backstop_domain::id::EntryId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One find.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SearchHit {
    /// The kind of thing: `customer`, `order`, `ticket`, `message`, `product`, `article`, `outbox`.
    pub kind: String,
    /// Which; for a message, its ticket; for a tracking number, its order; in the outbox, the number of the command.
    pub id: String,
    /// Its name.
    pub title: String,
    /// The words around the find.
    pub snippet: String,
    /// What to mark in the snippet, as pairs of character positions.
    pub marks: Vec<(u32, u32)>,
    /// Only the digits that masking leaves visible fit the telephone number that was looked for: it may be another
    /// person's.
    pub partial: bool,
    /// For a message, the entry of the ticket's timeline.
    pub entry_id: Option<EntryId>,
}
