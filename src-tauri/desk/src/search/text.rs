//! The words under which a thing is found.

use backstop_domain::{
    customer::Customer,
    order::{Order, OrderLine},
    product::Product,
    ticket::Ticket,
};
use rusqlite::Connection;

use crate::{error::Result, show::documents};

/// A ticket: its number and its title. The texts of its timeline are found one by one.
pub(super) fn ticket(ticket: &Ticket) -> String {
    match ticket.number {
        Some(number) => format!("#{number} {}", ticket.title),
        None => ticket.title.clone(),
    }
}

/// A customer: name, account, every address on every channel, and where they live.
pub(super) fn customer(customer: &Customer) -> String {
    let mut words = vec![customer.name.as_str(), customer.id.as_str()];
    words.extend(customer.handles.iter().map(|handle| handle.value.as_str()));
    let home = &customer.address;
    words.extend([&home.phone, &home.province, &home.city, &home.district].map(String::as_str));
    words.extend(customer.tags.iter().map(String::as_str));
    lines(words)
}

/// An order: its number, where it stands, what is in it and who receives it.
pub(super) fn order(conn: &Connection, order: &Order) -> Result<String> {
    let titles = order.lines.iter().map(|line| title(conn, line)).collect::<Result<Vec<_>>>()?;
    let mut words = vec![order.id.as_str(), order.status.as_str()];
    words.extend(titles.iter().map(String::as_str));
    words.extend([order.address.receiver.as_str(), order.address.phone.as_str()]);
    Ok(lines(words))
}

/// The title of a line: its own, else that of the product in the catalogue.
fn title(conn: &Connection, line: &OrderLine) -> Result<String> {
    if !line.title.is_empty() {
        return Ok(line.title.clone());
    }
    let product = documents::find::<Product>(conn, line.product_id.as_str())?;
    Ok(product.map_or_else(String::new, |product| product.name))
}

/// Parts on lines of their own, so that no phrase reaches from one into the next.
fn lines(words: Vec<&str>) -> String {
    let said: Vec<&str> = words.into_iter().filter(|word| !word.trim().is_empty()).collect();
    said.join("\n")
}
