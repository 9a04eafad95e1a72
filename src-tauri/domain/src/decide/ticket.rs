//! The rules of tickets.

use crate::{
    clock::{self, ClockKind},
    command::CommandBody,
    decide::{Case, LONGEST_TEXT, LONGEST_TITLE, made_id, optional_text, text},
    id::{CustomerId, EntryId, OrderId, PersonId, TicketId},
    rejection::Rejection,
    ticket::{Author, Ending, Entry, EntryBody, Ticket, TicketKind, TicketStatus},
    world::Effects,
};

/// Decides a command about a ticket.
pub(super) fn decide(case: &Case<'_>) -> Result<Effects, Rejection> {
    case.require_ticket_worker()?;
    match &case.command.body {
        CommandBody::OpenTicket { ticket_id, customer_id, order_id, kind, title, text, urgent } => {
            let story = Opening {
                ticket_id,
                customer_id,
                order_id,
                kind: *kind,
                title,
                text,
                urgent: *urgent,
            };
            open(case, &story)
        }
        CommandBody::AddNote { ticket_id, entry_id, text } => {
            write(case, ticket_id, entry_id, text, note)
        }
        CommandBody::Reply { ticket_id, entry_id, text, seen } => {
            reply(case, ticket_id, entry_id, text, seen.as_ref())
        }
        CommandBody::RecordMessage { ticket_id, entry_id, channel, text } => {
            optional_text("channel", channel, 40)?;
            let heard = |t: &Ticket, text: &str| heard(t, channel, text);
            write(case, ticket_id, entry_id, text, heard)
        }
        CommandBody::ClaimTicket { ticket_id } => claim(case, ticket_id),
        CommandBody::AssignTicket { ticket_id, owner } => assign(case, ticket_id, owner.as_ref()),
        CommandBody::SetStatus { ticket_id, status } => set_status(case, ticket_id, *status),
        CommandBody::EscalateTicket { ticket_id, line, reason } => {
            escalate(case, ticket_id, *line, reason)
        }
        CommandBody::ResolveTicket { ticket_id, ending } => resolve(case, ticket_id, ending),
        _ => Err(Rejection::NotAllowed),
    }
}

struct Opening<'a> {
    ticket_id: &'a TicketId,
    customer_id: &'a CustomerId,
    order_id: &'a Option<OrderId>,
    kind: TicketKind,
    title: &'a str,
    text: &'a str,
    urgent: bool,
}

fn open(case: &Case<'_>, story: &Opening<'_>) -> Result<Effects, Rejection> {
    check_opening(case, story)?;
    let policy = clock::standard_policy(story.kind.code(), story.urgent);
    let ticket = Ticket {
        id: story.ticket_id.clone(),
        number: case.context.next_number,
        kind: story.kind,
        title: story.title.trim().to_owned(),
        customer_id: story.customer_id.clone(),
        order_id: story.order_id.clone(),
        status: TicketStatus::Open,
        urgent: story.urgent,
        line: 1,
        team: case.actor.team.clone(),
        owner: None,
        opened_by: case.actor.id.clone(),
        created_at: case.at,
        updated_at: case.at,
        clocks: policy.targets.iter().filter_map(|t| policy.bind(t.kind, case.at)).collect(),
        timeline: vec![entry(
            case,
            &EntryId::new(case.command.id.as_str()),
            EntryBody::Description { text: story.text.to_owned() },
        )],
        ending: None,
    };
    Ok(put(ticket))
}

fn check_opening(case: &Case<'_>, story: &Opening<'_>) -> Result<(), Rejection> {
    made_id("ticket", story.ticket_id.as_str())?;
    text("title", story.title, LONGEST_TITLE)?;
    if story.title.contains('\n') {
        return Err(Rejection::invalid("title", "it must be one line"));
    }
    text("body", story.text, LONGEST_TEXT)?;
    if case.world.ticket(story.ticket_id).is_some() {
        return Err(Rejection::Duplicate { id: story.ticket_id.0.clone() });
    }
    if !case.world.has_customer(story.customer_id) {
        return Err(Rejection::unknown("customer", story.customer_id));
    }
    let Some(order_id) = story.order_id else { return Ok(()) };
    let order = case.world.order(order_id).ok_or_else(|| Rejection::unknown("order", order_id))?;
    if order.customer_id != *story.customer_id {
        return Err(Rejection::invalid("order", "it belongs to another customer"));
    }
    Ok(())
}

fn write(
    case: &Case<'_>,
    ticket_id: &TicketId,
    entry_id: &EntryId,
    words: &str,
    body: impl Fn(&Ticket, &str) -> (Option<Author>, EntryBody),
) -> Result<Effects, Rejection> {
    made_id("entry", entry_id.as_str())?;
    text("body", words, LONGEST_TEXT)?;
    let mut ticket = find(case, ticket_id)?;
    if ticket.timeline.iter().any(|e| e.id == *entry_id) {
        return Err(Rejection::Duplicate { id: entry_id.0.clone() });
    }
    let (author, body) = body(&ticket, words);
    let mut line = entry(case, entry_id, body);
    let by_customer = author.is_some();
    if let Some(author) = author {
        line.author = author;
    }
    let public = line.is_public();
    append(&mut ticket, line);
    if by_customer && ticket.status == TicketStatus::WaitingCustomer {
        change_status(case, &mut ticket, TicketStatus::Open);
    }
    if public && !by_customer {
        stop(case, &mut ticket, ClockKind::FirstResponse);
    }
    Ok(put(ticket))
}

fn note(_: &Ticket, text: &str) -> (Option<Author>, EntryBody) {
    (None, EntryBody::Note { text: text.to_owned() })
}

fn heard(ticket: &Ticket, channel: &str, text: &str) -> (Option<Author>, EntryBody) {
    let body = EntryBody::Message { channel: channel.to_owned(), text: text.to_owned() };
    (Some(Author::Customer(ticket.customer_id.clone())), body)
}

fn reply(
    case: &Case<'_>,
    ticket_id: &TicketId,
    entry_id: &EntryId,
    words: &str,
    seen: Option<&EntryId>,
) -> Result<Effects, Rejection> {
    let ticket = find(case, ticket_id)?;
    if ticket.status == TicketStatus::Resolved {
        return Err(Rejection::TicketResolved { ticket_id: ticket_id.clone() });
    }
    if seen.is_some() && overtaken(&ticket, seen) && !crate::planted!(ReplyOvertaken) {
        return Err(Rejection::ThreadMoved { ticket_id: ticket_id.clone() });
    }
    let channel = last_channel(&ticket);
    write(case, ticket_id, entry_id, words, |_, text| {
        (None, EntryBody::Message { channel: channel.clone(), text: text.to_owned() })
    })
}

/// Whether something public came after what the writer saw. A writer who saw only the description
/// names that entry.
fn overtaken(ticket: &Ticket, seen: Option<&EntryId>) -> bool {
    let is_seen = |entry: &Entry| seen.is_some_and(|seen| is_same(&entry.id, seen));
    let after = ticket.timeline.iter().position(is_seen).map_or(0, |position| position + 1);
    ticket.timeline[after..].iter().any(Entry::is_public)
}

/// Whether two names mean one entry. What a command did is called after it and its place; on the hub it may stand in
/// another place than on the desk where it was seen first.
fn is_same(entry: &EntryId, seen: &EntryId) -> bool {
    let command = |id: &'_ EntryId| {
        let (command, place) = id.as_str().rsplit_once('-')?;
        let is_place = (1..=5).contains(&place.len()) && place.bytes().all(|b| b.is_ascii_digit());
        is_place.then(|| command.to_owned())
    };
    entry == seen || command(entry).is_some_and(|entry| command(seen) == Some(entry))
}

fn last_channel(ticket: &Ticket) -> String {
    let channels = ticket.timeline.iter().rev().filter_map(|e| match &e.body {
        EntryBody::Message { channel, .. } => Some(channel.clone()),
        _ => None,
    });
    channels.into_iter().next().unwrap_or_else(|| "chat".to_owned())
}

fn claim(case: &Case<'_>, ticket_id: &TicketId) -> Result<Effects, Rejection> {
    let ticket = find(case, ticket_id)?;
    match &ticket.owner {
        Some(owner) if *owner == case.actor.id => Ok(Effects::default()),
        Some(owner) if !has_left(case, owner) && !crate::planted!(TwoWinners) => {
            Err(Rejection::AlreadyClaimed { ticket_id: ticket_id.clone(), by: owner.clone() })
        }
        _ if !ticket.is_live() => Err(Rejection::TicketResolved { ticket_id: ticket_id.clone() }),
        _ if !case.actor.takes(ticket.line) => Err(Rejection::WrongLine { line: ticket.line }),
        _ => Ok(put(hand_over(case, ticket, Some(&case.actor.id)))),
    }
}

/// Whether the owner of a ticket can do nothing for it any more, so that somebody else has to.
fn has_left(case: &Case<'_>, owner: &PersonId) -> bool {
    case.world.person(owner).is_some_and(|person| person.disabled)
}

fn assign(
    case: &Case<'_>,
    ticket_id: &TicketId,
    owner: Option<&PersonId>,
) -> Result<Effects, Rejection> {
    let ticket = find(case, ticket_id)?;
    if let Some(owner) = owner {
        let person = case.world.person(owner).ok_or_else(|| Rejection::unknown("person", owner))?;
        if person.disabled || !person.works_tickets() {
            return Err(Rejection::invalid("owner", "this person does not work tickets"));
        }
        if !person.takes(ticket.line) {
            return Err(Rejection::WrongLine { line: ticket.line });
        }
    }
    Ok(put(hand_over(case, ticket, owner)))
}

fn hand_over(case: &Case<'_>, mut ticket: Ticket, owner: Option<&PersonId>) -> Ticket {
    ticket.owner = owner.cloned();
    event(case, &mut ticket, EntryBody::Assigned { owner: owner.cloned() });
    ticket
}

fn set_status(
    case: &Case<'_>,
    ticket_id: &TicketId,
    status: TicketStatus,
) -> Result<Effects, Rejection> {
    if status == TicketStatus::Resolved {
        return Err(Rejection::invalid("status", "a ticket is resolved with its three facts"));
    }
    let mut ticket = find(case, ticket_id)?;
    if ticket.status == status {
        return Ok(Effects::default());
    }
    change_status(case, &mut ticket, status);
    Ok(put(ticket))
}

fn escalate(
    case: &Case<'_>,
    ticket_id: &TicketId,
    line: u8,
    reason: &str,
) -> Result<Effects, Rejection> {
    text("reason", reason, LONGEST_TEXT)?;
    let mut ticket = find(case, ticket_id)?;
    if !ticket.is_live() {
        return Err(Rejection::TicketResolved { ticket_id: ticket_id.clone() });
    }
    if line <= ticket.line || line > 4 {
        return Err(Rejection::OnlyUp { line: ticket.line });
    }
    let from = std::mem::replace(&mut ticket.line, line);
    let body = EntryBody::Escalated { from, to: line, reason: reason.to_owned() };
    event(case, &mut ticket, body);
    if ticket.owner.is_some() {
        ticket.owner = None;
    }
    Ok(put(ticket))
}

fn resolve(case: &Case<'_>, ticket_id: &TicketId, ending: &Ending) -> Result<Effects, Rejection> {
    optional_text("summary", &ending.summary, LONGEST_TEXT)?;
    if ending.satisfied.is_some_and(|s| !(1..=5).contains(&s)) {
        return Err(Rejection::invalid("satisfied", "it must lie between 1 and 5"));
    }
    let mut ticket = find(case, ticket_id)?;
    if !ticket.is_live() {
        return Err(Rejection::TicketResolved { ticket_id: ticket_id.clone() });
    }
    event(case, &mut ticket, EntryBody::Resolved { ending: ending.clone() });
    ticket.ending = Some(ending.clone());
    ticket.status = TicketStatus::Resolved;
    for clock in &mut ticket.clocks {
        match clock.kind {
            ClockKind::FirstResolution | ClockKind::TotalResolution => clock.stop(case.at),
            _ => {}
        }
    }
    Ok(put(ticket))
}

/// Changes the status and tells the clocks: leaving `Resolved` reopens the total resolution, and a
/// status that a policy names rests its clocks.
fn change_status(case: &Case<'_>, ticket: &mut Ticket, to: TicketStatus) {
    let from = std::mem::replace(&mut ticket.status, to);
    event(case, ticket, EntryBody::Status { from, to });
    if from == TicketStatus::Resolved {
        ticket.ending = None;
    }
    for clock in &mut ticket.clocks {
        if from == TicketStatus::Resolved {
            clock.reopen(case.at);
        }
        clock.follow_status(to.code(), case.at);
    }
}

/// The ticket, unless the command has left its mark on it already: a desk may hear of what it did before it hears the
/// answer, and then nothing is left to do.
fn find(case: &Case<'_>, id: &TicketId) -> Result<Ticket, Rejection> {
    let ticket = case.world.ticket(id).ok_or_else(|| Rejection::unknown("ticket", id))?;
    let mark = format!("{}-", case.command.id);
    if ticket.timeline.iter().any(|entry| entry.id.as_str().starts_with(&mark)) {
        return Err(Rejection::Duplicate { id: case.command.id.to_string() });
    }
    Ok(ticket)
}

fn stop(case: &Case<'_>, ticket: &mut Ticket, kind: ClockKind) {
    let running = ticket.clocks.iter_mut().filter(|c| c.kind == kind && c.stopped_at.is_none());
    running.for_each(|clock| clock.stop(case.at));
}

/// Appends an entry for something that happened. Its identity follows from the command, so that
/// the desk and the hub name it alike.
fn event(case: &Case<'_>, ticket: &mut Ticket, body: EntryBody) {
    let id = EntryId(format!("{}-{}", case.command.id, ticket.timeline.len()));
    append(ticket, entry(case, &id, body));
}

pub(super) fn entry(case: &Case<'_>, id: &EntryId, body: EntryBody) -> Entry {
    Entry { id: id.clone(), at: case.at, author: Author::Person(case.actor.id.clone()), body }
}

pub(super) fn append(ticket: &mut Ticket, entry: Entry) {
    ticket.updated_at = ticket.updated_at.max(entry.at);
    ticket.timeline.push(entry);
}

fn put(ticket: Ticket) -> Effects {
    let mut effects = Effects::default();
    effects.put(ticket);
    effects
}
