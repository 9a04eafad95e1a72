//! Finds as they are shown: read from their documents, cut and marked around what was looked for.

use std::collections::BTreeMap;

use backstop_domain::document::Document;
use backstop_lens::{
    normal::fold,
    snippet::{fits_visible_digits_only, highlights, holds, snippet},
    tokens::numbers,
};
use rusqlite::Connection;

use super::{
    RANKED,
    rows::{Class, Place, parts},
};
use crate::{
    error::Result,
    show::{documents, outbox},
    view::{outbox::OutboxRow, search::SearchHit},
};

/// How many characters of a text are shown.
const WIDTH: usize = 80;

/// Reads finds; each document once, however many of its parts were found.
pub(super) struct Reader<'a> {
    conn: &'a Connection,
    query: &'a str,
    read: BTreeMap<i64, Option<Read>>,
}

/// A document with its searchable texts.
struct Read {
    document: Document,
    parts: Vec<String>,
}

impl Read {
    /// How far behind others the document stands.
    fn rank(&self, query: &str) -> (bool, bool) {
        let text = self.parts.first().map_or("", String::as_str);
        let is_named = match &self.document {
            Document::Shipment(_) => numbers(query).contains(&fold(text)),
            Document::Order(_) => false,
            named => !highlights(&name(named), query).is_empty(),
        };
        (fits_visible_digits_only(text, query), !is_named)
    }
}

impl<'a> Reader<'a> {
    /// Nothing is read yet.
    pub(super) fn new(conn: &'a Connection, query: &'a str) -> Self {
        Self { conn, query, read: BTreeMap::new() }
    }

    /// The stores that it reads.
    pub(super) fn conn(&self) -> &'a Connection {
        self.conn
    }

    /// Puts first what is meant more likely: a person called so before one living there, an article about it before one
    /// that mentions it, the parcel with this number before one whose number begins so; last of all a person of whose
    /// number only the visible digits fit. The rest stays newest first.
    pub(super) fn rank(&mut self, class: Class, hits: &mut [Place]) -> Result<()> {
        let is_ranked =
            matches!(class, Class::Customer | Class::Order | Class::Parcel | Class::Article);
        if !is_ranked || hits.len() > RANKED {
            return Ok(());
        }
        let mut ranks = BTreeMap::new();
        for place in hits.iter() {
            let query = self.query;
            ranks.insert(*place, self.read(place.key)?.map(|read| read.rank(query)));
        }
        hits.sort_by_key(|place| ranks[place]);
        Ok(())
    }

    /// The find at a place; nothing if its document cannot be read.
    pub(super) fn hit(&mut self, class: Class, place: Place) -> Result<Option<SearchHit>> {
        let query = self.query;
        let Some(read) = self.read(place.key)? else { return Ok(None) };
        let text = read.parts.get(place.part).map_or("", String::as_str);
        let snippet = snippet(text, query, WIDTH);
        Ok(Some(SearchHit {
            kind: class.code().to_owned(),
            id: opened(&read.document).to_owned(),
            title: name(&read.document),
            marks: marks(&snippet, query),
            partial: fits_visible_digits_only(text, query),
            snippet,
            entry_id: entry_id(&read.document, place.part),
        }))
    }

    fn read(&mut self, key: i64) -> Result<Option<&Read>> {
        if !self.read.contains_key(&key) {
            let document = documents::at(self.conn, key)?;
            let with_parts = |document| {
                Ok::<_, crate::error::DeskError>(Read {
                    parts: parts(self.conn, &document)?,
                    document,
                })
            };
            let read = document.map(with_parts).transpose()?;
            self.read.insert(key, read);
        }
        Ok(self.read.get(&key).and_then(Option::as_ref))
    }
}

/// What of the work the hub refused has the words, the newest first. It is nowhere but in the outbox.
pub(super) fn refused(conn: &Connection, query: &str) -> Result<Vec<SearchHit>> {
    let mut rows = outbox::refused(conn)?;
    rows.retain(|row| holds(&row.text, query));
    Ok(rows.iter().rev().map(|row| refused_hit(row, query)).collect())
}

fn refused_hit(row: &OutboxRow, query: &str) -> SearchHit {
    let snippet = snippet(&row.text, query, WIDTH);
    SearchHit {
        kind: "outbox".to_owned(),
        id: row.n.to_string(),
        title: row.title.clone(),
        marks: marks(&snippet, query),
        partial: fits_visible_digits_only(&row.text, query),
        snippet,
        entry_id: None,
    }
}

/// What is opened by a find in a document: a parcel is seen on its order.
fn opened(document: &Document) -> &str {
    match document {
        Document::Shipment(parcel) => parcel.order_id.as_str(),
        other => other.id(),
    }
}

fn name(document: &Document) -> String {
    match document {
        Document::Customer(customer) => customer.name.clone(),
        Document::Ticket(ticket) => ticket.title.clone(),
        Document::Product(product) => product.name.clone(),
        Document::Article(article) => article.title.clone(),
        other => opened(other).to_owned(),
    }
}

/// The entry of the timeline that a part is; nothing for the document itself.
fn entry_id(document: &Document, part: usize) -> Option<backstop_domain::id::EntryId> {
    let Document::Ticket(ticket) = document else { return None };
    let entry = ticket.timeline.get(part.checked_sub(1)?)?;
    Some(entry.id.clone())
}

fn marks(snippet: &str, query: &str) -> Vec<(u32, u32)> {
    let whole = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    highlights(snippet, query).into_iter().map(|(from, to)| (whole(from), whole(to))).collect()
}
