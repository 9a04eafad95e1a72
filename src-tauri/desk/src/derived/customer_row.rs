//! The row of a customer in the list of customers.

use backstop_domain::customer::{Address, Customer};
use backstop_lens::latin;
use rusqlite::{Connection, params};

use crate::error::Result;

/// Writes the row.
pub(super) fn put(conn: &Connection, key: i64, customer: &Customer) -> Result<()> {
    let sql =
        "INSERT INTO customer (key, id, name, reach, place, sort) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT (key) DO UPDATE SET name = excluded.name, reach = excluded.reach,
            place = excluded.place, sort = excluded.sort";
    let (reach, place) = (reach(customer), place(&customer.address));
    conn.prepare_cached(sql)?.execute(params![
        key,
        customer.id.as_str(),
        customer.name,
        reach,
        place,
        latin::sort_key(&customer.name),
    ])?;
    Ok(())
}

/// The telephone number, else the e-mail address, else whatever there is.
fn reach(customer: &Customer) -> &str {
    let on = |channel: &str| customer.handles.iter().find(|handle| handle.channel == channel);
    let handle = on("phone").or_else(|| on("email")).or_else(|| customer.handles.first());
    handle.map_or("", |handle| &handle.value)
}

/// Province and city; a city of the same name is its own province.
fn place(address: &Address) -> String {
    let (province, city) = (address.province.trim(), address.city.trim());
    if province.is_empty() || province == city {
        return city.to_owned();
    }
    if city.is_empty() {
        return province.to_owned();
    }
    format!("{province} {city}")
}
