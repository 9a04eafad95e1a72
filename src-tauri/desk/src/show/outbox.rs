//! The outbox as a list: what was done here and is not on the hub, each with a line that says what it is about.

use backstop_domain::{
    command::{Command, CommandBody},
    customer::Customer,
    grant::Grant,
    id::CustomerId,
    person::Person,
    rejection::Rejection,
    ticket::Ticket,
};
use rusqlite::Connection;

use super::documents;
use crate::{
    desk::Desk,
    error::Result,
    outbox::{self, Open},
    view::outbox::{OutboxRow, OutboxState},
};

/// What became of a command of this desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It waits for the hub.
    Waiting,
    /// The hub has it.
    Confirmed,
    /// The hub refused it; its words are in the outbox.
    Refused(Rejection),
}

impl Desk {
    /// Everything that waits or was refused, in the order in which it was done.
    pub fn outbox(&self) -> Result<Vec<OutboxRow>> {
        self.store()
            .read(|conn| outbox::open_rows(conn)?.into_iter().map(|open| row(conn, open)).collect())
    }

    /// What became of a command.
    pub fn fate(&self, n: u64) -> Result<Fate> {
        let open = self.store().read(outbox::open_rows)?;
        Ok(match open.into_iter().find(|open| open.command.n == n) {
            None => Fate::Confirmed,
            Some(Open { reason: None, .. }) => Fate::Waiting,
            Some(Open { reason: Some(reason), .. }) => Fate::Refused(reason),
        })
    }
}

/// What the hub refused, in the order in which it was done.
pub(crate) fn refused(conn: &Connection) -> Result<Vec<OutboxRow>> {
    // A search asks at every keystroke, and much may wait while there is no line.
    if outbox::counts(conn)?.1 == 0 {
        return Ok(Vec::new());
    }
    let mut open = outbox::open_rows(conn)?;
    open.retain(|open| open.reason.is_some());
    open.into_iter().map(|open| row(conn, open)).collect()
}

fn row(conn: &Connection, open: Open) -> Result<OutboxRow> {
    let Open { command, reason } = open;
    let (kind, subject_id) = command.body.subject();
    let state = if reason.is_some() { OutboxState::Stuck } else { OutboxState::Waiting };
    Ok(OutboxRow {
        title: title(conn, &command)?,
        n: command.n,
        kind: command.body.code().to_owned(),
        state,
        reason,
        subject_kind: kind.code().to_owned(),
        subject_id,
        text: command.body.text().unwrap_or_default().to_owned(),
        made_at: command.made_at,
        id: command.id,
    })
}

/// The ticket's title, or the name of the customer or colleague it is about.
fn title(conn: &Connection, command: &Command) -> Result<String> {
    match &command.body {
        CommandBody::OpenTicket { title, .. } => Ok(title.clone()),
        CommandBody::RequestGrant { customer_id, .. } => customer_name(conn, customer_id),
        CommandBody::ApproveGrant { grant_id, .. } | CommandBody::RejectGrant { grant_id, .. } => {
            match documents::find::<Grant>(conn, grant_id.as_str())? {
                Some(grant) => customer_name(conn, &grant.customer_id),
                None => Ok(grant_id.0.clone()),
            }
        }
        CommandBody::AllotQuota { person_id, .. } => {
            let person = documents::find::<Person>(conn, person_id.as_str())?;
            Ok(person.map_or_else(|| person_id.0.clone(), |person| person.name))
        }
        CommandBody::RecordDrill { run } => Ok(run.scenario_id.0.clone()),
        about_a_ticket => {
            let (_, id) = about_a_ticket.subject();
            let ticket = documents::find::<Ticket>(conn, &id)?;
            Ok(ticket.map_or(id, |ticket| ticket.title))
        }
    }
}

fn customer_name(conn: &Connection, id: &CustomerId) -> Result<String> {
    let customer = documents::find::<Customer>(conn, id.as_str())?;
    Ok(customer.map_or_else(|| id.0.clone(), |customer| customer.name))
}
