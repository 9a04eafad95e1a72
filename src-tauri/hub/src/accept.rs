//! Accepting commands: the one place where something becomes true.
//!
//! A push is decided inside the writer's transaction, command by command in the order of its desk.
//! What a command changes, its answer, its ledger lines and its line of the audit log are committed
//! together or not at all.

use std::{cell::RefCell, sync::Arc};

use backstop_domain::{
    audience,
    command::{Command, CommandBody},
    decide::decide,
    document::{Document, DocumentKind},
    id::CustomerId,
    ledger::AccountOwner,
    person::Person,
    planted,
    rejection::Rejection,
    world::{Authority, Context, Effects, World},
};
use backstop_protocol::commands::{Outcome, Verdict};
use jiff::Timestamp;
use serde::Serialize;

use crate::{
    error::{HubError, Result},
    store::{Seat, Transaction, Wishes, audit, desks, documents, ledger, outcomes},
};

/// Decides a push of one desk: all of it, or, when its numbering or its sender is wrong, none of it.
/// A rejected command is an answer like any other, and is remembered like any other.
pub(crate) fn push(
    transaction: &Transaction<'_>,
    seat: &Seat,
    commands: &[Command],
    now: Timestamp,
) -> Result<Vec<Outcome>> {
    if !planted!(RevokedAccepted) {
        still_valid(transaction, seat)?;
    }
    let mut last = desks::last_n(transaction, &seat.desk)?;
    in_sequence(commands, last)?;
    let mut outcomes = Vec::with_capacity(commands.len());
    for command in in_order(commands) {
        is_from(seat, command)?;
        if command.n <= last && !planted!(DedupForgotten) {
            outcomes.push(outcomes::remembered(transaction, command)?);
            continue;
        }
        outcomes.push(match outcomes::given_elsewhere(transaction, command)? {
            Some(outcome) => outcome,
            None => accept(transaction, seat, command, now)?,
        });
        last = last.max(command.n);
    }
    desks::advance(transaction, &seat.desk, last)?;
    Ok(outcomes)
}

/// The commands from the first to the last.
fn in_order(commands: &[Command]) -> Vec<&Command> {
    let mut order: Vec<_> = commands.iter().collect();
    if planted!(AppliedOutOfOrder) {
        order.reverse();
    }
    order
}

/// What deciding a push will ask for.
pub(crate) fn wishes(seat: &Seat, commands: &[Command]) -> Wishes {
    let mut wishes = Wishes::default();
    wishes.desks.insert(seat.desk.clone());
    wishes.tokens.extend(seat.token);
    wishes.documents.insert((DocumentKind::Person, seat.person.id.0.clone()));
    for command in commands {
        wishes.answers.insert(command.id.clone());
        let (kind, id) = command.body.subject();
        wishes.documents.insert((kind, id));
        wish_for_what_is_named(&mut wishes, &command.body, &seat.person);
    }
    wishes
}

fn wish_for_what_is_named(wishes: &mut Wishes, body: &CommandBody, person: &Person) {
    let account = |owner: AccountOwner| (DocumentKind::Account, owner.account_id().0);
    let team = account(AccountOwner::Team(person.team.clone()));
    match body {
        CommandBody::OpenTicket { customer_id, order_id, .. } => {
            wishes.documents.insert((DocumentKind::Customer, customer_id.0.clone()));
            wishes.documents.extend(order_id.iter().map(|id| (DocumentKind::Order, id.0.clone())));
        }
        CommandBody::RequestGrant { customer_id, order_id, ticket_id, transfer_id, .. } => {
            let (order, ticket) = (order_id.iter(), ticket_id.iter());
            wishes.documents.extend(order.map(|id| (DocumentKind::Order, id.0.clone())));
            wishes.documents.extend(ticket.map(|id| (DocumentKind::Ticket, id.0.clone())));
            let quota = account(AccountOwner::Quota(person.id.clone()));
            let receiving = account(AccountOwner::Customer(customer_id.clone()));
            let customer = (DocumentKind::Customer, customer_id.0.clone());
            wishes.documents.extend([customer, receiving, quota, team]);
            wishes.transfers.insert(transfer_id.clone());
        }
        CommandBody::ApproveGrant { transfer_id, .. }
        | CommandBody::RejectGrant { transfer_id, .. }
        | CommandBody::AllotQuota { transfer_id, .. } => {
            wishes.documents.insert(team);
            wishes.transfers.insert(transfer_id.clone());
        }
        _ => {}
    }
}

/// A token that stopped being valid while the push waited for its turn proves nothing any more.
fn still_valid(transaction: &Transaction<'_>, seat: &Seat) -> Result<()> {
    match &seat.token {
        Some(token) => desks::seat(transaction, token).map(drop),
        None => desks::enabled(transaction, &seat.person.id).map(drop),
    }
}

fn in_sequence(commands: &[Command], last: u64) -> Result<()> {
    let Some(first) = commands.first() else { return Ok(()) };
    for (expected, command) in (first.n.clamp(1, last + 1)..).zip(commands) {
        if command.n != expected {
            return Err(HubError::Gap { expected, found: command.n });
        }
    }
    Ok(())
}

fn is_from(seat: &Seat, command: &Command) -> Result<()> {
    if command.desk != seat.desk {
        return Err(HubError::Forbidden("the command is of another desk".to_owned()));
    }
    if command.actor != seat.person.id {
        return Err(HubError::Forbidden("the command is of another person".to_owned()));
    }
    if command.id.as_str().contains('\0') {
        return Err(HubError::Refused("a command's identifier has no NUL in it".to_owned()));
    }
    Ok(())
}

fn accept(
    transaction: &Transaction<'_>,
    seat: &Seat,
    command: &Command,
    now: Timestamp,
) -> Result<Outcome> {
    let refused = hidden(transaction, seat, command)?.or_else(|| paused(transaction, command));
    let judged = match refused {
        Some(rejection) => Err(rejection),
        None => judge(transaction, command, now)?,
    };
    let verdict = match judged {
        Ok(effects) => {
            let seq = store(transaction, effects)?;
            audit::append(transaction, &Line { r#type: "command", at: now, seq, command })?;
            Verdict::Accepted { seq }
        }
        Err(reason) => Verdict::Rejected { reason },
    };
    if !planted!(DedupForgotten) {
        outcomes::remember(transaction, command, &verdict)?;
    }
    Ok(Outcome { id: command.id.clone(), n: command.n, verdict })
}

/// Money that two histories have spent differently cannot be put right by anybody: it waits for a database
/// that keeps what it acknowledges.
fn paused(transaction: &Transaction<'_>, command: &Command) -> Option<Rejection> {
    let moves_money = matches!(
        command.body,
        CommandBody::RequestGrant { .. }
            | CommandBody::ApproveGrant { .. }
            | CommandBody::RejectGrant { .. }
            | CommandBody::AllotQuota { .. }
    );
    let doubt = transaction.doubt().filter(|_| moves_money);
    doubt.map(|why| Rejection::MoneyPaused { why: why.to_owned() })
}

/// Whether the command touches something that its person may not see: to them it does not exist.
fn hidden(
    transaction: &Transaction<'_>,
    seat: &Seat,
    command: &Command,
) -> Result<Option<Rejection>> {
    let touched = match &command.body {
        CommandBody::OpenTicket { .. } => None,
        CommandBody::RequestGrant { ticket_id, .. } => {
            ticket_id.as_ref().map(|id| (DocumentKind::Ticket, id.0.clone()))
        }
        body => Some(body.subject()),
    };
    let Some((kind, id)) = touched else { return Ok(None) };
    let Some(document) = documents::find(transaction, kind, &id)? else { return Ok(None) };
    let mine = audience::of_person(&seat.person);
    let visible = !audience::of_document(&document).is_disjoint(&mine);
    Ok((!visible).then(|| Rejection::Unknown { kind: kind.code().to_owned(), id }))
}

fn judge(
    transaction: &Transaction<'_>,
    command: &Command,
    now: Timestamp,
) -> Result<Result<Effects, Rejection>> {
    let opens = matches!(command.body, CommandBody::OpenTicket { .. });
    let number = opens.then(|| documents::next_ticket_number(transaction)).transpose()?;
    let context = Context { authority: Authority::Hub, now, next_number: number };
    let world = Present { transaction, failure: RefCell::default() };
    let decided = decide(&world, command, &context);
    if let Some(failure) = world.failure.into_inner() {
        return Err(failure);
    }
    let Ok(effects) = decided else { return Ok(decided) };
    for transfer in &effects.transfers {
        if ledger::exists(transaction, &transfer.id)? {
            return Ok(Err(Rejection::Duplicate { id: transfer.id.to_string() }));
        }
    }
    Ok(Ok(effects))
}

/// The audit log's line about an accepted command.
#[derive(Serialize)]
struct Line<'a> {
    r#type: &'static str,
    at: Timestamp,
    seq: u64,
    command: &'a Command,
}

/// Stores the effects and gives the highest feed number among them.
fn store(transaction: &Transaction<'_>, effects: Effects) -> Result<u64> {
    for transfer in &effects.transfers {
        ledger::append(transaction, transfer);
    }
    let mut highest = 0;
    for document in effects.documents {
        let document = Arc::new(document);
        highest = highest.max(documents::put(transaction, Arc::clone(&document))?.seq);
        documents::reserve_number(transaction, &document)?;
    }
    Ok(highest)
}

/// The present state of things, as it is inside the writer's transaction. A failure of the database
/// is kept aside and undoes the push: it must never look like a thing that is not there.
struct Present<'a> {
    transaction: &'a Transaction<'a>,
    failure: RefCell<Option<HubError>>,
}

impl Present<'_> {
    fn or_keep<T: Default>(&self, result: Result<T>) -> T {
        result.unwrap_or_else(|error| {
            self.failure.borrow_mut().get_or_insert(error);
            T::default()
        })
    }
}

impl World for Present<'_> {
    fn document(&self, kind: DocumentKind, id: &str) -> Option<Document> {
        let found = self.or_keep(documents::find(self.transaction, kind, id));
        found.map(|document| (*document).clone())
    }

    fn has_customer(&self, id: &CustomerId) -> bool {
        self.or_keep(documents::exists(self.transaction, DocumentKind::Customer, id.as_str()))
    }
}
