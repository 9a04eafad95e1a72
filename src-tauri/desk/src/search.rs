//! Search over everything on the desk: customers, orders, tickets, messages, products, articles.
//!
//! The index answers *which*, newest first, without looking at the texts; the twenty texts that are
//! shown are then read from their documents. So a common word costs no more than a rare one.
//! Nothing is left out for being common: with a limit that is large enough every hit is given.

pub(crate) mod rows;

mod hits;
mod text;

use std::collections::BTreeSet;

use backstop_domain::document::DocumentKind;
use backstop_lens::tokens::match_query;
use rusqlite::{Connection, OptionalExtension as _};

use self::{
    hits::Reader,
    rows::{Class, Place},
};
use crate::{error::Result, view::search::SearchHit};

/// The order in which finds are shown: who, what is wrong, what was bought, what there is to know,
/// what was said.
const CLASSES: [Class; 6] =
    [Class::Customer, Class::Ticket, Class::Order, Class::Product, Class::Article, Class::Message];

/// More finds than this are not read to be ranked; the newest are.
const RANKED: usize = 200;

/// What `text` finds, at most `limit` finds: what it names exactly comes first, then each class in
/// turn, each with a fair share of the room.
pub(crate) fn find(conn: &Connection, text: &str, limit: u32) -> Result<Vec<SearchHit>> {
    let limit = limit as usize;
    let mut reader = Reader::new(conn, text);
    let mut places = exact(conn, text)?;
    let named: BTreeSet<Place> = places.iter().map(|(_, place)| *place).collect();
    let mut found = Vec::new();
    if let Some(query) = match_query(text) {
        for class in CLASSES {
            let mut hits = places_in(conn, &query, class, limit.saturating_add(named.len()))?;
            hits.retain(|place| !named.contains(place));
            reader.rank(class, &mut hits)?;
            found.push((class, hits));
        }
    }
    let shares = fair_shares(&found, limit.saturating_sub(places.len()));
    for ((class, hits), share) in found.into_iter().zip(shares) {
        places.extend(hits.into_iter().take(share).map(|place| (class, place)));
    }
    places.truncate(limit);
    places.into_iter().filter_map(|(class, place)| reader.hit(class, place).transpose()).collect()
}

/// The keys of all documents of a class that `text` finds.
pub(crate) fn keys(conn: &Connection, class: Class, text: &str) -> Result<Vec<i64>> {
    let Some(query) = match_query(text) else { return Ok(Vec::new()) };
    let places = places_in(conn, &query, class, usize::MAX)?;
    Ok(places.into_iter().map(|place| place.key).collect())
}

/// The newest places in a class that the expression matches.
fn places_in(conn: &Connection, query: &str, class: Class, most: usize) -> Result<Vec<Place>> {
    let (low, high) = class.range();
    let mut find = conn.prepare_cached(
        "SELECT rowid FROM words WHERE words MATCH ?1 AND rowid BETWEEN ?2 AND ?3
         ORDER BY rowid DESC LIMIT ?4",
    )?;
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let numbers = find.query_map((query, low, high, most), |r| r.get(0))?;
    Ok(numbers.map(|number| number.map(Place::of_number)).collect::<rusqlite::Result<_>>()?)
}

/// What the text names outright: an identifier, an order number, a ticket number.
fn exact(conn: &Connection, text: &str) -> Result<Vec<(Class, Place)>> {
    let said = text.trim();
    let bare = said.strip_prefix('#').unwrap_or(said);
    let mut places = BTreeSet::new();
    for kind in [
        DocumentKind::Customer,
        DocumentKind::Ticket,
        DocumentKind::Order,
        DocumentKind::Product,
        DocumentKind::Article,
    ] {
        for id in [bare, &format!("#{bare}")] {
            let Some(class) = Class::of(kind) else { continue };
            let key = key_of(conn, kind, id)?;
            places.extend(key.map(|key| (order_of(class), class, Place { key, part: 0 })));
        }
    }
    for key in keys_of_number(conn, bare)? {
        places.insert((order_of(Class::Ticket), Class::Ticket, Place { key, part: 0 }));
    }
    Ok(places.into_iter().map(|(_, class, place)| (class, place)).collect())
}

fn order_of(class: Class) -> usize {
    CLASSES.iter().position(|other| *other == class).unwrap_or(CLASSES.len())
}

fn key_of(conn: &Connection, kind: DocumentKind, id: &str) -> Result<Option<i64>> {
    let mut find = conn.prepare_cached("SELECT key FROM document WHERE kind = ?1 AND id = ?2")?;
    Ok(find.query_row((kind.code(), id), |r| r.get(0)).optional()?)
}

fn keys_of_number(conn: &Connection, text: &str) -> Result<Vec<i64>> {
    let Ok(number) = text.parse::<i64>() else { return Ok(Vec::new()) };
    let mut find = conn.prepare_cached("SELECT key FROM ticket WHERE number = ?1")?;
    let keys = find.query_map([number], |r| r.get(0))?;
    Ok(keys.collect::<rusqlite::Result<_>>()?)
}

/// How many finds of each class are shown: one each in turn, until the room is full.
fn fair_shares(found: &[(Class, Vec<Place>)], room: usize) -> Vec<usize> {
    let mut shares = vec![0; found.len()];
    let mut left = room;
    loop {
        let mut given = false;
        for ((_, hits), share) in found.iter().zip(&mut shares) {
            if left > 0 && *share < hits.len() {
                *share += 1;
                left -= 1;
                given = true;
            }
        }
        if !given {
            return shares;
        }
    }
}
