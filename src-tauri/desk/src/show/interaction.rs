//! The dated things in a customer's life with the shop, merged from wherever they are recorded.

use backstop_domain::{
    grant::Grant,
    shipment::{Shipment, TrackEvent},
    ticket::{Entry, EntryBody, Ticket},
};

use crate::view::customer::{Interaction, OrderView};

/// Every interaction, newest first. Internal notes and handovers are the team's life, not the
/// customer's, and stay on the ticket.
pub(super) fn interactions(
    tickets: &[Ticket],
    orders: &[OrderView],
    grants: &[Grant],
) -> Vec<Interaction> {
    let mut all: Vec<Interaction> = Vec::new();
    all.extend(tickets.iter().flat_map(of_ticket));
    all.extend(orders.iter().flat_map(|order| &order.shipments).flat_map(of_parcel));
    all.extend(grants.iter().map(of_grant));
    all.reverse();
    all.sort_by_key(|interaction| std::cmp::Reverse(interaction.at));
    all
}

fn of_ticket(ticket: &Ticket) -> impl Iterator<Item = Interaction> {
    ticket.timeline.iter().filter_map(|entry| of_entry(ticket, entry))
}

fn of_entry(ticket: &Ticket, entry: &Entry) -> Option<Interaction> {
    let (kind, text) = match &entry.body {
        EntryBody::Message { text, .. } => ("message", text),
        EntryBody::Description { .. } => ("ticket", &ticket.title),
        EntryBody::Resolved { ending } => ("resolved", &ending.summary),
        _ => return None,
    };
    Some(Interaction {
        at: entry.at,
        kind: kind.to_owned(),
        text: text.clone(),
        grant: None,
        ticket_id: Some(ticket.id.clone()),
        entry_id: Some(entry.id.clone()),
        order_id: ticket.order_id.clone(),
    })
}

fn of_parcel(parcel: &Shipment) -> impl Iterator<Item = Interaction> {
    parcel.track.iter().filter_map(|event| {
        Some(Interaction {
            at: event.at?,
            kind: "parcel".to_owned(),
            text: words(event),
            grant: None,
            ticket_id: None,
            entry_id: None,
            order_id: Some(parcel.order_id.clone()),
        })
    })
}

fn words(event: &TrackEvent) -> String {
    if event.text.is_empty() { event.status.clone() } else { event.text.clone() }
}

fn of_grant(grant: &Grant) -> Interaction {
    Interaction {
        at: grant.decided_at.unwrap_or(grant.requested_at),
        kind: "grant".to_owned(),
        text: grant.note.clone(),
        grant: Some(grant.clone()),
        ticket_id: grant.ticket_id.clone(),
        entry_id: None,
        order_id: grant.order_id.clone(),
    }
}
