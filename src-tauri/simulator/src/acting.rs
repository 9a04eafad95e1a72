//! What people do: whatever their screen lets them, wisely or not.

use anyhow::Result;
use backstop_desk::{
    Desk, DeskError,
    draft::{Draft, DraftKind},
    intent::Intent,
    view::outbox::OutboxState,
};
use backstop_domain::{
    document::{Document, DocumentKind},
    grant::GrantKind,
    id::{CustomerId, EntryId, GrantId, PersonId, TicketId},
    money::Fen,
    ticket::{Ending, Liable, Solved, Ticket, TicketKind, TicketStatus},
};

use crate::{
    chance::Chance,
    shop::{CUSTOMERS, PEOPLE},
};

/// What somebody is about to do.
#[derive(Debug)]
pub enum Deed {
    /// A command.
    Submit(Intent),
    /// A draft is saved.
    Draft(Draft),
    /// A refused command is sent again, with other words or as it is.
    Resend(u64),
    /// A refused command is given up.
    Discard(u64),
}

/// The things of the world that can be worked on.
#[derive(Debug, Default)]
pub struct Things {
    /// Tickets that somebody has opened.
    pub tickets: Vec<String>,
    /// Grants that somebody has asked for.
    pub grants: Vec<String>,
}

/// Something that a person at a desk might do now; nothing when what they thought of is not there.
pub fn choose(chance: &mut Chance, desk: &Desk, things: &Things) -> Result<Option<Deed>> {
    match chance.below(100) {
        0..6 => Ok(Some(Deed::Draft(draft(chance, things)))),
        6..14 => tidy(chance, desk),
        14..22 => Ok(Some(Deed::Submit(open(chance)))),
        22..40 if !things.grants.is_empty() || chance.below(2) == 0 => money(chance, desk, things),
        _ => work(chance, desk, things),
    }
}

fn open(chance: &mut Chance) -> Intent {
    Intent::OpenTicket {
        customer_id: CustomerId::new(CUSTOMERS[chance.index(CUSTOMERS.len())]),
        order_id: None,
        kind: TicketKind::Complaint,
        title: "late".to_owned(),
        text: "it is late".to_owned(),
        urgent: chance.below(2) == 0,
    }
}

fn draft(chance: &mut Chance, things: &Things) -> Draft {
    let subject = chance.one(&things.tickets).cloned().unwrap_or_default();
    Draft {
        id: format!("draft-{}", chance.below(3)),
        kind: DraftKind::Reply,
        subject,
        fields: [("text".to_owned(), format!("words {}", chance.below(1_000)))].into(),
        focus: "text".to_owned(),
        caret: 0,
        updated_at: None,
    }
}

/// Ends what was refused.
fn tidy(chance: &mut Chance, desk: &Desk) -> Result<Option<Deed>> {
    let rows = desk.outbox()?;
    let stuck: Vec<_> = rows.iter().filter(|row| row.state == OutboxState::Stuck).collect();
    let Some(row) = chance.one(&stuck) else { return Ok(None) };
    Ok(Some(if chance.below(2) == 0 { Deed::Resend(row.n) } else { Deed::Discard(row.n) }))
}

fn work(chance: &mut Chance, desk: &Desk, things: &Things) -> Result<Option<Deed>> {
    let Some(id) = recent(chance, &things.tickets) else { return Ok(None) };
    let Some(Document::Ticket(ticket)) = desk.document(DocumentKind::Ticket, id)? else {
        return Ok(None);
    };
    Ok(Some(Deed::Submit(on_ticket(chance, &ticket))))
}

/// People work on what is new, so that they meet there.
fn recent<'a>(chance: &mut Chance, all: &'a [String]) -> Option<&'a String> {
    let newest = &all[all.len().saturating_sub(4)..];
    if chance.below(4) == 0 { chance.one(all) } else { chance.one(newest) }
}

fn on_ticket(chance: &mut Chance, ticket: &Ticket) -> Intent {
    let ticket_id = ticket.id.clone();
    let text = || "words".to_owned();
    match chance.below(20) {
        0..6 => Intent::AddNote { ticket_id, text: text() },
        6..10 => Intent::Reply { ticket_id, text: text(), seen: newest(ticket) },
        10..12 => Intent::RecordMessage { ticket_id, channel: "phone".to_owned(), text: text() },
        12..15 => Intent::ClaimTicket { ticket_id },
        15..17 => Intent::AssignTicket { ticket_id, owner: somebody(chance) },
        17 => Intent::SetStatus { ticket_id, status: status(chance) },
        18 => Intent::EscalateTicket { ticket_id, line: ticket.line + 1, reason: text() },
        _ => Intent::ResolveTicket { ticket_id, ending: ending() },
    }
}

fn newest(ticket: &Ticket) -> Option<EntryId> {
    ticket.timeline.last().map(|entry| entry.id.clone())
}

fn somebody(chance: &mut Chance) -> Option<PersonId> {
    let who = chance.index(PEOPLE.len() + 2);
    PEOPLE.get(who).map(|person| PersonId::new(person.0))
}

fn status(chance: &mut Chance) -> TicketStatus {
    match chance.below(3) {
        0 => TicketStatus::WaitingCustomer,
        1 => TicketStatus::WaitingParty,
        _ => TicketStatus::Open,
    }
}

fn ending() -> Ending {
    Ending {
        solved: Solved::Inferred,
        liable: Liable::Carrier,
        satisfied: None,
        summary: "done".to_owned(),
    }
}

fn money(chance: &mut Chance, desk: &Desk, things: &Things) -> Result<Option<Deed>> {
    let known = match recent(chance, &things.grants) {
        Some(id) => desk.document(DocumentKind::Grant, id)?,
        None => None,
    };
    let intent = match (chance.below(5), known) {
        (0..2, Some(Document::Grant(grant))) => Intent::ApproveGrant {
            grant_id: GrantId::new(grant.id.as_str()),
            // Sometimes another amount than the one asked for: it must not stand.
            amount: if chance.below(8) == 0 { Fen(1) } else { grant.amount },
        },
        (2, Some(Document::Grant(grant))) => {
            Intent::RejectGrant { grant_id: grant.id, reason: "no".to_owned() }
        }
        (3, _) if chance.below(4) == 0 => Intent::AllotQuota {
            person_id: PersonId::new(PEOPLE[chance.index(PEOPLE.len())].0),
            amount: Fen(i64::try_from(chance.below(40_000)).unwrap_or(0) + 1),
        },
        _ => Intent::RequestGrant {
            customer_id: CustomerId::new(CUSTOMERS[chance.index(CUSTOMERS.len())]),
            order_id: None,
            ticket_id: recent(chance, &things.tickets).map(TicketId::new),
            kind: GrantKind::Cash,
            amount: Fen(amount(chance)),
            cause: "late_delivery".to_owned(),
            note: String::new(),
        },
    };
    Ok(Some(Deed::Submit(intent)))
}

/// Mostly within what is left of a quota, sometimes above it, seldom above what the whole team has.
fn amount(chance: &mut Chance) -> i64 {
    match chance.below(20) {
        0..12 => chance.between(1, 3_000),
        12..18 => chance.between(5_000, 300_000),
        _ => chance.between(1_000_000, 3_000_000),
    }
}

/// Whether somebody was told that they cannot do this: no promise was made.
pub fn was_refused(error: &DeskError) -> bool {
    matches!(error, DeskError::Rejected(_) | DeskError::NotStuck { .. })
}
