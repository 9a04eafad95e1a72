//! Compensation: the list, and one request with the story beside it.

use backstop_domain::{
    document::DocumentKind,
    grant::{Grant, GrantState},
    ledger::{Account, AccountOwner},
};
use jiff::Timestamp;
use rusqlite::Connection;

use super::{
    documents,
    ticket::{self, customer_name, person_name},
};
use crate::{
    error::{DeskError, Result},
    view::{
        grant::{GrantRow, GrantView},
        ticket::TicketView,
    },
};

/// The list ends here: nobody reads further, and older ones are found at their customers.
const LONGEST_LIST: u32 = 1_000;

/// Grants in one state, or in any, newest first. Those that wait for a decision come oldest first,
/// because that is the order in which they are decided.
pub(crate) fn list(conn: &Connection, state: Option<GrantState>) -> Result<Vec<GrantRow>> {
    let mut grants = read(conn, state)?;
    grants.sort_by(|a, b| (b.requested_at, &b.id).cmp(&(a.requested_at, &a.id)));
    if state == Some(GrantState::Waiting) {
        grants.reverse();
    }
    grants.into_iter().map(|grant| row(conn, grant)).collect()
}

/// One grant with its ticket, the money behind it and what the customer was granted before.
pub(crate) fn view(conn: &Connection, id: &str, now: Timestamp) -> Result<GrantView> {
    let found = documents::find::<Grant>(conn, id)?;
    let grant = found.ok_or_else(|| DeskError::Unknown { kind: "grant", id: id.to_owned() })?;
    let account =
        |owner: AccountOwner| documents::find::<Account>(conn, owner.account_id().as_str());
    Ok(GrantView {
        ticket: story(conn, &grant, now)?,
        budget: account(AccountOwner::Team(grant.team.clone()))?,
        quota: account(AccountOwner::Quota(grant.requested_by.clone()))?,
        history: history(conn, &grant)?,
        row: row(conn, grant)?,
    })
}

fn story(conn: &Connection, grant: &Grant, now: Timestamp) -> Result<Option<TicketView>> {
    let Some(id) = &grant.ticket_id else { return Ok(None) };
    match ticket::view(conn, id.as_str(), now) {
        Ok(view) => Ok(Some(view)),
        Err(DeskError::Unknown { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// What else the customer was granted, or is to be granted. For a request that waits it is everything, also what was
/// asked for later: whoever decides now must know of it. For a decided one it is what came before.
fn history(conn: &Connection, grant: &Grant) -> Result<Vec<GrantRow>> {
    let mut others = documents::of_customer::<Grant>(conn, grant.customer_id.as_str())?;
    let waits = grant.state == GrantState::Waiting;
    let counts = |other: &Grant| waits || other.requested_at <= grant.requested_at;
    others.retain(|other| other.id != grant.id && counts(other));
    others.sort_by(|a, b| (b.requested_at, &b.id).cmp(&(a.requested_at, &a.id)));
    others.into_iter().map(|other| row(conn, other)).collect()
}

fn read(conn: &Connection, state: Option<GrantState>) -> Result<Vec<Grant>> {
    let sql = "SELECT ifnull(current, confirmed) AS body FROM document
        WHERE kind = 'grant' AND (?1 IS NULL OR body ->> 'state' = ?1)
        ORDER BY body ->> 'requested_at' DESC LIMIT ?2";
    documents::bodies(conn, sql, (state.map(state_code), LONGEST_LIST))
}

fn state_code(state: GrantState) -> &'static str {
    match state {
        GrantState::Waiting => "waiting",
        GrantState::Granted => "granted",
        GrantState::Rejected => "rejected",
    }
}

fn row(conn: &Connection, grant: Grant) -> Result<GrantRow> {
    let (pending, stuck) = documents::marks(conn, DocumentKind::Grant, grant.id.as_str())?;
    let decider = grant.decided_by.as_ref().map(|id| person_name(conn, id)).transpose()?;
    Ok(GrantRow {
        customer_name: customer_name(conn, grant.customer_id.as_str())?,
        requester_name: person_name(conn, &grant.requested_by)?,
        decider_name: decider.unwrap_or_default(),
        pending,
        stuck,
        grant,
    })
}
