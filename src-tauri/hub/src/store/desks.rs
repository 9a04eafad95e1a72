//! Desks: who is signed in where, with which token, and up to which number they have spoken.

use backstop_domain::{
    document::{Document, DocumentKind},
    id::{DeskId, PersonId},
    person::Person,
};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension};
use subtle::ConstantTimeEq;

use super::documents;
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

/// Registers a desk for a person: the one they name if it is theirs, or else a new one.
pub(crate) fn register(
    connection: &Connection,
    person: &PersonId,
    wanted: Option<&DeskId>,
    now: Timestamp,
) -> Result<DeskId> {
    if let Some(desk) = wanted
        && owner(connection, desk)?.as_ref() == Some(person)
    {
        return Ok(desk.clone());
    }
    let desk = DeskId(uuid::Uuid::now_v7().to_string());
    insert(connection, &desk, person, now)?;
    Ok(desk)
}

/// Adds a desk.
pub(crate) fn insert(
    connection: &Connection,
    desk: &DeskId,
    person: &PersonId,
    now: Timestamp,
) -> Result<()> {
    let insert = "INSERT INTO desk (id, person, made_at, signed_in_at) VALUES (?1, ?2, ?3, ?3)";
    let now = now.to_string();
    connection.prepare_cached(insert)?.execute([desk.as_str(), person.as_str(), now.as_str()])?;
    Ok(())
}

/// Who sits at a desk, if they may still act.
#[cfg(feature = "simulation")]
pub(crate) fn at(connection: &Connection, desk: &DeskId) -> Result<Seat> {
    let person = owner(connection, desk)?.ok_or(HubError::Unauthorized)?;
    let person = enabled(connection, &person)?;
    Ok(Seat { desk: desk.clone(), person, token: None })
}

/// Gives a desk a token. One that it had before is no longer valid.
pub(crate) fn sign_in(
    connection: &Connection,
    desk: &DeskId,
    token: &Hash,
    now: Timestamp,
) -> Result<()> {
    let update = "UPDATE desk SET token_hash = ?2, signed_in_at = ?3 WHERE id = ?1";
    let values = rusqlite::params![desk.as_str(), token, now.to_string()];
    connection.prepare_cached(update)?.execute(values)?;
    Ok(())
}

/// Takes the token from a desk.
pub(crate) fn sign_out(connection: &Connection, token: &Hash) -> Result<()> {
    let update = "UPDATE desk SET token_hash = NULL WHERE token_hash = ?1";
    connection.prepare_cached(update)?.execute([token])?;
    Ok(())
}

/// Takes the tokens from all desks of a person.
pub(crate) fn sign_out_person(connection: &Connection, person: &PersonId) -> Result<()> {
    let update = "UPDATE desk SET token_hash = NULL WHERE person = ?1";
    connection.execute(update, [person.as_str()])?;
    Ok(())
}

/// Who holds a token. A person who was disabled holds none.
pub(crate) fn seat(connection: &Connection, token: &Hash) -> Result<Seat> {
    let query = "SELECT id, person, token_hash FROM desk WHERE token_hash = ?1";
    let mut query = connection.prepare_cached(query)?;
    let found = query.query_row([token], |row| {
        Ok((DeskId(row.get(0)?), PersonId(row.get(1)?), row.get::<_, Hash>(2)?))
    });
    let (desk, person, kept) = found.optional()?.ok_or(HubError::Unauthorized)?;
    if !bool::from(kept.ct_eq(token)) {
        return Err(HubError::Unauthorized);
    }
    let person = enabled(connection, &person)?;
    Ok(Seat { desk, person, token: Some(*token) })
}

/// A person who may act.
pub(crate) fn enabled(connection: &Connection, id: &PersonId) -> Result<Person> {
    match documents::find(connection, DocumentKind::Person, id.as_str())? {
        Some(Document::Person(person)) if !person.disabled => Ok(person),
        _ => Err(HubError::Unauthorized),
    }
}

/// The number of the last command that a desk sent.
pub(crate) fn last_n(connection: &Connection, desk: &DeskId) -> Result<u64> {
    let query = "SELECT last_n FROM desk WHERE id = ?1";
    let mut query = connection.prepare_cached(query)?;
    let found = query.query_row([desk.as_str()], |row| row.get(0)).optional()?;
    found.ok_or(HubError::Unauthorized)
}

/// Notes that a desk has spoken up to a number.
pub(crate) fn advance(connection: &Connection, desk: &DeskId, n: u64) -> Result<()> {
    let update = "UPDATE desk SET last_n = ?2 WHERE id = ?1";
    connection.prepare_cached(update)?.execute(rusqlite::params![desk.as_str(), n])?;
    Ok(())
}

fn owner(connection: &Connection, desk: &DeskId) -> Result<Option<PersonId>> {
    let query = "SELECT person FROM desk WHERE id = ?1";
    let mut query = connection.prepare_cached(query)?;
    Ok(query.query_row([desk.as_str()], |row| row.get(0).map(PersonId)).optional()?)
}
