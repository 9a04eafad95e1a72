//! Documents and their places in the feed.

use std::{
    cell::OnceCell,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use backstop_domain::{
    audience::{self, Audience},
    document::{Document, DocumentKind},
};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{audit, changes::ChangedDocument, engine::Wishes, transaction::Transaction};
use crate::{
    error::{HubError, Result},
    token,
};

/// How many documents an import asks for at once.
const ASKED_AT_ONCE: usize = 1_000;

/// What an import did with a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportChange {
    /// It was not there before.
    Added,
    /// It was there and differed.
    Changed,
    /// It was there just so; nothing was written.
    Unchanged,
}

/// Which import documents came from, by kind and identifier.
pub(crate) type Sources = BTreeMap<DocumentKind, BTreeMap<String, String>>;

/// A document as the database holds it. Its text is read when somebody wants to know what it says.
#[derive(Debug)]
pub(crate) struct StoredDocument {
    pub(super) kind: DocumentKind,
    pub(super) id: String,
    /// Its place in the feed.
    pub(super) seq: u64,
    body: String,
    /// Who may see it, and who could once, as JSON; empty where nobody asked for that.
    audiences: String,
    left: String,
    read: OnceCell<Arc<Document>>,
}

impl StoredDocument {
    /// A document of the database, whole.
    pub(super) fn new(
        (kind, id): (DocumentKind, String),
        seq: u64,
        body: String,
        (audiences, left): (String, String),
    ) -> Self {
        Self { kind, id, seq, body, audiences, left, read: OnceCell::new() }
    }

    /// What it says.
    pub(super) fn document(&self) -> Result<Arc<Document>> {
        if let Some(read) = self.read.get() {
            return Ok(Arc::clone(read));
        }
        let document = Arc::new(Document::from_json(self.kind, &self.body)?);
        Ok(Arc::clone(self.read.get_or_init(|| document)))
    }

    /// Who may see it, and who must have been told that they no longer may.
    pub(super) fn audiences(&self) -> Result<(BTreeSet<Audience>, BTreeSet<Audience>)> {
        Ok((serde_json::from_str(&self.audiences)?, serde_json::from_str(&self.left)?))
    }
}

/// What became of a document that was stored.
pub(crate) struct Stored {
    /// What it was in comparison.
    pub(crate) change: ImportChange,
    /// Its place in the feed.
    pub(crate) seq: u64,
}

/// Finds one document.
pub(crate) fn find(
    transaction: &Transaction<'_>,
    kind: DocumentKind,
    id: &str,
) -> Result<Option<Arc<Document>>> {
    Ok(transaction.document(kind, id)?.map(|seen| seen.document))
}

/// Whether a document is there, without reading it.
pub(crate) fn exists(transaction: &Transaction<'_>, kind: DocumentKind, id: &str) -> Result<bool> {
    transaction.has_document(kind, id)
}

/// Every document of a kind, by rising feed number.
pub(crate) fn of_kind(transaction: &Transaction<'_>, kind: DocumentKind) -> Result<Vec<Document>> {
    transaction.of_kind(kind)
}

/// Which import everything came from that came from one.
pub(crate) fn sources(transaction: &Transaction<'_>) -> Result<Sources> {
    transaction.rows().sources()
}

/// Stores a document under a new feed number, unless it is just what is there. The number becomes
/// visible with the document that carries it, so that no reader ever sees a later number first.
pub(crate) fn put(
    transaction: &Transaction<'_>,
    document: impl Into<Arc<Document>>,
) -> Result<Stored> {
    let document = document.into();
    let key = (document.kind(), document.id().to_owned());
    let before = transaction.document(key.0, &key.1)?;
    if let Some(before) = &before
        && *before.document == *document
    {
        return Ok(Stored { change: ImportChange::Unchanged, seq: before.seq });
    }
    let audiences = audience::of_document(&document);
    let place = transaction.place(&key)?;
    let (left, replaces) = place.map_or_else(Default::default, |place| {
        let once = place.audiences.into_iter().chain(place.left);
        (once.filter(|audience| !audiences.contains(audience)).collect(), place.replaces)
    });
    let mut counters = transaction.counters()?;
    counters.feed += 1;
    let seq = counters.feed;
    transaction.set_counters(counters);
    transaction.change_document(key, ChangedDocument { document, seq, audiences, left, replaces });
    let change = if before.is_some() { ImportChange::Changed } else { ImportChange::Added };
    Ok(Stored { change, seq })
}

/// Stores documents from outside. The ticket counter is kept above the numbers that came in.
pub(crate) fn import(
    transaction: &Transaction<'_>,
    documents: &[Arc<Document>],
) -> Result<Vec<ImportChange>> {
    let mut digest = Sha256::new();
    let mut changes = Vec::with_capacity(documents.len());
    for documents in documents.chunks(ASKED_AT_ONCE) {
        let keys = documents.iter().map(|document| (document.kind(), document.id().to_owned()));
        transaction.expect(Wishes { documents: keys.collect(), ..Wishes::default() })?;
        for document in documents {
            if document.kind() == DocumentKind::Account {
                let why = "ledger accounts are not imported: they follow from transfers";
                return Err(HubError::Refused(why.to_owned()));
            }
            let stored = put(transaction, Arc::clone(document))?;
            if stored.change != ImportChange::Unchanged {
                digest.update(document.to_json()?);
                reserve_number(transaction, document)?;
            }
            changes.push(stored.change);
        }
    }
    let written = changes.iter().filter(|change| **change != ImportChange::Unchanged).count();
    if written > 0 {
        let digest = token::hex(&digest.finalize());
        let line = json!({"type": "import", "documents": written, "digest": digest});
        audit::append(transaction, &line)?;
    }
    Ok(changes)
}

/// The number that the next ticket will get.
pub(crate) fn next_ticket_number(transaction: &Transaction<'_>) -> Result<u64> {
    Ok(transaction.counters()?.ticket + 1)
}

/// Marks the number of a ticket as given out.
pub(crate) fn reserve_number(transaction: &Transaction<'_>, document: &Document) -> Result<()> {
    let Document::Ticket(ticket) = document else { return Ok(()) };
    let Some(number) = ticket.number else { return Ok(()) };
    let mut counters = transaction.counters()?;
    if counters.ticket < number {
        counters.ticket = number;
        transaction.set_counters(counters);
    }
    Ok(())
}
