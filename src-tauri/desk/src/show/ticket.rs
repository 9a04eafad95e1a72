//! One ticket with everything its screen shows.

use std::collections::{BTreeMap, BTreeSet};

use backstop_domain::{
    customer::Customer,
    grant::Grant,
    id::PersonId,
    person::Person,
    ticket::{Author, EntryBody, Ticket},
};
use jiff::Timestamp;
use rusqlite::Connection;

use super::{documents, pending};
use crate::{
    error::{DeskError, Result},
    view::ticket::{ClockView, TicketView},
};

/// The view of a ticket.
pub(crate) fn view(conn: &Connection, id: &str, now: Timestamp) -> Result<TicketView> {
    let found = documents::find::<Ticket>(conn, id)?;
    let unknown = || DeskError::Unknown { kind: "ticket", id: id.to_owned() };
    let ticket = found.ok_or_else(unknown)?;
    let grants = grants_on(conn, &ticket)?;
    Ok(TicketView {
        clocks: clocks(&ticket, now),
        customer_name: customer_name(conn, ticket.customer_id.as_str())?,
        people: names(conn, mentioned(&ticket, &grants))?,
        pending: pending::work(conn, &ticket, &grants)?,
        grants,
        ticket,
    })
}

/// The name of a customer, or nothing where they are not on this desk.
pub(crate) fn customer_name(conn: &Connection, id: &str) -> Result<String> {
    Ok(documents::find::<Customer>(conn, id)?.map_or_else(String::new, |customer| customer.name))
}

/// The name of a member of the team, or nothing where they are not on this desk.
pub(crate) fn person_name(conn: &Connection, id: &PersonId) -> Result<String> {
    Ok(documents::find::<Person>(conn, id.as_str())?.map_or_else(String::new, |person| person.name))
}

fn clocks(ticket: &Ticket, now: Timestamp) -> Vec<ClockView> {
    let clocks = ticket.clocks.iter();
    clocks.map(|clock| ClockView { reading: clock.reading(now), clock: clock.clone() }).collect()
}

fn grants_on(conn: &Connection, ticket: &Ticket) -> Result<Vec<Grant>> {
    let mut grants: Vec<Grant> = documents::of_customer(conn, ticket.customer_id.as_str())?;
    grants.retain(|grant| grant.ticket_id.as_ref() == Some(&ticket.id));
    grants.sort_by(|a, b| (a.requested_at, &a.id).cmp(&(b.requested_at, &b.id)));
    Ok(grants)
}

fn mentioned<'a>(ticket: &'a Ticket, grants: &'a [Grant]) -> BTreeSet<&'a PersonId> {
    let mut people: BTreeSet<&PersonId> = ticket.owner.iter().chain([&ticket.opened_by]).collect();
    for entry in &ticket.timeline {
        if let Author::Person(id) = &entry.author {
            people.insert(id);
        }
        if let EntryBody::Assigned { owner: Some(id) } = &entry.body {
            people.insert(id);
        }
    }
    people.extend(grants.iter().map(|grant| &grant.requested_by));
    people.extend(grants.iter().filter_map(|grant| grant.decided_by.as_ref()));
    people
}

fn names(conn: &Connection, people: BTreeSet<&PersonId>) -> Result<BTreeMap<PersonId, String>> {
    let named = people.into_iter().map(|id| Ok((id.clone(), person_name(conn, id)?)));
    let known = named.filter(|pair| !matches!(pair, Ok((_, name)) if name.is_empty()));
    known.collect()
}
