//! Search over everything on the desk: customers, orders, tickets, messages, products, articles.
//!
//! The index answers *which*, newest first, without looking at the texts; the twenty texts that are
//! shown are then read from their documents. So a common word costs no more than a rare one.
//! Nothing is left out for being common: with a limit that is large enough every hit is given.

pub(crate) mod renewal;
pub(crate) mod rows;

mod hits;
mod text;

use std::collections::BTreeSet;

use backstop_domain::document::DocumentKind;
use backstop_lens::tokens::{match_query, number_query, numbers};
use rusqlite::{Connection, OptionalExtension as _};

use self::{
    hits::Reader,
    rows::{Class, Place},
};
use crate::{error::Result, view::search::SearchHit};

/// The order in which finds are shown: who, what is wrong, what was bought, what there is to know,
/// what was said.
const CLASSES: [Class; 7] = [
    Class::Customer,
    Class::Ticket,
    Class::Order,
    Class::Parcel,
    Class::Product,
    Class::Article,
    Class::Message,
];

/// More finds than this are not read to be ranked; the newest are.
const RANKED: usize = 200;

/// What `text` finds, at most `limit` finds: what it names exactly comes first, then each class in turn and what the
/// hub refused, each with a fair share of the room. When nothing has all the words, the numbers among them are enough.
pub(crate) fn find(conn: &Connection, text: &str, limit: u32) -> Result<Vec<SearchHit>> {
    let limit = limit as usize;
    let mut reader = Reader::new(conn, text);
    let mut places = exact(conn, text)?;
    let named: BTreeSet<Place> = places.iter().map(|(_, place)| *place).collect();
    let refused = hits::refused(conn, text)?;
    let mut found = by_class(&mut reader, match_query(text), &named, limit)?;
    if refused.is_empty() && found.iter().all(|(_, places)| places.is_empty()) {
        found = by_class(&mut reader, number_query(text), &named, limit)?;
    }
    let mut sizes: Vec<usize> = found.iter().map(|(_, places)| places.len()).collect();
    sizes.push(refused.len());
    let mut shares = fair_shares(&sizes, limit.saturating_sub(places.len()));
    let of_refused = shares.pop().unwrap_or_default();
    for ((class, hits), share) in found.into_iter().zip(shares) {
        places.extend(hits.into_iter().take(share).map(|place| (class, place)));
    }
    places.truncate(limit);
    let mut hits = Vec::with_capacity(places.len());
    for (class, place) in places {
        hits.extend(reader.hit(class, place)?);
    }
    hits.extend(refused.into_iter().take(of_refused));
    Ok(once(hits))
}

/// The places of each class that an expression matches, without those that are named already.
fn by_class(
    reader: &mut Reader<'_>,
    query: Option<String>,
    named: &BTreeSet<Place>,
    limit: usize,
) -> Result<Vec<(Class, Vec<Place>)>> {
    let Some(query) = query else { return Ok(Vec::new()) };
    let most = limit.saturating_add(named.len());
    let mut found = Vec::new();
    for class in CLASSES {
        let mut places = places_in(reader.conn(), &query, class, most)?;
        places.retain(|place| !named.contains(place));
        reader.rank(class, &mut places)?;
        found.push((class, places));
    }
    Ok(found)
}

/// An order that was found by its number and by its parcel is one find.
fn once(hits: Vec<SearchHit>) -> Vec<SearchHit> {
    let mut seen = BTreeSet::new();
    let is_new = |hit: &SearchHit| {
        seen.insert((
            hit.kind.clone(),
            hit.id.clone(),
            hit.entry_id.as_ref().map(|id| id.0.clone()),
        ))
    };
    hits.into_iter().filter(is_new).collect()
}

/// The keys of all documents of a class that `text` finds.
pub(crate) fn keys(conn: &Connection, class: Class, text: &str) -> Result<Vec<i64>> {
    for query in [match_query(text), number_query(text)].into_iter().flatten() {
        let places = places_in(conn, &query, class, usize::MAX)?;
        if !places.is_empty() {
            return Ok(places.into_iter().map(|place| place.key).collect());
        }
    }
    Ok(Vec::new())
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

/// What the text names outright, as a whole or by a number in it: an identifier, an order number, a ticket number.
fn exact(conn: &Connection, text: &str) -> Result<Vec<(Class, Place)>> {
    let mut places = BTreeSet::new();
    for name in names(text) {
        for kind in [
            DocumentKind::Customer,
            DocumentKind::Ticket,
            DocumentKind::Order,
            DocumentKind::Product,
            DocumentKind::Article,
        ] {
            for id in [&name, &format!("#{name}")] {
                let Some(class) = Class::of(kind) else { continue };
                let key = key_of(conn, kind, id)?;
                places.extend(key.map(|key| (order_of(class), class, Place { key, part: 0 })));
            }
        }
        for key in keys_of_number(conn, &name)? {
            places.insert((order_of(Class::Ticket), Class::Ticket, Place { key, part: 0 }));
        }
    }
    Ok(places.into_iter().map(|(_, class, place)| (class, place)).collect())
}

/// How the text may name something: as it was typed, and by each number in it, as shops write them.
fn names(text: &str) -> BTreeSet<String> {
    let said = text.trim();
    let mut names = BTreeSet::from([said.strip_prefix('#').unwrap_or(said).to_owned()]);
    for number in numbers(text) {
        names.insert(number.to_uppercase());
        names.insert(number);
    }
    names
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

/// How many finds of each kind are shown: one each in turn, until the room is full.
fn fair_shares(sizes: &[usize], room: usize) -> Vec<usize> {
    let mut shares = vec![0; sizes.len()];
    let mut left = room;
    loop {
        let mut given = false;
        for (size, share) in sizes.iter().zip(&mut shares) {
            if left > 0 && *share < *size {
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
