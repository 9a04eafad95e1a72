//! An order with what belongs to it.

use std::collections::BTreeSet;

use backstop_domain::{
    id::TicketId, invoice::Invoice, order::Order, product::Product, service_order::ServiceOrder,
    shipment::Shipment,
};
use rusqlite::Connection;

use super::documents;
use crate::{
    error::{DeskError, Result},
    view::customer::OrderView,
};

/// The view of the order with this number.
pub(crate) fn view(conn: &Connection, id: &str) -> Result<OrderView> {
    let order = documents::find::<Order>(conn, id)?;
    let unknown = || DeskError::Unknown { kind: "order", id: id.to_owned() };
    around(conn, order.ok_or_else(unknown)?)
}

/// The view of an order that was read already.
pub(super) fn around(conn: &Connection, mut order: Order) -> Result<OrderView> {
    let products = products(conn, &order)?;
    fill_titles(&mut order, &products);
    let id = order.id.as_str();
    Ok(OrderView {
        shipments: documents::of_order::<Shipment>(conn, id)?,
        service_orders: documents::of_order::<ServiceOrder>(conn, id)?,
        invoice: documents::find::<Invoice>(conn, id)?,
        tickets: tickets(conn, id)?,
        products,
        order,
    })
}

/// The products in the order, each once, in the order of the lines.
fn products(conn: &Connection, order: &Order) -> Result<Vec<Product>> {
    let mut seen = BTreeSet::new();
    let ids = order.lines.iter().map(|line| line.product_id.as_str());
    let once = ids.filter(|id| seen.insert(*id));
    let found = once.map(|id| documents::find::<Product>(conn, id));
    found.filter_map(Result::transpose).collect()
}

fn fill_titles(order: &mut Order, products: &[Product]) {
    for line in order.lines.iter_mut().filter(|line| line.title.is_empty()) {
        if let Some(product) = products.iter().find(|product| product.id == line.product_id) {
            line.title.clone_from(&product.name);
        }
    }
}

/// Tickets about the order, newest first.
fn tickets(conn: &Connection, order_id: &str) -> Result<Vec<TicketId>> {
    let sql = "SELECT id FROM ticket WHERE order_id = ?1 ORDER BY created_ms DESC, key DESC";
    let mut find = conn.prepare_cached(sql)?;
    let ids = find.query_map([order_id], |r| Ok(TicketId(r.get(0)?)))?;
    Ok(ids.collect::<rusqlite::Result<_>>()?)
}
