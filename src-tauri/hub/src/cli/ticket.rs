//! `backstop-hub ticket list`: the hub's own truth, in the shape in which a desk shows it.

use backstop_domain::{
    document::{Document, DocumentKind},
    ticket::Ticket,
};
use clap::Subcommand;
use serde_json::{Value, json};

use crate::{error::Result, store::Store};

/// What can be asked about tickets.
#[derive(Debug, Subcommand)]
pub enum TicketCommand {
    /// Lists every ticket in the order in which it was opened.
    List {
        /// The database: sqlite:FILE or `postgres://…`.
        #[arg(long)]
        database: String,
        /// Answers with one JSON value.
        #[arg(long)]
        json: bool,
    },
}

/// Runs a command about tickets.
pub fn run(command: &TicketCommand) -> Result<()> {
    match command {
        TicketCommand::List { database, json } => list(&Store::open_existing(database)?, *json),
    }
}

fn list(store: &Store, json: bool) -> Result<()> {
    let tickets = tickets(store)?;
    if json {
        return super::print_json(&tickets.iter().map(shape).collect::<Vec<_>>());
    }
    tickets.iter().try_for_each(|ticket| super::answer(&described(ticket)))
}

fn described(ticket: &Ticket) -> String {
    let number = ticket.number.map_or_else(|| "-".to_owned(), |number| number.to_string());
    let (status, at) = (ticket.status.code(), ticket.created_at);
    format!("{number:>6}  {status:<16}  {at}  {}", ticket.title)
}

fn tickets(store: &Store) -> Result<Vec<Ticket>> {
    let documents = store.documents(DocumentKind::Ticket)?;
    let tickets = documents.into_iter().filter_map(|document| match document {
        Document::Ticket(ticket) => Some(ticket),
        _ => None,
    });
    let mut tickets: Vec<Ticket> = tickets.collect();
    tickets.sort_by(|a, b| a.created_at.cmp(&b.created_at).then_with(|| a.id.cmp(&b.id)));
    Ok(tickets)
}

fn shape(ticket: &Ticket) -> Value {
    json!({
        "id": ticket.id,
        "number": ticket.number,
        "kind": ticket.kind,
        "title": ticket.title,
        "status": ticket.status,
        "urgent": ticket.urgent,
        "line": ticket.line,
        "owner": ticket.owner,
        "customer_id": ticket.customer_id,
        "order_id": ticket.order_id,
        "created_at": ticket.created_at,
        "updated_at": ticket.updated_at,
        "due": ticket.next_due(),
        "state": "confirmed",
    })
}
