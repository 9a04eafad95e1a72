//! The 360 view of a customer.

use std::collections::BTreeMap;

use backstop_domain::{
    customer::Customer,
    grant::{Grant, GrantState},
    money::Fen,
    order::Order,
    ticket::{EntryBody, Solved, Ticket},
};
use jiff::Timestamp;
use rusqlite::Connection;

use super::{documents, guess, interaction, order, queue};
use crate::{
    error::{DeskError, Result},
    view::customer::{CustomerView, Money, OrderView, Value},
};

/// The eight dimensions of one customer.
pub(crate) fn view(conn: &Connection, id: &str, now: Timestamp) -> Result<CustomerView> {
    let found = documents::find::<Customer>(conn, id)?;
    let unknown = || DeskError::Unknown { kind: "customer", id: id.to_owned() };
    let customer = found.ok_or_else(unknown)?;
    let orders = orders(conn, id)?;
    let tickets = documents::of_customer::<Ticket>(conn, id)?;
    let mut grants = documents::of_customer::<Grant>(conn, id)?;
    grants.sort_by(|a, b| (b.requested_at, &b.id).cmp(&(a.requested_at, &a.id)));
    Ok(CustomerView {
        guesses: guess::guesses(&tickets, &orders, now),
        interactions: interaction::interactions(&tickets, &orders, &grants),
        value: value(&tickets, &orders, &grants),
        tickets: queue::of_customer(conn, id, now)?,
        customer,
        orders,
        grants,
    })
}

/// The orders, the greatest number first: shops count upwards, and few of them date their orders.
fn orders(conn: &Connection, customer_id: &str) -> Result<Vec<OrderView>> {
    let orders = documents::of_customer::<Order>(conn, customer_id)?;
    orders.into_iter().rev().map(|order| order::around(conn, order)).collect()
}

fn value(tickets: &[Ticket], orders: &[OrderView], grants: &[Grant]) -> Value {
    let is_solved =
        |ticket: &&Ticket| ticket.ending.as_ref().is_some_and(|ending| ending.solved != Solved::No);
    Value {
        spent: spent(orders),
        orders: count(orders.len()),
        tickets: count(tickets.len()),
        solved: count(tickets.iter().filter(is_solved).count()),
        granted: granted(grants),
        satisfaction: satisfaction(tickets),
    }
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// What was ordered for, by currency. A sum that leaves the range of money stays at what it was.
fn spent(orders: &[OrderView]) -> Vec<Money> {
    let mut sums: BTreeMap<&str, Fen> = BTreeMap::new();
    for OrderView { order, .. } in orders {
        let sum = sums.entry(order.currency.as_str()).or_default();
        *sum = sum.checked_add(order.total).unwrap_or(*sum);
    }
    let money = |(currency, amount): (&str, Fen)| Money { currency: currency.to_owned(), amount };
    sums.into_iter().map(money).collect()
}

fn granted(grants: &[Grant]) -> Fen {
    let standing = grants.iter().filter(|grant| grant.state == GrantState::Granted);
    standing.fold(Fen::ZERO, |sum, grant| sum.checked_add(grant.amount).unwrap_or(sum))
}

/// The marks at the ends of tickets, newest first, those of tickets that were reopened included.
fn satisfaction(tickets: &[Ticket]) -> Vec<u8> {
    let entries = tickets.iter().flat_map(|ticket| &ticket.timeline);
    let mut marks: Vec<(Timestamp, u8)> = entries
        .filter_map(|entry| match &entry.body {
            EntryBody::Resolved { ending } => Some((entry.at, ending.satisfied?)),
            _ => None,
        })
        .collect();
    marks.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    marks.into_iter().map(|(_, mark)| mark).collect()
}
