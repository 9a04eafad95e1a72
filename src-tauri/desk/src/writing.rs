//! Writing: from what a person wants to a command in the outbox, shown at once.
//!
//! The command is on disk before anything is shown: first `work.db` (the command in, the draft out, one transaction),
//! then its effect in `cache.db`. A crash between the two loses nothing, because the effect can be made again.

use backstop_domain::{
    command::{Command, CommandBody},
    document::{Document, DocumentKind},
    drill_run::DrillRun,
    id::{CommandId, EntryId, GrantId, TicketId, TransferId},
};
use rusqlite::Connection;

use crate::{
    desk::Desk,
    drafts,
    error::{DeskError, Result},
    intent::Intent,
    outbox, rebase,
    rebase::{Layer, decide_here},
    sandbox,
    session::Identity,
    store::{
        documents,
        facts::{self, Position, REDERIVE},
    },
    view::outbox::{Written, WrittenState},
};

impl Desk {
    /// Does what a person wants: checks it against the rules, queues it, shows it. The draft it was written in
    /// goes in the same transaction. What the rules refuse is not queued and the draft stays.
    pub fn submit(&self, intent: Intent, draft: Option<&str>) -> Result<Written> {
        self.write(&self.command_body(intent), draft, None)
    }

    /// Keeps the result of a drill with the person's other work.
    pub fn record_drill(&self, run: DrillRun) -> Result<Written> {
        self.write(&CommandBody::RecordDrill { run }, None, None)
    }

    /// Takes a refused command out of the outbox for good.
    pub fn discard(&self, n: u64) -> Result<()> {
        let now = self.now();
        self.store().write_work(|tx| outbox::drop_stuck(tx, n, now))?;
        self.show_if_possible()
    }

    /// Sends a refused command again as a new one, with other words if some are given. A reply is now
    /// written against what the thread says by now, which the person has before them.
    pub fn resend(&self, n: u64, text: Option<String>) -> Result<Written> {
        let body = self.store().read(|conn| {
            let rows = outbox::open_rows(conn)?;
            let stuck = rows.into_iter().find(|row| row.command.n == n && row.reason.is_some());
            let mut body = stuck.ok_or(DeskError::NotStuck { n })?.command.body;
            if let CommandBody::Reply { ticket_id, seen, .. } = &mut body {
                *seen = newest_public(conn, ticket_id)?;
            }
            Ok(body)
        })?;
        self.write(&with_text(body, text), None, Some(n))
    }

    fn write(
        &self,
        body: &CommandBody,
        draft: Option<&str>,
        replaces: Option<u64>,
    ) -> Result<Written> {
        let made_at = self.now();
        let id = CommandId(self.identifier());
        let who = self.identity()?.ok_or(DeskError::NotSignedIn)?;
        let command = |n| Command {
            id: id.clone(),
            desk: who.desk.clone(),
            n,
            actor: who.person.id.clone(),
            made_at,
            body: body.clone(),
        };
        if self.is_sandbox() {
            return sandbox::write(self, &command(0), draft);
        }
        self.store().read(|conn| would_stand(conn, &who, &command(0)))?;
        let queued = self.store().write_work(|tx| {
            if let Some(n) = replaces {
                outbox::drop_stuck(tx, n, made_at)?;
            }
            if let Some(draft) = draft {
                drafts::drop(tx, draft)?;
            }
            outbox::append(tx, command)
        })?;
        self.show_if_possible()?;
        self.wake();
        Ok(Written { id: written_id(&queued.body), state: WrittenState::Waiting, n: queued.n })
    }

    /// Shows in the cache what has changed in the outbox, whichever program changed it.
    pub(crate) fn show_newest(&self) -> Result<()> {
        let (is_behind, is_salvaged) = self.store().read(|conn| {
            let is_salvaged = facts::get(conn, REDERIVE)?.is_some();
            Ok((Position::read(conn)?.turn != outbox::turn(conn)?, is_salvaged))
        })?;
        if !is_behind && !is_salvaged {
            return Ok(());
        }
        let Some(who) = self.identity()? else { return Ok(()) };
        let things = self.store().write_cache(|tx| rebase::catch_up(tx, &who.person))?;
        if is_salvaged {
            self.store().write_work(|tx| facts::clear(tx, REDERIVE))?;
        }
        self.tell_changed(&things);
        Ok(())
    }

    /// The same for callers whose deed stands already, or who only read: where the disk takes no more, what follows
    /// is shown later. An error now would make a person do again what is kept.
    pub(crate) fn show_if_possible(&self) -> Result<()> {
        match self.show_newest() {
            Err(error) if error.is_of_the_disk() => {
                tracing::warn!(%error, "the cache cannot follow at the moment");
                Ok(())
            }
            shown => shown,
        }
    }
}

/// Whether the rules allow it, as far as this desk can tell.
fn would_stand(conn: &Connection, who: &Identity, command: &Command) -> Result<()> {
    let (verdict, _) = decide_here(conn, &who.person, &Layer::default(), command)?;
    verdict.map(drop).map_err(DeskError::Rejected)
}

fn newest_public(conn: &Connection, id: &TicketId) -> Result<Option<EntryId>> {
    let ticket = documents::current(conn, DocumentKind::Ticket, id.as_str())?;
    Ok(match ticket {
        Some(Document::Ticket(ticket)) => ticket.public_head().cloned(),
        _ => None,
    })
}

impl Desk {
    /// Gives an intent the identifiers that a command needs.
    fn command_body(&self, intent: Intent) -> CommandBody {
        let entry_id = EntryId(self.identifier());
        let transfer_id = TransferId(self.identifier());
        match intent {
            Intent::OpenTicket { customer_id, order_id, kind, title, text, urgent } => {
                let ticket_id = TicketId(self.identifier());
                CommandBody::OpenTicket {
                    ticket_id,
                    customer_id,
                    order_id,
                    kind,
                    title,
                    text,
                    urgent,
                }
            }
            Intent::AddNote { ticket_id, text } => {
                CommandBody::AddNote { ticket_id, entry_id, text }
            }
            Intent::Reply { ticket_id, text, seen } => {
                CommandBody::Reply { ticket_id, entry_id, text, seen }
            }
            Intent::RecordMessage { ticket_id, channel, text } => {
                CommandBody::RecordMessage { ticket_id, entry_id, channel, text }
            }
            Intent::ClaimTicket { ticket_id } => CommandBody::ClaimTicket { ticket_id },
            Intent::AssignTicket { ticket_id, owner } => {
                CommandBody::AssignTicket { ticket_id, owner }
            }
            Intent::SetStatus { ticket_id, status } => CommandBody::SetStatus { ticket_id, status },
            Intent::EscalateTicket { ticket_id, line, reason } => {
                CommandBody::EscalateTicket { ticket_id, line, reason }
            }
            Intent::ResolveTicket { ticket_id, ending } => {
                CommandBody::ResolveTicket { ticket_id, ending }
            }
            Intent::RequestGrant {
                customer_id,
                order_id,
                ticket_id,
                kind,
                amount,
                cause,
                note,
            } => CommandBody::RequestGrant {
                grant_id: GrantId(self.identifier()),
                transfer_id,
                customer_id,
                order_id,
                ticket_id,
                kind,
                amount,
                cause,
                note,
            },
            Intent::ApproveGrant { grant_id, amount } => {
                CommandBody::ApproveGrant { grant_id, transfer_id, amount }
            }
            Intent::RejectGrant { grant_id, reason } => {
                CommandBody::RejectGrant { grant_id, transfer_id, reason }
            }
            Intent::AllotQuota { person_id, amount } => {
                CommandBody::AllotQuota { person_id, transfer_id, amount }
            }
        }
    }
}

/// The same command with other words.
fn with_text(mut body: CommandBody, words: Option<String>) -> CommandBody {
    let Some(words) = words else { return body };
    match &mut body {
        CommandBody::OpenTicket { text, .. }
        | CommandBody::AddNote { text, .. }
        | CommandBody::Reply { text, .. }
        | CommandBody::RecordMessage { text, .. } => *text = words,
        CommandBody::EscalateTicket { reason, .. } | CommandBody::RejectGrant { reason, .. } => {
            *reason = words;
        }
        CommandBody::ResolveTicket { ending, .. } => ending.summary = words,
        CommandBody::RequestGrant { note, .. } => *note = words,
        _ => {}
    }
    body
}

/// The thing that a command writes: a ticket, an entry, a grant.
pub(crate) fn written_id(body: &CommandBody) -> String {
    match body {
        CommandBody::AddNote { entry_id, .. }
        | CommandBody::Reply { entry_id, .. }
        | CommandBody::RecordMessage { entry_id, .. } => entry_id.0.clone(),
        CommandBody::AllotQuota { transfer_id, .. } => transfer_id.0.clone(),
        other => other.subject().1,
    }
}
