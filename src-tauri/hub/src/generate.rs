//! Making a large shop out of a number: for benchmarks and for trying the console at scale.
//!
//! The same seed gives the same customers, orders and tickets, as long as the same people work here
//! and the days end at the same instant. Tickets are made by the rules of the domain, command by
//! command, so that nothing in a generated hub could not have happened in a real one.

mod casework;
mod chance;
mod shopping;
mod words;

use std::sync::Arc;

use backstop_domain::{
    document::{Document, DocumentKind},
    person::Person,
    ticket::Ticket,
};
use jiff::Timestamp;
use serde::Serialize;

use self::{casework::Office, chance::Chance};
use crate::{
    error::{HubError, Result},
    person, sample,
    store::{Store, documents},
};

/// The desk that generated commands name.
const DESK: &str = "generated";
/// How many tickets are written in one transaction.
const CHUNK: usize = 2_000;

/// What is to be made.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// What everything follows from.
    pub seed: u64,
    /// How many tickets.
    pub tickets: usize,
    /// How many customers they are about.
    pub customers: usize,
    /// When the generated days end.
    pub until: Timestamp,
}

/// What was made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Generated {
    /// Products.
    pub products: usize,
    /// Customers.
    pub customers: usize,
    /// Orders.
    pub orders: usize,
    /// Parcels.
    pub shipments: usize,
    /// Tickets.
    pub tickets: usize,
    /// Messages on the tickets.
    pub messages: usize,
}

/// Makes what the plan says and writes it into the store; `tell` hears after each step how many
/// tickets there are. What this seed made before is left as it is, so a generation that was cut
/// short can be finished by the same plan.
pub fn generate(store: &Store, plan: &Plan, tell: &dyn Fn(usize)) -> Result<Generated> {
    if plan.customers == 0 || plan.tickets == 0 {
        return Err(HubError::Refused("at least one customer and one ticket are needed".into()));
    }
    let mut made = Generated::default();
    let products = shopping::products();
    let baskets: Vec<_> =
        (0..plan.customers).map(|i| shopping::basket(plan, &products, i)).collect();
    made.products = write(store, products.iter().cloned().map(Document::from).collect())?;
    for chunk in baskets.chunks(CHUNK) {
        let customers = chunk.iter().map(|basket| basket.customer.clone().into());
        made.customers += write(store, customers.collect())?;
        let orders = chunk.iter().flat_map(|basket| basket.orders.iter().cloned());
        made.orders += write(store, orders.map(Document::from).collect())?;
        let parcels = chunk.iter().flat_map(|basket| basket.shipments.iter().cloned());
        made.shipments += write(store, parcels.map(Document::from).collect())?;
    }
    let office = Office::new(workers(store, plan)?, plan, baskets)?;
    for first in (0..plan.tickets).step_by(CHUNK) {
        let last = plan.tickets.min(first + CHUNK);
        let (tickets, messages) = write_tickets(store, &office, first..last)?;
        made.tickets += tickets;
        made.messages += messages;
        tell(last);
    }
    Ok(made)
}

/// Writes those of the documents that are not there yet, and counts them.
fn write(store: &Store, documents: Vec<Document>) -> Result<usize> {
    let documents: Vec<_> = documents.into_iter().map(Arc::new).collect();
    store.write(move |transaction| {
        let keys = documents.iter().map(|document| (document.kind(), document.id().to_owned()));
        transaction.expect_present(keys.collect())?;
        let mut fresh = Vec::with_capacity(documents.len());
        for document in &documents {
            if !documents::exists(transaction, document.kind(), document.id())? {
                fresh.push(Arc::clone(document));
            }
        }
        documents::import(transaction, &fresh)?;
        Ok(fresh.len())
    })
}

/// Writes a run of tickets with fresh numbers, unless this seed wrote them before.
fn write_tickets(
    store: &Store,
    office: &Office,
    range: std::ops::Range<usize>,
) -> Result<(usize, usize)> {
    let tickets = range.map(|index| office.ticket(index)).collect::<Result<Vec<_>>>()?;
    store.write(move |transaction| {
        let known = tickets.first().map(|first| first.id.as_str()).unwrap_or_default();
        if documents::exists(transaction, DocumentKind::Ticket, known)? {
            return Ok((0, 0));
        }
        let next = documents::next_ticket_number(transaction)?;
        let messages = tickets.iter().flat_map(|ticket| &ticket.timeline);
        let messages = messages.filter(|entry| entry.is_public()).count();
        let numbered = (next..).zip(&tickets).map(|(number, ticket)| {
            let ticket = Ticket { number: Some(number), ..ticket.clone() };
            Arc::new(Document::from(ticket))
        });
        let documents: Vec<_> = numbered.collect();
        documents::import(transaction, &documents)?;
        Ok((documents.len(), messages))
    })
}

/// Who works the tickets, by identifier: whoever is here, or else the team of the sample.
fn workers(store: &Store, plan: &Plan) -> Result<Vec<Person>> {
    let mut people = working(store)?;
    if people.is_empty() {
        sample::assemble(store, plan.until)?;
        people = working(store)?;
    }
    people.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(people)
}

fn working(store: &Store) -> Result<Vec<Person>> {
    let people = person::list(store)?;
    Ok(people.into_iter().filter(|p| !p.disabled && p.works_tickets()).collect())
}
