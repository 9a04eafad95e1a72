//! The list of customers, by how their names are read, whole or as far as it answers a search.

use backstop_domain::id::CustomerId;
use rusqlite::{Connection, Row};

use crate::{
    error::Result,
    search::{self, rows::Class},
    view::customer::{CustomerPage, CustomerRow},
};

/// No page is longer than this, whatever is asked for.
const LONGEST_PAGE: u32 = 1_000;

const COLUMNS: &str = "c.id, c.name, c.reach, c.place,
    (SELECT count(*) FROM document d WHERE d.customer_id = c.id AND d.kind = 'order'),
    (SELECT count(*) FROM ticket t WHERE t.customer_id = c.id AND t.live = 1)";

/// A page of the customers that `text` means; of all customers when it is empty.
pub(crate) fn page(conn: &Connection, text: &str, offset: u32, limit: u32) -> Result<CustomerPage> {
    let limit = limit.min(LONGEST_PAGE);
    if text.trim().is_empty() {
        return whole_list(conn, offset, limit);
    }
    let mut keys = search::keys(conn, Class::Customer, text)?;
    let total = u32::try_from(keys.len()).unwrap_or(u32::MAX);
    sort_by_name(conn, &mut keys)?;
    let wanted = keys.into_iter().skip(offset as usize).take(limit as usize);
    let mut find =
        conn.prepare_cached(&format!("SELECT {COLUMNS} FROM customer c WHERE c.key = ?1"))?;
    let rows = wanted.map(|key| find.query_row([key], read)).collect::<rusqlite::Result<_>>()?;
    Ok(CustomerPage { total, rows })
}

fn whole_list(conn: &Connection, offset: u32, limit: u32) -> Result<CustomerPage> {
    let total =
        conn.prepare_cached("SELECT count(*) FROM customer")?.query_row([], |r| r.get(0))?;
    let mut find = conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM customer c ORDER BY c.sort, c.name, c.id LIMIT ?1 OFFSET ?2"
    ))?;
    let rows = find.query_map([limit, offset], read)?.collect::<rusqlite::Result<_>>()?;
    Ok(CustomerPage { total, rows })
}

fn sort_by_name(conn: &Connection, keys: &mut [i64]) -> Result<()> {
    let mut find = conn.prepare_cached("SELECT sort, name, id FROM customer WHERE key = ?1")?;
    let mut named = Vec::with_capacity(keys.len());
    for key in keys.iter() {
        let name: (String, String, String) =
            find.query_row([key], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
        named.push((name, *key));
    }
    named.sort_unstable();
    for (place, (_, key)) in keys.iter_mut().zip(named) {
        *place = key;
    }
    Ok(())
}

fn read(r: &Row<'_>) -> rusqlite::Result<CustomerRow> {
    Ok(CustomerRow {
        id: CustomerId(r.get(0)?),
        name: r.get(1)?,
        reach: r.get(2)?,
        place: r.get(3)?,
        orders: r.get(4)?,
        live_tickets: r.get(5)?,
    })
}
