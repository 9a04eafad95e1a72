//! What was repaired: remembered in the store, so that the person can read of it after the fact.

use jiff::Timestamp;
use rusqlite::Connection;

pub(crate) use crate::view::app::Repair;
use crate::{error::Result, journal::picture::Picture, store::facts};

/// The fact under which repairs are remembered.
const FACT: &str = "repairs";

/// How many are remembered.
const KEPT: usize = 5;

/// A repair that was made just now.
pub(super) fn of(what: &str, lost: bool) -> Repair {
    Repair { what: what.to_owned(), at: Timestamp::now(), lost }
}

/// The present instant in words.
pub(super) fn now() -> String {
    Timestamp::now().to_string()
}

/// The last repairs, the newest last.
pub(crate) fn list(conn: &Connection) -> Result<Vec<Repair>> {
    Ok(parse(facts::get(conn, FACT)?.as_deref()))
}

/// Remembers one.
pub(crate) fn note(tx: &Connection, repair: Repair) -> Result<()> {
    let all = parse(facts::get(tx, FACT)?.as_deref());
    facts::set(tx, FACT, &with(all, repair))
}

/// Remembers one in a store that is being made.
pub(super) fn note_in(picture: &mut Picture, repair: Repair) {
    let all = parse(picture.fact(FACT));
    picture.set_fact(FACT, &with(all, repair));
}

fn parse(text: Option<&str>) -> Vec<Repair> {
    text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
}

fn with(mut all: Vec<Repair>, repair: Repair) -> String {
    all.push(repair);
    let from = all.len().saturating_sub(KEPT);
    serde_json::to_string(&all[from..]).unwrap_or_default()
}
