//! What is looked at: things from all over the shop, the same ones at every run.

use rusqlite::Connection;

use crate::Outcome;

/// This many of what a query with the columns `value` and `key` gives, in an order that looks like chance.
pub(crate) fn some(conn: &Connection, from: &str, most: usize) -> Outcome<Vec<String>> {
    // A multiplier from Knuth scatters the keys.
    let sql = format!(
        "SELECT value FROM (SELECT {from}) ORDER BY (key * 2654435761) % 4294967296 LIMIT {most}"
    );
    let mut find = conn.prepare(&sql)?;
    let values = find.query_map([], |r| r.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
    if values.is_empty() {
        return Err(format!("the desk holds nothing to look at: {from}").into());
    }
    Ok(values)
}

/// Identifiers of tickets.
pub(crate) fn tickets(conn: &Connection, most: usize) -> Outcome<Vec<String>> {
    some(conn, "id AS value, key FROM ticket", most)
}

/// Identifiers of tickets on which work goes on.
pub(crate) fn live_tickets(conn: &Connection, most: usize) -> Outcome<Vec<String>> {
    some(conn, "id AS value, key FROM ticket WHERE live = 1", most)
}

/// Identifiers of customers.
pub(crate) fn customers(conn: &Connection, most: usize) -> Outcome<Vec<String>> {
    some(conn, "id AS value, key FROM customer", most)
}
