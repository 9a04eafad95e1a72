//! Reading the feed: what changed after a cursor, for the audiences of one person.

use std::collections::BTreeSet;

use backstop_domain::{audience::Audience, document::DocumentKind};

use super::transaction::Transaction;
use crate::error::Result;

/// One changed document as it is stored.
#[derive(Debug)]
pub(crate) struct Change {
    /// Its place in the feed.
    pub(crate) seq: u64,
    /// What sort of thing.
    pub(crate) kind: DocumentKind,
    /// Which.
    pub(crate) id: String,
    /// Its body; absent when the reader may no longer see it.
    pub(crate) body: Option<String>,
}

/// The highest feed number.
pub(crate) fn head(transaction: &Transaction<'_>) -> Result<u64> {
    transaction.rows().head()
}

/// The next changes after `cursor` for these audiences, by rising feed number, at most `limit`.
pub(crate) fn changes(
    transaction: &Transaction<'_>,
    audiences: &BTreeSet<Audience>,
    cursor: u64,
    limit: u32,
) -> Result<Vec<Change>> {
    transaction.rows().changes(audiences, cursor, limit)
}
