//! Documents in the cache: what the hub confirmed, and what it is with this desk's pending work.

use backstop_domain::{
    document::{Document, DocumentKind},
    id::OrderId,
};
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::{derived::Derived, error::Result};

/// One thing: its kind and its identifier.
pub(crate) type Thing = (DocumentKind, String);

/// A thing as it is now, pending work included.
pub(crate) fn current(conn: &Connection, kind: DocumentKind, id: &str) -> Result<Option<Document>> {
    let sql = "SELECT ifnull(current, confirmed) FROM document WHERE kind = ?1 AND id = ?2";
    read(conn, sql, kind, id)
}

/// A thing as the hub last said it is.
pub(crate) fn confirmed(
    conn: &Connection,
    kind: DocumentKind,
    id: &str,
) -> Result<Option<Document>> {
    let sql = "SELECT confirmed FROM document WHERE kind = ?1 AND id = ?2";
    read(conn, sql, kind, id)
}

/// Where in the feed a thing was last confirmed; nothing if it never was, or not in this round of pulling from zero: a
/// place in another history says nothing about this one.
pub(crate) fn confirmed_seq(
    conn: &Connection,
    (kind, id): &Thing,
    round: u64,
) -> Result<Option<u64>> {
    let sql = "SELECT seq FROM document
               WHERE kind = ?1 AND id = ?2 AND round = ?3 AND confirmed IS NOT NULL";
    let mut query = conn.prepare_cached(sql)?;
    Ok(query.query_row(params![kind.code(), id, round], |r| r.get(0)).optional()?)
}

fn read(conn: &Connection, sql: &str, kind: DocumentKind, id: &str) -> Result<Option<Document>> {
    let mut query = conn.prepare_cached(sql)?;
    let body: Option<Option<String>> =
        query.query_row([kind.code(), id], |r| r.get(0)).optional()?;
    Ok(body.flatten().and_then(|body| parse(kind, id, &body)))
}

/// Reads a body. One that this version cannot read is kept as it came and left out of every view.
pub(crate) fn parse(kind: DocumentKind, id: &str, body: &str) -> Option<Document> {
    let document = Document::from_json(kind, body);
    document
        .inspect_err(
            |error| tracing::warn!(kind = kind.code(), id, %error, "a document cannot be read"),
        )
        .ok()
}

/// What the hub says about a thing.
pub(crate) struct Confirmed<'a> {
    pub(crate) kind: DocumentKind,
    pub(crate) id: &'a str,
    pub(crate) seq: u64,
    pub(crate) round: u64,
    /// The body as it came.
    pub(crate) body: &'a str,
}

/// Keeps what the hub says; the caller sees to what is derived from it. Returns the key of the row.
pub(crate) fn confirm(
    conn: &Connection,
    said: &Confirmed<'_>,
    document: Option<&Document>,
) -> Result<i64> {
    let (customer, order) = document.map_or((None, None), links);
    let mut upsert = conn.prepare_cached(
        "INSERT INTO document (kind, id, seq, round, confirmed, customer_id, order_id)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (kind, id) DO UPDATE SET seq = ?3, round = ?4, confirmed = ?5, customer_id = ?6, order_id = ?7
         RETURNING key",
    )?;
    let values =
        params![said.kind.code(), said.id, said.seq, said.round, said.body, customer, order];
    Ok(upsert.query_row(values, |r| r.get(0))?)
}

/// Notes that the hub no longer shows a thing. What is pending on it stays until it is decided again.
pub(crate) fn unconfirm(
    conn: &Connection,
    kind: DocumentKind,
    id: &str,
    derived: &mut Derived<'_>,
) -> Result<()> {
    let mut keep = conn.prepare_cached(
        "UPDATE document SET confirmed = NULL WHERE kind = ?1 AND id = ?2 AND current IS NOT NULL",
    )?;
    if keep.execute([kind.code(), id])? == 0 {
        remove(conn, kind, id, derived)?;
    }
    Ok(())
}

/// Shows a thing as it is with pending work: `None` when that changes nothing.
pub(crate) fn show(
    conn: &Connection,
    thing: &Thing,
    with_work: Option<&Document>,
    derived: &mut Derived<'_>,
) -> Result<()> {
    let (kind, id) = (thing.0, thing.1.as_str());
    let confirmed = confirmed(conn, kind, id)?;
    let Some(document) = with_work.or(confirmed.as_ref()) else {
        return remove(conn, kind, id, derived);
    };
    let (customer, order) = links(document);
    let is_confirmed = confirmed.as_ref() == Some(document);
    let body = if is_confirmed { None } else { Some(document.to_json()?) };
    // An upsert would have its new row checked first, and a row without any body is refused.
    let sql = if is_confirmed {
        "UPDATE document SET current = ?3, customer_id = ?4, order_id = ?5
         WHERE kind = ?1 AND id = ?2 RETURNING key"
    } else {
        "INSERT INTO document (kind, id, current, customer_id, order_id) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (kind, id) DO UPDATE SET current = ?3, customer_id = ?4, order_id = ?5
         RETURNING key"
    };
    let mut write = conn.prepare_cached(sql)?;
    let key = write.query_row(params![kind.code(), id, body, customer, order], |r| r.get(0))?;
    derived.put(key, document)
}

/// Removes a thing with everything derived from it.
pub(crate) fn remove(
    conn: &Connection,
    kind: DocumentKind,
    id: &str,
    derived: &mut Derived<'_>,
) -> Result<()> {
    let mut delete =
        conn.prepare_cached("DELETE FROM document WHERE kind = ?1 AND id = ?2 RETURNING key")?;
    let key: Option<i64> = delete.query_row([kind.code(), id], |r| r.get(0)).optional()?;
    if let Some(key) = key {
        derived.remove(key, kind)?;
    }
    Ok(())
}

/// The customer and the order that a thing belongs to.
fn links(document: &Document) -> (Option<&str>, Option<&str>) {
    match document {
        Document::Order(d) => (Some(d.customer_id.as_str()), None),
        Document::Shipment(d) => (Some(d.customer_id.as_str()), Some(d.order_id.as_str())),
        Document::ServiceOrder(d) => (Some(d.customer_id.as_str()), Some(d.order_id.as_str())),
        Document::Invoice(d) => (None, Some(d.order_id.as_str())),
        Document::Ticket(d) => {
            (Some(d.customer_id.as_str()), d.order_id.as_ref().map(OrderId::as_str))
        }
        Document::Grant(d) => {
            (Some(d.customer_id.as_str()), d.order_id.as_ref().map(OrderId::as_str))
        }
        _ => (None, None),
    }
}
