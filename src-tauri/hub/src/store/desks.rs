//! Desks: who is signed in where, with which token, and up to which number they have spoken.

use backstop_domain::{
    document::{Document, DocumentKind},
    id::{DeskId, PersonId},
    person::Person,
};
use jiff::Timestamp;
use subtle::ConstantTimeEq;

use super::{documents, transaction::Transaction};
use crate::{
    error::{HubError, Result},
    token::Hash,
};

/// Who is asking: a desk, its person, and the token that proves it.
#[derive(Debug, Clone)]
pub struct Seat {
    /// The desk.
    pub desk: DeskId,
    /// Who is signed in there.
    pub person: Person,
    /// The hash of the token; absent where the hub itself acts for a desk in its own process.
    pub(crate) token: Option<Hash>,
}

/// A desk as it is kept.
#[derive(Debug, Clone)]
pub(crate) struct Desk {
    /// Which.
    pub(crate) id: DeskId,
    /// Whose.
    pub(crate) person: PersonId,
    /// The number of the last command that it sent.
    pub(crate) last_n: u64,
    /// The hash of its token; without one it is signed out.
    pub(crate) token: Option<Hash>,
    /// When it was first there.
    pub(crate) made_at: String,
    /// When somebody last signed in on it.
    pub(crate) signed_in_at: String,
}

/// Registers a desk for a person: the one they name if it is theirs, or else a new one.
pub(crate) fn register(
    transaction: &Transaction<'_>,
    person: &PersonId,
    wanted: Option<&DeskId>,
    now: Timestamp,
) -> Result<DeskId> {
    if let Some(desk) = wanted
        && transaction.desk(desk)?.is_some_and(|desk| desk.person == *person)
    {
        return Ok(desk.clone());
    }
    let id = DeskId(uuid::Uuid::now_v7().to_string());
    insert(transaction, &id, person, now);
    Ok(id)
}

/// Adds a desk.
pub(crate) fn insert(
    transaction: &Transaction<'_>,
    desk: &DeskId,
    person: &PersonId,
    now: Timestamp,
) {
    transaction.change_desk(Desk {
        id: desk.clone(),
        person: person.clone(),
        last_n: 0,
        token: None,
        made_at: now.to_string(),
        signed_in_at: now.to_string(),
    });
}

/// Who sits at a desk, if they may still act.
#[cfg(feature = "simulation")]
pub(crate) fn at(transaction: &Transaction<'_>, desk: &DeskId) -> Result<Seat> {
    let found = transaction.desk(desk)?.ok_or(HubError::Unauthorized)?;
    let person = enabled(transaction, &found.person)?;
    Ok(Seat { desk: found.id, person, token: None })
}

/// Gives a desk a token. One that it had before is no longer valid.
pub(crate) fn sign_in(
    transaction: &Transaction<'_>,
    desk: &DeskId,
    token: &Hash,
    now: Timestamp,
) -> Result<()> {
    if let Some(desk) = transaction.desk(desk)? {
        let signed_in_at = now.to_string();
        transaction.change_desk(Desk { token: Some(*token), signed_in_at, ..desk });
    }
    Ok(())
}

/// Takes the token from a desk.
pub(crate) fn sign_out(transaction: &Transaction<'_>, token: &Hash) -> Result<()> {
    if let Some(desk) = transaction.desk_of_token(token)? {
        transaction.change_desk(Desk { token: None, ..desk });
    }
    Ok(())
}

/// Takes the tokens from all desks of a person.
pub(crate) fn sign_out_person(transaction: &Transaction<'_>, person: &PersonId) -> Result<()> {
    for desk in transaction.desks_of(person.as_str())? {
        if desk.token.is_some() {
            transaction.change_desk(Desk { token: None, ..desk });
        }
    }
    Ok(())
}

/// Who holds a token. A person who was disabled holds none.
pub(crate) fn seat(transaction: &Transaction<'_>, token: &Hash) -> Result<Seat> {
    let desk = transaction.desk_of_token(token)?.ok_or(HubError::Unauthorized)?;
    let kept = desk.token.ok_or(HubError::Unauthorized)?;
    if !bool::from(kept.ct_eq(token)) {
        return Err(HubError::Unauthorized);
    }
    let person = enabled(transaction, &desk.person)?;
    Ok(Seat { desk: desk.id, person, token: Some(*token) })
}

/// A person who may act.
pub(crate) fn enabled(transaction: &Transaction<'_>, id: &PersonId) -> Result<Person> {
    let found = documents::find(transaction, DocumentKind::Person, id.as_str())?;
    match found.as_deref() {
        Some(Document::Person(person)) if !person.disabled => Ok(person.clone()),
        _ => Err(HubError::Unauthorized),
    }
}

/// The number of the last command that a desk sent.
pub(crate) fn last_n(transaction: &Transaction<'_>, desk: &DeskId) -> Result<u64> {
    Ok(transaction.desk(desk)?.ok_or(HubError::Unauthorized)?.last_n)
}

/// Notes that a desk has spoken up to a number.
pub(crate) fn advance(transaction: &Transaction<'_>, desk: &DeskId, n: u64) -> Result<()> {
    let desk = transaction.desk(desk)?.ok_or(HubError::Unauthorized)?;
    if desk.last_n != n {
        transaction.change_desk(Desk { last_n: n, ..desk });
    }
    Ok(())
}
