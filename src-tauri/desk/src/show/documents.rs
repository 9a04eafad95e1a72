//! Reading current documents from `cache.db`, each as what it is.

use backstop_domain::{
    article::Article,
    customer::Customer,
    document::{Document, DocumentKind},
    drill_run::DrillRun,
    grant::Grant,
    invoice::Invoice,
    ledger::Account,
    order::Order,
    person::Person,
    product::Product,
    scenario::Scenario,
    service_order::ServiceOrder,
    shipment::Shipment,
    ticket::Ticket,
};
use rusqlite::{Connection, OptionalExtension, Params};
use serde::de::DeserializeOwned;

use crate::error::Result;

/// The body of a kind of document.
pub(crate) trait Body: DeserializeOwned {
    /// Which kind.
    const KIND: DocumentKind;
}

macro_rules! bodies {
    ($($body:ident),+ $(,)?) => {$(
        impl Body for $body {
            const KIND: DocumentKind = DocumentKind::$body;
        }
    )+};
}

bodies!(
    Account,
    Article,
    Customer,
    DrillRun,
    Grant,
    Invoice,
    Order,
    Person,
    Product,
    Scenario,
    ServiceOrder,
    Shipment,
    Ticket,
);

/// The thing with this identity, if it is here.
pub(crate) fn find<T: Body>(conn: &Connection, id: &str) -> Result<Option<T>> {
    let sql = "SELECT ifnull(current, confirmed) FROM document WHERE kind = ?1 AND id = ?2";
    let mut find = conn.prepare_cached(sql)?;
    let body: Option<String> = find.query_row((T::KIND.code(), id), |r| r.get(0)).optional()?;
    Ok(body.and_then(|body| parse(&body)))
}

/// The thing with this `document.key`, whatever it is.
pub(crate) fn at(conn: &Connection, key: i64) -> Result<Option<Document>> {
    let sql = "SELECT kind, ifnull(current, confirmed) FROM document WHERE key = ?1";
    let mut find = conn.prepare_cached(sql)?;
    let read = |r: &rusqlite::Row<'_>| Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?));
    let Some((kind, body)) = find.query_row([key], read).optional()? else { return Ok(None) };
    let Some(kind) = DocumentKind::from_code(&kind) else { return Ok(None) };
    Ok(Document::from_json(kind, &body).inspect_err(warn).ok())
}

/// Every thing of a kind, by identity.
pub(crate) fn all<T: Body>(conn: &Connection) -> Result<Vec<T>> {
    let sql = "SELECT ifnull(current, confirmed) FROM document WHERE kind = ?1 ORDER BY id";
    bodies(conn, sql, [T::KIND.code()])
}

/// Every thing of a kind that belongs to a customer, by identity. The index is named because the planner
/// would rather walk through every thing of the kind than sort a handful.
pub(crate) fn of_customer<T: Body>(conn: &Connection, customer_id: &str) -> Result<Vec<T>> {
    let sql = "SELECT ifnull(current, confirmed) FROM document INDEXED BY document_customer
        WHERE customer_id = ?1 AND kind = ?2 ORDER BY id";
    bodies(conn, sql, (customer_id, T::KIND.code()))
}

/// Every thing of a kind that belongs to an order, by identity.
pub(crate) fn of_order<T: Body>(conn: &Connection, order_id: &str) -> Result<Vec<T>> {
    let sql = "SELECT ifnull(current, confirmed) FROM document INDEXED BY document_order
        WHERE order_id = ?1 AND kind = ?2 ORDER BY id";
    bodies(conn, sql, (order_id, T::KIND.code()))
}

/// Whether some of this desk's work on a thing waits, and whether some of it was refused.
pub(crate) fn marks(conn: &Connection, kind: DocumentKind, id: &str) -> Result<(bool, bool)> {
    let sql = "SELECT pending > 0, stuck > 0 FROM document WHERE kind = ?1 AND id = ?2";
    let mut find = conn.prepare_cached(sql)?;
    let marks = find.query_row((kind.code(), id), |r| Ok((r.get(0)?, r.get(1)?))).optional()?;
    Ok(marks.unwrap_or_default())
}

/// The bodies in the first column of a query's answer.
pub(crate) fn bodies<T: Body>(conn: &Connection, sql: &str, params: impl Params) -> Result<Vec<T>> {
    let mut find = conn.prepare_cached(sql)?;
    let mut rows = find.query(params)?;
    let mut bodies = Vec::new();
    while let Some(row) = rows.next()? {
        let body = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
        bodies.extend(parse(body));
    }
    Ok(bodies)
}

/// A body that this version cannot read is left out of every view; the store keeps it as it came.
fn parse<T: Body>(body: &str) -> Option<T> {
    serde_json::from_str(body).inspect_err(warn).ok()
}

fn warn(error: &serde_json::Error) {
    tracing::warn!(%error, "a document cannot be read");
}
