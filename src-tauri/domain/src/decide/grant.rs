//! The rules of compensation: a quota that binds, approvals by somebody else, a ledger that adds up.

use crate::{
    command::CommandBody,
    decide::{Case, LONGEST_TEXT, made_id, optional_text, text, ticket},
    grant::{Grant, GrantKind, GrantState, is_cause},
    id::{CustomerId, EntryId, GrantId, OrderId, PersonId, TicketId, TransferId},
    ledger::{self, Account, AccountOwner, LedgerError, Phase, Transfer},
    money::{Fen, LARGEST},
    person::Role,
    rejection::Rejection,
    ticket::EntryBody,
    world::Effects,
};

/// Decides a command about money.
pub(super) fn decide(case: &Case<'_>) -> Result<Effects, Rejection> {
    match &case.command.body {
        CommandBody::RequestGrant {
            grant_id,
            transfer_id,
            customer_id,
            order_id,
            ticket_id,
            kind,
            amount,
            cause,
            note,
        } => {
            let wish = Wish {
                grant_id,
                transfer_id,
                customer_id,
                order_id: order_id.as_ref(),
                ticket_id: ticket_id.as_ref(),
                kind: *kind,
                amount: *amount,
                cause,
                note,
            };
            request(case, &wish)
        }
        CommandBody::ApproveGrant { grant_id, transfer_id, amount } => {
            approve(case, grant_id, transfer_id, *amount)
        }
        CommandBody::RejectGrant { grant_id, transfer_id, reason } => {
            reject(case, grant_id, transfer_id, reason)
        }
        CommandBody::AllotQuota { person_id, transfer_id, amount } => {
            allot(case, person_id, transfer_id, *amount)
        }
        _ => Err(Rejection::NotAllowed),
    }
}

struct Wish<'a> {
    grant_id: &'a GrantId,
    transfer_id: &'a TransferId,
    customer_id: &'a CustomerId,
    order_id: Option<&'a OrderId>,
    ticket_id: Option<&'a TicketId>,
    kind: GrantKind,
    amount: Fen,
    cause: &'a str,
    note: &'a str,
}

fn request(case: &Case<'_>, wish: &Wish<'_>) -> Result<Effects, Rejection> {
    case.require_ticket_worker()?;
    check_wish(case, wish)?;
    let quota = AccountOwner::Quota(case.actor.id.clone());
    let within = case
        .world
        .account(&quota.account_id())
        .is_some_and(|account| account.available() >= wish.amount);
    let mut effects = Effects::default();
    let mut grant = new_grant(case, wish);
    if within {
        let to = AccountOwner::Customer(wish.customer_id.clone());
        let transfer = Move { id: wish.transfer_id, amount: wish.amount, phase: Phase::Post };
        transfer.make(case, &mut effects, quota, to, Some(wish.grant_id))?;
        grant.state = GrantState::Granted;
    } else {
        hold(case, wish, &mut effects)?;
        grant.hold = Some(wish.transfer_id.clone());
    }
    tell_ticket(
        case,
        &mut effects,
        &grant,
        if within { "granted" } else { "requested" },
        wish.note,
    );
    effects.put(grant);
    Ok(effects)
}

fn check_wish(case: &Case<'_>, wish: &Wish<'_>) -> Result<(), Rejection> {
    made_id("grant", wish.grant_id.as_str())?;
    made_id("transfer", wish.transfer_id.as_str())?;
    check_amount(wish.amount)?;
    if !is_cause(wish.cause) {
        return Err(Rejection::invalid("cause", "it must be a code such as late_delivery"));
    }
    optional_text("note", wish.note, LONGEST_TEXT)?;
    if case.world.grant(wish.grant_id).is_some() {
        return Err(Rejection::Duplicate { id: wish.grant_id.0.clone() });
    }
    if !case.world.has_customer(wish.customer_id) {
        return Err(Rejection::unknown("customer", wish.customer_id));
    }
    check_order(case, wish)?;
    check_ticket(case, wish)
}

fn check_order(case: &Case<'_>, wish: &Wish<'_>) -> Result<(), Rejection> {
    let Some(id) = wish.order_id else { return Ok(()) };
    let order = case.world.order(id).ok_or_else(|| Rejection::unknown("order", id))?;
    if order.customer_id == *wish.customer_id {
        return Ok(());
    }
    Err(Rejection::invalid("order", "it belongs to another customer"))
}

fn check_ticket(case: &Case<'_>, wish: &Wish<'_>) -> Result<(), Rejection> {
    let Some(id) = wish.ticket_id else { return Ok(()) };
    let ticket = case.world.ticket(id).ok_or_else(|| Rejection::unknown("ticket", id))?;
    if ticket.customer_id == *wish.customer_id {
        return Ok(());
    }
    Err(Rejection::invalid("ticket", "it belongs to another customer"))
}

fn check_amount(amount: Fen) -> Result<(), Rejection> {
    if amount.is_payable() {
        return Ok(());
    }
    Err(Rejection::invalid("amount", format!("it must lie between 1 and {} fen", LARGEST.0)))
}

fn new_grant(case: &Case<'_>, wish: &Wish<'_>) -> Grant {
    Grant {
        id: wish.grant_id.clone(),
        customer_id: wish.customer_id.clone(),
        order_id: wish.order_id.cloned(),
        ticket_id: wish.ticket_id.cloned(),
        kind: wish.kind,
        amount: wish.amount,
        cause: wish.cause.to_owned(),
        note: wish.note.to_owned(),
        state: GrantState::Waiting,
        requested_by: case.actor.id.clone(),
        team: case.actor.team.clone(),
        requested_at: case.at,
        hold: None,
        decided_by: None,
        decided_at: None,
        reason: String::new(),
    }
}

/// Above the quota the amount is held in the team's budget, so that it is still there when the
/// manager says yes. A desk that does not hold the budget leaves that to the hub.
fn hold(case: &Case<'_>, wish: &Wish<'_>, effects: &mut Effects) -> Result<(), Rejection> {
    let team = AccountOwner::Team(case.actor.team.clone());
    if !case.on_hub() && case.world.account(&team.account_id()).is_none() {
        return Ok(());
    }
    let to = AccountOwner::Customer(wish.customer_id.clone());
    let transfer = Move { id: wish.transfer_id, amount: wish.amount, phase: Phase::Hold };
    transfer.make(case, effects, team, to, Some(wish.grant_id))
}

fn approve(
    case: &Case<'_>,
    grant_id: &GrantId,
    transfer_id: &TransferId,
    amount: Fen,
) -> Result<Effects, Rejection> {
    made_id("transfer", transfer_id.as_str())?;
    let mut grant = decidable(case, grant_id)?;
    if grant.amount != amount && !crate::planted!(AmountUnseen) {
        return Err(Rejection::GrantDiffers { amount: grant.amount });
    }
    let mut effects = Effects::default();
    settle(case, &grant, transfer_id, &mut effects, |hold| Phase::Take { hold })?;
    grant.state = GrantState::Granted;
    Ok(decided(case, effects, grant, "approved", ""))
}

fn reject(
    case: &Case<'_>,
    grant_id: &GrantId,
    transfer_id: &TransferId,
    reason: &str,
) -> Result<Effects, Rejection> {
    made_id("transfer", transfer_id.as_str())?;
    text("reason", reason, LONGEST_TEXT)?;
    let mut grant = decidable(case, grant_id)?;
    let mut effects = Effects::default();
    settle(case, &grant, transfer_id, &mut effects, |hold| Phase::Release { hold })?;
    grant.state = GrantState::Rejected;
    reason.clone_into(&mut grant.reason);
    Ok(decided(case, effects, grant, "rejected", reason))
}

/// A waiting grant that this person may decide.
fn decidable(case: &Case<'_>, id: &GrantId) -> Result<Grant, Rejection> {
    if !case.actor.is(Role::Manager) {
        return Err(Rejection::NotAllowed);
    }
    let grant = case.world.grant(id).ok_or_else(|| Rejection::unknown("grant", id))?;
    if grant.team != case.actor.team {
        return Err(Rejection::NotAllowed);
    }
    if grant.state != GrantState::Waiting {
        return Err(Rejection::AlreadyDecided { grant_id: id.clone() });
    }
    if grant.requested_by == case.actor.id && !crate::planted!(OwnApproval) {
        return Err(Rejection::OwnRequest);
    }
    Ok(grant)
}

fn settle(
    case: &Case<'_>,
    grant: &Grant,
    transfer_id: &TransferId,
    effects: &mut Effects,
    phase: impl Fn(TransferId) -> Phase,
) -> Result<(), Rejection> {
    let Some(hold) = &grant.hold else { return Err(Rejection::unknown("hold", &grant.id)) };
    let team = AccountOwner::Team(grant.team.clone());
    if !case.on_hub() && case.world.account(&team.account_id()).is_none() {
        return Ok(());
    }
    let to = AccountOwner::Customer(grant.customer_id.clone());
    let transfer = Move { id: transfer_id, amount: grant.amount, phase: phase(hold.clone()) };
    transfer.make(case, effects, team, to, Some(&grant.id))
}

fn decided(
    case: &Case<'_>,
    mut effects: Effects,
    mut grant: Grant,
    step: &str,
    reason: &str,
) -> Effects {
    grant.decided_by = Some(case.actor.id.clone());
    grant.decided_at = Some(case.at);
    tell_ticket(case, &mut effects, &grant, step, reason);
    effects.put(grant);
    effects
}

fn allot(
    case: &Case<'_>,
    person_id: &PersonId,
    transfer_id: &TransferId,
    amount: Fen,
) -> Result<Effects, Rejection> {
    made_id("transfer", transfer_id.as_str())?;
    check_amount(amount)?;
    if !case.actor.is(Role::Manager) {
        return Err(Rejection::NotAllowed);
    }
    let person =
        case.world.person(person_id).ok_or_else(|| Rejection::unknown("person", person_id))?;
    if person.id == case.actor.id {
        return Err(Rejection::OwnRequest);
    }
    if person.team != case.actor.team {
        return Err(Rejection::NotAllowed);
    }
    if person.disabled {
        return Err(Rejection::invalid("person", "this person is disabled"));
    }
    let mut effects = Effects::default();
    let team = AccountOwner::Team(person.team);
    let transfer = Move { id: transfer_id, amount, phase: Phase::Post };
    transfer.make(case, &mut effects, team, AccountOwner::Quota(person.id), None)?;
    Ok(effects)
}

/// A transfer about to be made.
struct Move<'a> {
    id: &'a TransferId,
    amount: Fen,
    phase: Phase,
}

impl Move<'_> {
    /// Changes both accounts and writes the line, or changes nothing.
    fn make(
        &self,
        case: &Case<'_>,
        effects: &mut Effects,
        from: AccountOwner,
        to: AccountOwner,
        grant_id: Option<&GrantId>,
    ) -> Result<(), Rejection> {
        let mut paying = account(case, from);
        let mut receiving = account(case, to);
        ledger::apply(&mut paying, &mut receiving, self.amount, &self.phase)
            .map_err(|error| explain(&error))?;
        effects.transfers.push(Transfer {
            id: self.id.clone(),
            from: paying.id.clone(),
            to: receiving.id.clone(),
            amount: self.amount,
            phase: self.phase.clone(),
            grant_id: grant_id.cloned(),
            at: case.context.now,
        });
        effects.put(paying);
        effects.put(receiving);
        Ok(())
    }
}

fn account(case: &Case<'_>, owner: AccountOwner) -> Account {
    case.world.account(&owner.account_id()).unwrap_or_else(|| Account::empty(owner))
}

fn explain(error: &LedgerError) -> Rejection {
    match error {
        LedgerError::Short { available, wanted, .. } => {
            Rejection::BudgetShort { available: *available, wanted: *wanted }
        }
        other => Rejection::invalid("amount", other.to_string()),
    }
}

/// Writes the step into the ticket's timeline, where the story is told.
fn tell_ticket(case: &Case<'_>, effects: &mut Effects, grant: &Grant, step: &str, reason: &str) {
    let Some(mut told) = grant.ticket_id.as_ref().and_then(|id| case.world.ticket(id)) else {
        return;
    };
    let body = EntryBody::Grant {
        grant_id: grant.id.clone(),
        step: step.to_owned(),
        amount: grant.amount,
        reason: reason.to_owned(),
    };
    let id = EntryId(format!("{}-{}", case.command.id, told.timeline.len()));
    let line = ticket::entry(case, &id, body);
    ticket::append(&mut told, line);
    effects.put(told);
}
