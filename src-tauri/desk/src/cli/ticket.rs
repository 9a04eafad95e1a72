//! Working on tickets.

use std::collections::BTreeSet;

use backstop_domain::{
    command::CommandBody,
    id::{CustomerId, EntryId, OrderId, PersonId, TicketId},
    ticket::{Ending, Liable, Solved, TicketKind, TicketStatus},
};
use clap::{Args, Subcommand, builder::PossibleValuesParser, builder::TypedValueParser as _};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::{
    cli::{Session, answer},
    error::{DeskError, Result},
    intent::Intent,
    outbox,
};

/// The shortest beginning of an identifier that stands for the whole.
const SHORTEST_PREFIX: usize = 4;

#[derive(Debug, Subcommand)]
pub(super) enum Ticket {
    /// List tickets, the newest first.
    List {
        /// At most this many.
        #[arg(long, default_value_t = u32::MAX)]
        limit: u32,
    },
    /// Show one ticket.
    Show {
        /// Its identifier, the beginning of it, or its number.
        id: String,
    },
    /// Open a ticket.
    Open(Open),
    /// Add an internal remark.
    Note(Words),
    /// Answer the customer.
    Reply(Reply),
    /// Write down what the customer said.
    Record(Record),
    /// Take a ticket that nobody has.
    Claim {
        /// Which.
        id: String,
    },
    /// Hand a ticket to somebody, or back to the queue.
    Assign(Assign),
    /// Say who has to act next; also reopens.
    Status {
        /// Which.
        id: String,
        /// `open`, `waiting_customer` or `waiting_party`.
        #[arg(value_parser = status())]
        status: TicketStatus,
    },
    /// Send a ticket up a line.
    Escalate(Escalate),
    /// End a ticket.
    Resolve(Resolve),
}

#[derive(Debug, Args)]
pub(super) struct Open {
    /// Whose problem.
    #[arg(long)]
    customer: String,
    /// About what.
    #[arg(long, value_parser = kind)]
    kind: TicketKind,
    /// One line.
    #[arg(long, allow_hyphen_values = true)]
    title: String,
    /// The story.
    #[arg(long, allow_hyphen_values = true)]
    body: String,
    /// About which order.
    #[arg(long)]
    order: Option<String>,
    /// Shorter promises apply.
    #[arg(long)]
    urgent: bool,
}

#[derive(Debug, Args)]
pub(super) struct Words {
    /// Which.
    id: String,
    /// The words.
    #[arg(long, allow_hyphen_values = true)]
    body: String,
}

#[derive(Debug, Args)]
pub(super) struct Reply {
    #[command(flatten)]
    words: Words,
    /// The newest entry that you have seen: a newer one makes the hub hold the answer back.
    #[arg(long, value_name = "ENTRY")]
    seen: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct Record {
    #[command(flatten)]
    words: Words,
    /// How it came: `phone`, `chat`…
    #[arg(long, default_value = "phone")]
    channel: String,
}

#[derive(Debug, Args)]
pub(super) struct Assign {
    /// Which.
    id: String,
    /// To whom, by identifier or login name.
    #[arg(long, required_unless_present = "nobody")]
    owner: Option<String>,
    /// Back to the queue.
    #[arg(long, conflicts_with = "owner")]
    nobody: bool,
}

#[derive(Debug, Args)]
pub(super) struct Escalate {
    /// Which.
    id: String,
    /// To which line, 2 to 4.
    #[arg(long)]
    line: u8,
    /// Why.
    #[arg(long, allow_hyphen_values = true)]
    reason: String,
}

#[derive(Debug, Args)]
pub(super) struct Resolve {
    /// Which.
    id: String,
    /// Was the problem solved?
    #[arg(long, default_value = "inferred", value_parser = word::<Solved>(&["confirmed", "inferred", "no"]))]
    solved: Solved,
    /// Who was at fault?
    #[arg(long, default_value = "unsettled", value_parser = word::<Liable>(
        &["unsettled", "merchant", "carrier", "installer", "platform", "customer"]))]
    liable: Liable,
    /// The customer's mark, 1 to 5, if they gave one.
    #[arg(long)]
    satisfied: Option<u8>,
    /// What was done.
    #[arg(long, default_value = "", allow_hyphen_values = true)]
    summary: String,
}

impl Ticket {
    pub(super) async fn run(&self, session: &Session) -> Result<Value> {
        let find = |id: &str| find(session, id);
        let intent = match self {
            Self::List { limit } => return list(session, *limit),
            Self::Show { id } => return show(session, &find(id)?),
            Self::Open(open) => open.intent(),
            Self::Note(Words { id, body }) => {
                Intent::AddNote { ticket_id: find(id)?, text: body.clone() }
            }
            Self::Reply(Reply { words, seen }) => Intent::Reply {
                ticket_id: find(&words.id)?,
                text: words.body.clone(),
                seen: seen.clone().map(EntryId),
            },
            Self::Record(Record { words, channel }) => Intent::RecordMessage {
                ticket_id: find(&words.id)?,
                channel: channel.clone(),
                text: words.body.clone(),
            },
            Self::Claim { id } => Intent::ClaimTicket { ticket_id: find(id)? },
            Self::Assign(Assign { id, owner, .. }) => {
                let owner = owner.as_deref().map(|owner| person(session, owner)).transpose()?;
                Intent::AssignTicket { ticket_id: find(id)?, owner }
            }
            Self::Status { id, status } => {
                Intent::SetStatus { ticket_id: find(id)?, status: *status }
            }
            Self::Escalate(Escalate { id, line, reason }) => {
                Intent::EscalateTicket { ticket_id: find(id)?, line: *line, reason: reason.clone() }
            }
            Self::Resolve(resolve) => resolve.intent(find(&resolve.id)?),
        };
        session.write(intent).await
    }
}

impl Open {
    fn intent(&self) -> Intent {
        Intent::OpenTicket {
            customer_id: CustomerId(self.customer.clone()),
            order_id: self.order.clone().map(OrderId),
            kind: self.kind,
            title: self.title.clone(),
            text: self.body.clone(),
            urgent: self.urgent,
        }
    }
}

impl Resolve {
    fn intent(&self, ticket_id: TicketId) -> Intent {
        let ending = Ending {
            solved: self.solved,
            liable: self.liable,
            satisfied: self.satisfied,
            summary: self.summary.clone(),
        };
        Intent::ResolveTicket { ticket_id, ending }
    }
}

fn list(session: &Session, limit: u32) -> Result<Value> {
    let rows = session.desk.store().read(|conn| {
        let waiting = waiting(conn)?;
        let mut query = conn.prepare(
            "SELECT t.id, t.number, t.title, t.kind, t.status, t.customer_id, t.order_id, t.owner,
                    ifnull(d.current, d.confirmed) ->> 'created_at', t.updated_ms, t.due_ms,
                    d.stuck > 0
             FROM (SELECT * FROM ticket ORDER BY created_ms DESC, id LIMIT ?1) t
             JOIN document d ON d.key = t.key
             ORDER BY t.created_ms DESC, t.id",
        )?;
        let rows = query.query_map([limit], |row| line(row, &waiting))?;
        Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
    })?;
    Ok(Value::Array(rows))
}

/// The tickets on which something waits for the hub. What the hub has accepted no longer does, even
/// while its effect has not come down yet.
fn waiting(conn: &rusqlite::Connection) -> Result<BTreeSet<String>> {
    let mut open = outbox::open_rows(conn)?;
    open.retain(|row| row.reason.is_none());
    Ok(open.into_iter().map(|row| concerned(&row.command.body)).collect())
}

/// The ticket that a command is about; of a decision on a grant, the grant.
fn concerned(body: &CommandBody) -> String {
    match body {
        CommandBody::RequestGrant { ticket_id: Some(ticket), .. } => ticket.0.clone(),
        other => other.subject().1,
    }
}

fn line(row: &rusqlite::Row<'_>, waiting: &BTreeSet<String>) -> rusqlite::Result<Value> {
    let id: String = row.get(0)?;
    let state = state(waiting.contains(&id));
    let time = |ms: Option<i64>| ms.and_then(|ms| Timestamp::from_millisecond(ms).ok());
    Ok(json!({
        "id": id,
        "number": row.get::<_, Option<u64>>(1)?,
        "title": row.get::<_, String>(2)?,
        "kind": row.get::<_, String>(3)?,
        "status": row.get::<_, String>(4)?,
        "customer_id": row.get::<_, String>(5)?,
        "order_id": row.get::<_, Option<String>>(6)?,
        "owner": row.get::<_, Option<String>>(7)?,
        "created_at": row.get::<_, String>(8)?,
        "updated_at": time(row.get(9)?),
        "due": time(row.get(10)?),
        "state": state,
        "stuck": row.get::<_, bool>(11)?,
    }))
}

fn state(pending: bool) -> &'static str {
    if pending { "waiting" } else { "confirmed" }
}

fn show(session: &Session, id: &TicketId) -> Result<Value> {
    let view = session.desk.ticket(id.as_str())?;
    let ticket = &view.ticket;
    let waits = view.pending.iter().any(|work| work.reason.is_none());
    let messages: Vec<_> = ticket.timeline.iter().filter_map(answer::message).collect();
    Ok(json!({
        "id": ticket.id,
        "number": ticket.number,
        "title": ticket.title,
        "kind": ticket.kind,
        "status": ticket.status,
        "customer_id": ticket.customer_id,
        "customer_name": view.customer_name,
        "order_id": ticket.order_id,
        "owner": ticket.owner,
        "urgent": ticket.urgent,
        "line": ticket.line,
        "team": ticket.team,
        "created_at": ticket.created_at,
        "updated_at": ticket.updated_at,
        "state": state(waits),
        "stuck": view.pending.iter().any(|work| work.reason.is_some()),
        "messages": messages,
        "clocks": view.clocks.iter().map(|c| json!({ "kind": c.clock.kind, "reading": c.reading })).collect::<Vec<_>>(),
        "grants": view.grants,
        "ending": ticket.ending,
        "timeline": ticket.timeline,
        "pending": view.pending,
    }))
}

/// A ticket by its identifier, its number with or without `#`, or the beginning of its identifier.
pub(super) fn find(session: &Session, wanted: &str) -> Result<TicketId> {
    let number: Option<u64> = wanted.strip_prefix('#').unwrap_or(wanted).parse().ok();
    let prefix = (wanted.len() >= SHORTEST_PREFIX).then_some(wanted);
    let mut fits = session.desk.store().read(|conn| {
        let mut query = conn.prepare(
            "SELECT id FROM ticket WHERE id = ?1 OR number = ?2 OR substr(id, 1, length(?3)) = ?3
             ORDER BY id = ?1 DESC, number IS ?2 DESC LIMIT 2",
        )?;
        let ids = query.query_map((wanted, number, prefix), |r| r.get::<_, String>(0))?;
        Ok(ids.collect::<rusqlite::Result<Vec<_>>>()?)
    })?;
    let exact = number.is_some() || fits.first().is_some_and(|id| id == wanted);
    match fits.len() {
        0 => Err(DeskError::Unknown { kind: "ticket", id: wanted.to_owned() }),
        2 if !exact => Err(DeskError::Ambiguous { id: wanted.to_owned() }),
        _ => Ok(TicketId(fits.swap_remove(0))),
    }
}

fn person(session: &Session, wanted: &str) -> Result<PersonId> {
    let people = session.desk.people()?;
    let person = people.into_iter().find(|p| p.id.as_str() == wanted || p.login == wanted);
    person.map(|p| p.id).ok_or_else(|| DeskError::Unknown { kind: "person", id: wanted.to_owned() })
}

fn kind(text: &str) -> std::result::Result<TicketKind, String> {
    TicketKind::from_code(text).ok_or_else(|| {
        let codes: Vec<_> = TicketKind::ALL.iter().map(|kind| kind.code()).collect();
        format!("one of {}", codes.join(", "))
    })
}

fn status() -> impl clap::builder::TypedValueParser<Value = TicketStatus> {
    word(&["open", "waiting_customer", "waiting_party"])
}

/// One of several words, read as the domain reads it.
fn word<T>(words: &'static [&'static str]) -> impl clap::builder::TypedValueParser<Value = T>
where
    T: serde::de::DeserializeOwned + Clone + Send + Sync + 'static,
{
    PossibleValuesParser::new(words).try_map(|word| serde_json::from_value(Value::String(word)))
}
