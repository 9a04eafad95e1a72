//! The truth: what was promised and what was answered, and the invariants that follow. Every check is made against the
//! hub's and the desks' stores by rules of its own, not by the rules that it checks.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail, ensure};
use backstop_domain::{
    command::{Command, CommandBody},
    document::{Document, DocumentKind},
    grant::{Grant, GrantState},
    id::{EntryId, PersonId},
    ticket::{EntryBody, Ticket},
};
use backstop_hub::store::Store;
use backstop_protocol::commands::{Outcome, Verdict};

use crate::{
    place::Place,
    promise::{Promise, Told, marked_ticket, written_entry},
};

/// The oldest a command may claim to be, in milliseconds.
const OLDEST_MS: i64 = 31 * 24 * 3_600_000;

/// What the simulator knows and nobody else.
#[derive(Debug, Default, Clone)]
pub struct Truth {
    /// Every command that a desk has acknowledged, by identifier.
    pub promises: BTreeMap<String, Promise>,
    /// Every answer of the hub in its present history, by desk and number.
    pub answers: BTreeMap<(String, u64), Verdict>,
    /// What became of every command in the hub's present history, by identifier.
    pub told: BTreeMap<String, Told>,
    /// Who may not act any more.
    pub disabled: BTreeSet<String>,
    /// Whether the hub has ever been restored from a backup.
    pub restored: bool,
}

impl Truth {
    /// The hub has answered commands: each answer must be the first one again, or must be right.
    pub fn answered(
        &mut self,
        hub: &Store,
        sent: &[Command],
        said: &[Outcome],
        now: i64,
    ) -> Result<()> {
        ensure!(sent.len() == said.len(), "I2: {} commands got {} answers", sent.len(), said.len());
        let mut tickets = Tickets { hub, known: BTreeMap::new() };
        for (command, outcome) in sent.iter().zip(said) {
            ensure!(command.id == outcome.id, "I2: {} was answered as {}", command.id, outcome.id);
            let id = command.id.as_str();
            let number = (command.desk.0.clone(), command.n);
            if let Some(before) = self.answers.get(&number) {
                let again = *before == outcome.verdict;
                ensure!(again, "I2: {id} first got {before:?}, then {:?}", outcome.verdict);
                continue;
            }
            self.answers.insert(number, outcome.verdict.clone());
            if let Some(before) = self.told.get(id)
                && let Verdict::Accepted { .. } = before.verdict
            {
                let again = before.verdict == outcome.verdict;
                ensure!(again, "I2: {id} was accepted, and then got {:?}", outcome.verdict);
                continue;
            }
            if let Verdict::Accepted { seq } = outcome.verdict {
                self.accepted(&mut tickets, command, seq, now)?;
            }
            let told = Told { command: command.clone(), verdict: outcome.verdict.clone() };
            self.told.insert(id.to_owned(), told);
        }
        if sent.iter().any(|command| is_money(&command.body)) {
            check_ledger(hub)?;
        }
        Ok(())
    }

    /// A command was accepted for the first time.
    fn accepted(
        &self,
        tickets: &mut Tickets<'_>,
        command: &Command,
        seq: u64,
        now: i64,
    ) -> Result<()> {
        let id = command.id.as_str();
        ensure!(
            !self.disabled.contains(command.actor.as_str()),
            "I16: {id} was accepted although {} may not act any more",
            command.actor
        );
        ensure!(
            command.body == CommandBody::Withdrawn
                || self.promises.get(id).is_none_or(|promise| !promise.given_up),
            "I3: {id} was accepted although its person had given it up"
        );
        is_there_once(tickets, id, &command.body, seq > 0)?;
        match &command.body {
            CommandBody::ClaimTicket { ticket_id } if seq > 0 => {
                self.had_no_owner(tickets.get(ticket_id.as_str())?, id)?;
            }
            CommandBody::Reply { ticket_id, entry_id, seen: Some(seen), .. } => {
                was_not_overtaken(tickets.get(ticket_id.as_str())?, entry_id, seen)?;
            }
            CommandBody::ApproveGrant { grant_id, amount, .. } => {
                let grant = find_grant(tickets.hub, grant_id.as_str())?;
                ensure!(
                    grant.amount == *amount,
                    "I5: {id} approved {amount}, not {}",
                    grant.amount
                );
                ensure!(grant.requested_by != command.actor, "I5: {id} approves its own request");
            }
            _ => {}
        }
        if let Some((ticket, entry)) = written_entry(&command.body) {
            let ticket = tickets.get(ticket)?;
            let found = ticket.timeline.iter().find(|e| e.id.as_str() == entry);
            let at = found.map_or(now, |entry| entry.at.as_millisecond());
            ensure!(at <= now, "I20: {id} happened {} ms in the future", at - now);
            ensure!(now - at <= OLDEST_MS + 1_000, "I20: {id} happened {} ms ago", now - at);
        }
        Ok(())
    }

    fn had_no_owner(&self, ticket: &Ticket, command: &str) -> Result<()> {
        let mut owner: Option<&PersonId> = None;
        for entry in &ticket.timeline {
            if is_marked(&entry.id, command) {
                let free = owner.is_none_or(|owner| self.disabled.contains(owner.as_str()));
                ensure!(free, "one winner: {command} took {} from {owner:?}", ticket.id);
                return Ok(());
            }
            match &entry.body {
                EntryBody::Assigned { owner: to } => owner = to.as_ref(),
                EntryBody::Escalated { .. } => owner = None,
                _ => {}
            }
        }
        bail!("I2: the claim {command} left nothing on {}", ticket.id)
    }

    /// Everything is healed and quiet: nothing that was promised may be missing, doubled, out of order or invented.
    pub fn is_kept(&self, hub: &Store, places: &[Place]) -> Result<()> {
        check_ledger(hub)?;
        hub.verify_audit()?;
        let mut tickets = Tickets { hub, known: BTreeMap::new() };
        for (number, place) in places.iter().enumerate() {
            if self.disabled.contains(&place.person) {
                continue;
            }
            let remembered = place.desk.remembered()?;
            let states: BTreeMap<&str, &str> =
                remembered.iter().map(|row| (row.id.as_str(), row.state.as_str())).collect();
            for (id, promise) in self.promises.iter().filter(|(_, p)| p.place == number) {
                self.is_kept_to(&mut tickets, id, promise, states.get(id.as_str()).copied())?;
            }
        }
        self.nothing_is_out_of_order(&mut tickets)
    }

    fn is_kept_to(
        &self,
        tickets: &mut Tickets<'_>,
        id: &str,
        promise: &Promise,
        state: Option<&str>,
    ) -> Result<()> {
        let told = self.told.get(id).map(|told| &told.verdict);
        match (state, told) {
            _ if promise.given_up => Ok(()),
            (Some("dropped"), _) if promise.doubtful => Ok(()),
            (Some("accepted"), Some(Verdict::Accepted { seq })) => {
                is_there_once(tickets, id, &promise.body, *seq > 0)
            }
            (Some("stuck"), Some(Verdict::Rejected { .. })) => {
                if let Some((ticket, entry)) = written_entry(&promise.body)
                    && let Some(ticket) = tickets.find(ticket)?
                {
                    let there = ticket.timeline.iter().any(|e| e.id.as_str() == entry);
                    ensure!(!there, "I2: {id} was refused and is there");
                }
                Ok(())
            }
            _ => bail!("I1: desk {} has {id} as {state:?}, the hub has {told:?}", promise.place),
        }
    }

    /// What one desk wrote on one ticket stands there in the order in which it was written. After a restore, what had
    /// to wait for another desk's part of the story may stand later.
    fn nothing_is_out_of_order(&self, tickets: &mut Tickets<'_>) -> Result<()> {
        if self.restored {
            return Ok(());
        }
        let mut order: BTreeMap<(&str, usize), Vec<(u64, &str)>> = BTreeMap::new();
        for (id, told) in &self.told {
            let Some((ticket, entry)) = written_entry(&told.command.body) else { continue };
            let Some(promise) = self.promises.get(id) else { continue };
            if matches!(told.verdict, Verdict::Accepted { .. }) {
                order.entry((ticket, promise.place)).or_default().push((told.command.n, entry));
            }
        }
        for ((ticket, place), mut written) in order {
            written.sort_unstable();
            let timeline = &tickets.get(ticket)?.timeline;
            let places = written
                .iter()
                .map(|(_, entry)| timeline.iter().position(|e| e.id.as_str() == *entry));
            ensure!(
                places.is_sorted(),
                "I3: what desk {place} wrote on {ticket} is out of order: {written:?}"
            );
        }
        Ok(())
    }
}

/// What a desk shows of its own work, right after anything has happened to it.
pub fn own_notes_show(truth: &Truth, number: usize, place: &Place, ticket: &str) -> Result<()> {
    let Some(Document::Ticket(shown)) = place.desk.document(DocumentKind::Ticket, ticket)? else {
        return Ok(());
    };
    let remembered = place.desk.remembered()?;
    let standing: BTreeSet<&str> = remembered
        .iter()
        .filter(|row| row.state == "waiting" || row.state == "accepted")
        .map(|row| row.id.as_str())
        .collect();
    for (id, promise) in truth.promises.iter().filter(|(_, promise)| promise.place == number) {
        if !standing.contains(id.as_str()) {
            continue;
        }
        if let CommandBody::AddNote { ticket_id, entry_id, .. } = &promise.body
            && ticket_id.as_str() == ticket
        {
            let count = shown.timeline.iter().filter(|e| e.id == *entry_id).count();
            ensure!(count == 1, "desk {number} shows its own note {entry_id} {count} times");
        }
        if marked_ticket(&promise.body) == Some(ticket) {
            let count = shown.timeline.iter().filter(|e| is_marked(&e.id, id)).count();
            ensure!(count <= 1, "desk {number} shows what {id} did {count} times");
        }
    }
    Ok(())
}

/// Tickets of the hub, each read once.
struct Tickets<'a> {
    hub: &'a Store,
    known: BTreeMap<String, Option<Ticket>>,
}

impl Tickets<'_> {
    fn find(&mut self, id: &str) -> Result<Option<&Ticket>> {
        if !self.known.contains_key(id) {
            let found = match self.hub.document(DocumentKind::Ticket, id)? {
                Some(Document::Ticket(ticket)) => Some(ticket),
                _ => None,
            };
            self.known.insert(id.to_owned(), found);
        }
        Ok(self.known.get(id).and_then(Option::as_ref))
    }

    fn get(&mut self, id: &str) -> Result<&Ticket> {
        self.find(id)?.ok_or_else(|| anyhow::anyhow!("I2: the ticket {id} is not on the hub"))
    }
}

/// Whether an entry was named after a command: the rules call it `command-place`.
fn is_marked(entry: &EntryId, command: &str) -> bool {
    let rest = entry.as_str().strip_prefix(command).and_then(|rest| rest.strip_prefix('-'));
    rest.is_some_and(|place| place.bytes().all(|b| b.is_ascii_digit()))
}

fn is_there_once(
    tickets: &mut Tickets<'_>,
    id: &str,
    body: &CommandBody,
    changed: bool,
) -> Result<()> {
    if let Some((ticket, entry)) = written_entry(body) {
        let entries = &tickets.get(ticket)?.timeline;
        let count = entries.iter().filter(|e| e.id.as_str() == entry).count();
        ensure!(count == 1, "I2: {id} was accepted and stands {count} times on {ticket}");
    }
    if let Some(ticket) = marked_ticket(body).filter(|_| changed) {
        let entries = &tickets.get(ticket)?.timeline;
        let count = entries.iter().filter(|e| is_marked(&e.id, id)).count();
        ensure!(count == 1, "I2: {id} was accepted and left {count} marks on {ticket}");
    }
    match body {
        CommandBody::OpenTicket { ticket_id, .. } => {
            let ticket = tickets.get(ticket_id.as_str())?;
            let first = ticket.timeline.first().map(|entry| entry.id.as_str());
            ensure!(first == Some(id), "I2: {ticket_id} does not begin with {id}");
        }
        CommandBody::RequestGrant { grant_id, .. } => {
            find_grant(tickets.hub, grant_id.as_str())?;
        }
        CommandBody::ApproveGrant { grant_id, .. } => {
            let grant = find_grant(tickets.hub, grant_id.as_str())?;
            ensure!(
                grant.state == GrantState::Granted,
                "I5: {id} approved {grant_id}, which is {:?}",
                grant.state
            );
        }
        _ => {}
    }
    Ok(())
}

fn was_not_overtaken(ticket: &Ticket, reply: &EntryId, seen: &EntryId) -> Result<()> {
    let Some(at) = ticket.timeline.iter().position(|e| e.id == *reply) else {
        bail!("I15: the reply {reply} is not on {}", ticket.id);
    };
    let before = ticket.timeline.get(..at).unwrap_or_default();
    // What was seen may have been refused since; then nothing at all may have been said before.
    let mark = seen.as_str().rsplit_once('-').map_or("", |(command, _)| command);
    let from = before.iter().position(|e| e.id == *seen || is_marked(&e.id, mark));
    let between = before.get(from.map_or(0, |from| from + 1)..).unwrap_or_default();
    let unseen = between.iter().find(|entry| entry.is_public());
    ensure!(unseen.is_none(), "I15: {reply} went out unaware of {unseen:?}");
    Ok(())
}

fn find_grant(hub: &Store, id: &str) -> Result<Grant> {
    match hub.document(DocumentKind::Grant, id)? {
        Some(Document::Grant(grant)) => Ok(grant),
        _ => bail!("I2: the grant {id} is not on the hub"),
    }
}

fn check_ledger(hub: &Store) -> Result<()> {
    if let Err(error) = hub.verify_ledger() {
        bail!("I4: {error}");
    }
    for account in hub.documents(DocumentKind::Account)? {
        let Document::Account(account) = account else { continue };
        let short = account.id.as_str() != "company" && account.balance < account.held;
        ensure!(!short, "I4: {} has {} and {} held", account.id, account.balance, account.held);
    }
    Ok(())
}

fn is_money(body: &CommandBody) -> bool {
    matches!(
        body,
        CommandBody::RequestGrant { .. }
            | CommandBody::ApproveGrant { .. }
            | CommandBody::RejectGrant { .. }
            | CommandBody::AllotQuota { .. }
    )
}
