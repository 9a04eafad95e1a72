//! Documents and their places in the feed.

use std::collections::{BTreeMap, BTreeSet};

use backstop_domain::{
    audience::{self, Audience},
    document::{Document, DocumentKind},
};
use rusqlite::{Connection, OptionalExtension};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::audit;
use crate::{
    error::{HubError, Result},
    token,
};

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

/// What became of a document that was stored.
pub(crate) struct Stored {
    /// What it was in comparison.
    pub(crate) change: ImportChange,
    /// Its place in the feed.
    pub(crate) seq: u64,
}

/// Finds one document.
pub(crate) fn find(
    connection: &Connection,
    kind: DocumentKind,
    id: &str,
) -> Result<Option<Document>> {
    let query = "SELECT body FROM document WHERE kind = ?1 AND id = ?2";
    let mut query = connection.prepare_cached(query)?;
    let body = query.query_row([kind.code(), id], |row| row.get::<_, String>(0)).optional()?;
    body.map(|body| Document::from_json(kind, &body).map_err(HubError::from)).transpose()
}

/// Whether a document is there, without reading it.
pub(crate) fn exists(connection: &Connection, kind: DocumentKind, id: &str) -> Result<bool> {
    let query = "SELECT 1 FROM document WHERE kind = ?1 AND id = ?2";
    Ok(connection.prepare_cached(query)?.exists([kind.code(), id])?)
}

/// Every document of a kind, by rising feed number.
pub(crate) fn of_kind(connection: &Connection, kind: DocumentKind) -> Result<Vec<Document>> {
    let query = "SELECT body FROM document WHERE kind = ?1 ORDER BY seq";
    let mut query = connection.prepare_cached(query)?;
    let bodies = query.query_map([kind.code()], |row| row.get::<_, String>(0))?;
    bodies.map(|body| Ok(Document::from_json(kind, &body?)?)).collect()
}

/// Which import everything came from that came from one.
pub(crate) fn sources(connection: &Connection) -> Result<Sources> {
    let query = "SELECT id, body ->> '$.source' FROM document
                 WHERE kind = ?1 AND body ->> '$.source' IS NOT NULL";
    let mut query = connection.prepare_cached(query)?;
    let of_kind = DocumentKind::ALL.iter().map(|kind| {
        let rows = query.query_map([kind.code()], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok((*kind, rows.collect::<Result<_, _>>()?))
    });
    of_kind.collect()
}

/// Stores a document under a new feed number, unless it is just what is there.
pub(crate) fn put(connection: &Connection, document: &Document) -> Result<Stored> {
    let body = document.to_json()?;
    match previous(connection, document)? {
        None => {
            let place = Place::new(document, BTreeSet::new(), BTreeSet::new());
            let seq = place.insert(connection, document, &body)?;
            Ok(Stored { change: ImportChange::Added, seq })
        }
        Some(old) if old.body == body => {
            Ok(Stored { change: ImportChange::Unchanged, seq: old.seq })
        }
        Some(old) => {
            forget_audiences(connection, &old)?;
            let place = Place::new(document, old.audiences, old.left);
            let seq = place.update(connection, old.seq, &body)?;
            Ok(Stored { change: ImportChange::Changed, seq })
        }
    }
}

/// Stores documents from outside. The ticket counter is kept above the numbers that came in.
pub(crate) fn import(connection: &Connection, documents: &[Document]) -> Result<Vec<ImportChange>> {
    let mut digest = Sha256::new();
    let mut changes = Vec::with_capacity(documents.len());
    for document in documents {
        if document.kind() == DocumentKind::Account {
            let why = "ledger accounts are not imported: they follow from transfers";
            return Err(HubError::Refused(why.to_owned()));
        }
        let stored = put(connection, document)?;
        if stored.change != ImportChange::Unchanged {
            digest.update(document.to_json()?);
            reserve_number(connection, document)?;
        }
        changes.push(stored.change);
    }
    let written = changes.iter().filter(|change| **change != ImportChange::Unchanged).count();
    if written > 0 {
        let digest = token::hex(&digest.finalize());
        audit::append(
            connection,
            &json!({"type": "import", "documents": written, "digest": digest}),
        )?;
    }
    Ok(changes)
}

/// The number that the next ticket will get.
pub(crate) fn next_ticket_number(connection: &Connection) -> Result<u64> {
    let query = "SELECT value + 1 FROM counter WHERE name = 'ticket'";
    Ok(connection.prepare_cached(query)?.query_row([], |row| row.get(0))?)
}

/// Marks the number of a ticket as given out.
pub(crate) fn reserve_number(connection: &Connection, document: &Document) -> Result<()> {
    let Document::Ticket(ticket) = document else { return Ok(()) };
    let Some(number) = ticket.number else { return Ok(()) };
    let raise = "UPDATE counter SET value = max(value, ?1) WHERE name = 'ticket'";
    connection.prepare_cached(raise)?.execute([number])?;
    Ok(())
}

struct Previous {
    seq: u64,
    body: String,
    audiences: BTreeSet<Audience>,
    left: BTreeSet<Audience>,
}

fn previous(connection: &Connection, document: &Document) -> Result<Option<Previous>> {
    let query =
        "SELECT seq, body, audiences, left_audiences FROM document WHERE kind = ?1 AND id = ?2";
    let mut query = connection.prepare_cached(query)?;
    let row = query.query_row([document.kind().code(), document.id()], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get::<_, String>(2)?, row.get::<_, String>(3)?))
    });
    let Some((seq, body, audiences, left)) = row.optional()? else { return Ok(None) };
    let audiences = serde_json::from_str(&audiences)?;
    Ok(Some(Previous { seq, body, audiences, left: serde_json::from_str(&left)? }))
}

/// Who may see a document, and who must be told that they no longer may.
struct Place {
    audiences: BTreeSet<Audience>,
    left: BTreeSet<Audience>,
}

impl Place {
    fn new(document: &Document, before: BTreeSet<Audience>, left: BTreeSet<Audience>) -> Self {
        let audiences = audience::of_document(document);
        let left = before.into_iter().chain(left).filter(|a| !audiences.contains(a)).collect();
        Self { audiences, left }
    }

    fn insert(&self, connection: &Connection, document: &Document, body: &str) -> Result<u64> {
        let seq = next_seq(connection)?;
        let insert = "INSERT INTO document (seq, kind, id, body, audiences, left_audiences)
                      VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        connection.prepare_cached(insert)?.execute(rusqlite::params![
            seq,
            document.kind().code(),
            document.id(),
            body,
            serde_json::to_string(&self.audiences)?,
            serde_json::to_string(&self.left)?,
        ])?;
        self.note_audiences(connection, seq)?;
        Ok(seq)
    }

    fn update(&self, connection: &Connection, old: u64, body: &str) -> Result<u64> {
        let seq = next_seq(connection)?;
        let update = "UPDATE document SET seq = ?1, body = ?2, audiences = ?3, left_audiences = ?4
                      WHERE seq = ?5";
        connection.prepare_cached(update)?.execute(rusqlite::params![
            seq,
            body,
            serde_json::to_string(&self.audiences)?,
            serde_json::to_string(&self.left)?,
            old,
        ])?;
        self.note_audiences(connection, seq)?;
        Ok(seq)
    }

    fn note_audiences(&self, connection: &Connection, seq: u64) -> Result<()> {
        let insert = "INSERT INTO document_audience (audience, seq, visible) VALUES (?1, ?2, ?3)";
        let mut insert = connection.prepare_cached(insert)?;
        let visible = self.audiences.iter().map(|audience| (audience, true));
        let gone = self.left.iter().map(|audience| (audience, false));
        for (audience, visible) in visible.chain(gone) {
            insert.execute(rusqlite::params![audience.0, seq, visible])?;
        }
        Ok(())
    }
}

fn forget_audiences(connection: &Connection, old: &Previous) -> Result<()> {
    let delete = "DELETE FROM document_audience WHERE audience = ?1 AND seq = ?2";
    let mut delete = connection.prepare_cached(delete)?;
    for audience in old.audiences.iter().chain(&old.left) {
        delete.execute(rusqlite::params![audience.0, old.seq])?;
    }
    Ok(())
}

/// The next feed number. It becomes visible with the document that carries it, so that no reader
/// ever sees a later number first.
fn next_seq(connection: &Connection) -> Result<u64> {
    let next = "UPDATE counter SET value = value + 1 WHERE name = 'feed' RETURNING value";
    Ok(connection.prepare_cached(next)?.query_row([], |row| row.get(0))?)
}
