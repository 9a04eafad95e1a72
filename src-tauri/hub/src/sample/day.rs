//! Plays the stories: turns them into commands and has the hub decide each at its own time.

use std::collections::BTreeMap;

use backstop_domain::{
    command::{Command, CommandBody},
    id::{CommandId, CustomerId, EntryId, GrantId, OrderId, PersonId, TicketId, TransferId},
    ticket::Ending,
};
use backstop_protocol::commands::Verdict;
use jiff::{SignedDuration, Timestamp};

use super::{
    stories::STORIES,
    story::{Act, Story},
};
use crate::{
    accept,
    error::{HubError, Result},
    store::{Seat, Store, Transaction, desks},
};

/// The team was there before the first story: a week ago.
pub(super) fn begin(now: Timestamp) -> Timestamp {
    before(now, 7 * 24 * 60)
}

/// Plays every story up to `now`, in one transaction.
pub(super) fn work(store: &Store, now: Timestamp) -> Result<()> {
    let mut acts: Vec<Played> = STORIES.iter().flat_map(|story| play(story, now)).collect();
    acts.sort_by_key(|act| act.at);
    store.write(move |transaction| {
        let mut seats = BTreeMap::new();
        acts.iter().try_for_each(|act| perform(transaction, &mut seats, act, now))
    })
}

/// One command to be, without its desk and number.
struct Played {
    at: Timestamp,
    by: &'static str,
    body: CommandBody,
}

fn play(story: &Story, now: Timestamp) -> Vec<Played> {
    let ticket_id = TicketId(fresh());
    let mut grant_id = GrantId(fresh());
    let opening = Played {
        at: before(now, story.opened),
        by: story.by,
        body: CommandBody::OpenTicket {
            ticket_id: ticket_id.clone(),
            customer_id: CustomerId::new(story.customer),
            order_id: story.order.map(OrderId::new),
            kind: story.kind,
            title: story.title.to_owned(),
            text: story.text.to_owned(),
            urgent: story.urgent,
        },
    };
    let steps = story.steps.iter().map(|step| Played {
        at: before(now, step.ago),
        by: step.by,
        body: body(story, &step.act, &ticket_id, &mut grant_id),
    });
    std::iter::once(opening).chain(steps).collect()
}

fn body(story: &Story, act: &Act, ticket: &TicketId, grant: &mut GrantId) -> CommandBody {
    let ticket_id = ticket.clone();
    let entry_id = EntryId(fresh());
    match act {
        Act::Said { by, text } => CommandBody::RecordMessage {
            ticket_id,
            entry_id,
            channel: (*by).to_owned(),
            text: (*text).to_owned(),
        },
        Act::Reply(text) => {
            CommandBody::Reply { ticket_id, entry_id, text: (*text).to_owned(), seen: None }
        }
        Act::Note(text) => CommandBody::AddNote { ticket_id, entry_id, text: (*text).to_owned() },
        Act::Claim => CommandBody::ClaimTicket { ticket_id },
        Act::Status(status) => CommandBody::SetStatus { ticket_id, status: *status },
        Act::Escalate(line, reason) => {
            CommandBody::EscalateTicket { ticket_id, line: *line, reason: (*reason).to_owned() }
        }
        Act::Resolve { solved, liable, satisfied, summary } => CommandBody::ResolveTicket {
            ticket_id,
            ending: Ending {
                solved: *solved,
                liable: *liable,
                satisfied: *satisfied,
                summary: (*summary).to_owned(),
            },
        },
        Act::Grant { kind, amount, cause, note } => {
            *grant = GrantId(fresh());
            CommandBody::RequestGrant {
                grant_id: grant.clone(),
                transfer_id: TransferId(fresh()),
                customer_id: CustomerId::new(story.customer),
                order_id: story.order.map(OrderId::new),
                ticket_id: Some(ticket_id),
                kind: *kind,
                amount: *amount,
                cause: (*cause).to_owned(),
                note: (*note).to_owned(),
            }
        }
        Act::Approve(amount) => CommandBody::ApproveGrant {
            grant_id: grant.clone(),
            transfer_id: TransferId(fresh()),
            amount: *amount,
        },
    }
}

/// A seat and how many commands came from it.
type Seats = BTreeMap<&'static str, (Seat, u64)>;

/// Has one command decided. The hub's clock stands at the command's own time, so that the audit log
/// and the ledger tell the day as it went.
fn perform(
    transaction: &Transaction<'_>,
    seats: &mut Seats,
    act: &Played,
    now: Timestamp,
) -> Result<()> {
    if !seats.contains_key(act.by) {
        let person = desks::enabled(transaction, &PersonId::new(act.by))?;
        let desk = desks::register(transaction, &person.id, None, now)?;
        seats.insert(act.by, (Seat { desk, person, token: None }, 0));
    }
    let Some((seat, n)) = seats.get_mut(act.by) else { return Ok(()) };
    *n += 1;
    let command = Command {
        id: CommandId(fresh()),
        desk: seat.desk.clone(),
        n: *n,
        actor: seat.person.id.clone(),
        made_at: act.at,
        body: act.body.clone(),
    };
    let outcomes = accept::push(transaction, seat, std::slice::from_ref(&command), act.at)?;
    match outcomes.first().map(|outcome| &outcome.verdict) {
        Some(Verdict::Accepted { .. }) => Ok(()),
        other => {
            let what = format!("the sample's {} was not accepted: {other:?}", command.body.code());
            Err(HubError::Fault(what))
        }
    }
}

fn fresh() -> String {
    uuid::Uuid::now_v7().to_string()
}

fn before(now: Timestamp, minutes: i64) -> Timestamp {
    now.saturating_sub(SignedDuration::from_mins(minutes)).unwrap_or(Timestamp::MIN)
}
