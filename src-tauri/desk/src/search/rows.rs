//! What of a document is searchable, and where it lies in the full-text index.
//!
//! A document has parts: the ticket itself and each entry of its timeline, one part for anything
//! else. A part is one row of `words`; its number says what it is, so that no second table is needed:
//! class, `document.key`, part. Within a class a greater number is something newer.

use backstop_domain::{
    document::{Document, DocumentKind},
    ticket::{EntryBody, Ticket},
};
use backstop_lens::{latin::name_tokens, tokens::index_tokens};
use rusqlite::{Connection, OptionalExtension as _, params};
use sha2::{Digest, Sha256};

use super::text;
use crate::error::Result;

/// How many bits of a number name the part.
const PART_BITS: u32 = 16;
/// How many bits name the document.
const KEY_BITS: u32 = 40;
/// The last part takes everything that has no number of its own.
const LAST_PART: usize = (1 << PART_BITS) - 1;
/// Waiting words are written out when they are this many bytes.
const ENOUGH_BYTES: usize = 8 << 20;

/// What a hit is, as far as it can be told from its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    /// An entry of a ticket's timeline.
    Message = 1,
    /// An order.
    Order = 2,
    /// A ticket: its number and title.
    Ticket = 3,
    /// A customer.
    Customer = 4,
    /// A product.
    Product = 5,
    /// An article.
    Article = 6,
    /// A parcel: its tracking number, which leads to the order.
    Parcel = 7,
}

impl Class {
    /// The class of a document itself; nothing for what is not searched.
    pub(crate) fn of(kind: DocumentKind) -> Option<Self> {
        match kind {
            DocumentKind::Order => Some(Self::Order),
            DocumentKind::Ticket => Some(Self::Ticket),
            DocumentKind::Customer => Some(Self::Customer),
            DocumentKind::Product => Some(Self::Product),
            DocumentKind::Article => Some(Self::Article),
            DocumentKind::Shipment => Some(Self::Parcel),
            _ => None,
        }
    }

    /// The code that a hit carries: what is opened by it.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::Order | Self::Parcel => "order",
            Self::Ticket => "ticket",
            Self::Customer => "customer",
            Self::Product => "product",
            Self::Article => "article",
        }
    }

    /// The lowest and the highest number in the class.
    pub(crate) fn range(self) -> (i64, i64) {
        let low = (self as i64) << (PART_BITS + KEY_BITS);
        (low, low | ((1 << (PART_BITS + KEY_BITS)) - 1))
    }
}

/// The place of a part: which document, which part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    /// The `document.key`.
    pub(crate) key: i64,
    /// 0 for the document itself, n for the n-th entry of a timeline.
    pub(crate) part: usize,
}

impl Place {
    /// Reads the place from the number of a row of `words`.
    pub(crate) fn of_number(number: i64) -> Self {
        let part = usize::try_from(number & ((1 << PART_BITS) - 1)).unwrap_or(0);
        Self { key: (number >> PART_BITS) & ((1 << KEY_BITS) - 1), part }
    }

    fn number(self, class: Class) -> i64 {
        let class = if self.part > 0 { Class::Message } else { class };
        class.range().0 | (self.key << PART_BITS) | i64::try_from(self.part).unwrap_or(0)
    }
}

/// The searchable texts of a document, by part; an empty text is not in the index.
pub(crate) fn parts(conn: &Connection, document: &Document) -> Result<Vec<String>> {
    Ok(match document {
        Document::Ticket(ticket) => ticket_parts(ticket),
        Document::Customer(customer) => vec![text::customer(customer)],
        Document::Order(order) => vec![text::order(conn, order)?],
        Document::Product(product) => vec![product.name.clone()],
        Document::Article(article) => vec![format!("{}\n{}", article.title, article.body)],
        Document::Shipment(parcel) => vec![parcel.tracking_number.clone()],
        _ => Vec::new(),
    })
}

fn ticket_parts(ticket: &Ticket) -> Vec<String> {
    let mut parts = vec![text::ticket(ticket)];
    for entry in &ticket.timeline {
        let words = entry_words(&entry.body);
        match parts.get_mut(LAST_PART) {
            Some(last) => {
                last.push('\n');
                last.push_str(words);
            }
            None => parts.push(words.to_owned()),
        }
    }
    parts
}

/// The words that somebody wrote in an entry; empty where nobody wrote any.
pub(crate) fn entry_words(body: &EntryBody) -> &str {
    match body {
        EntryBody::Escalated { reason, .. } | EntryBody::Grant { reason, .. } => reason,
        EntryBody::Resolved { ending } => &ending.summary,
        other => other.text().unwrap_or(""),
    }
}

/// The words of changed documents, on their way into the index.
///
/// FTS5 takes rows cheaply only in rising order, therefore they wait until many can be written at once.
#[derive(Debug)]
pub(crate) struct WordRows<'c> {
    conn: &'c Connection,
    waiting: Vec<(i64, String)>,
    bytes: usize,
}

impl<'c> WordRows<'c> {
    /// Nothing waits.
    pub(crate) fn new(conn: &'c Connection) -> Self {
        Self { conn, waiting: Vec::new(), bytes: 0 }
    }

    /// A document is new or has changed: what differs from what is in the index is replaced.
    /// Says whether anything did.
    pub(crate) fn put(&mut self, key: i64, document: &Document) -> Result<bool> {
        let Some(class) = Class::of(document.kind()) else { return Ok(false) };
        let parts = parts(self.conn, document)?;
        let before = worded(self.conn, key)?.map_or_else(Vec::new, |(_, digests)| digests);
        let after: Vec<u64> = parts.iter().map(|part| digest(part)).collect();
        if before == after {
            return Ok(false);
        }
        if !before.is_empty() && self.waiting.iter().any(|(n, _)| Place::of_number(*n).key == key) {
            self.flush()?;
        }
        for (part, old) in before.iter().enumerate() {
            if *old != 0 && after.get(part) != Some(old) {
                self.delete(Place { key, part }.number(class))?;
            }
        }
        for (part, text) in parts.iter().enumerate() {
            if after[part] != 0 && before.get(part) != Some(&after[part]) {
                self.wait(Place { key, part }.number(class), words(document, text));
            }
        }
        keep(self.conn, key, class, &after)?;
        if self.bytes >= ENOUGH_BYTES {
            self.flush()?;
        }
        Ok(true)
    }

    /// A document is no longer here.
    pub(crate) fn remove(&mut self, key: i64) -> Result<()> {
        let Some((class, digests)) = worded(self.conn, key)? else { return Ok(()) };
        self.flush()?;
        for (part, _) in digests.iter().enumerate().filter(|(_, digest)| **digest != 0) {
            self.delete(Place { key, part }.number(class))?;
        }
        self.conn.prepare_cached("DELETE FROM worded WHERE key = ?1")?.execute([key])?;
        Ok(())
    }

    /// Writes what waits.
    pub(crate) fn finish(mut self) -> Result<()> {
        self.flush()
    }

    fn wait(&mut self, number: i64, tokens: String) {
        self.bytes += tokens.len();
        self.waiting.push((number, tokens));
    }

    fn flush(&mut self) -> Result<()> {
        self.waiting.sort_unstable_by_key(|(number, _)| *number);
        let sql = "INSERT INTO words (rowid, tokens) VALUES (?1, ?2)";
        let mut insert = self.conn.prepare_cached(sql)?;
        for (number, tokens) in self.waiting.drain(..) {
            insert.execute(params![number, tokens])?;
        }
        self.bytes = 0;
        Ok(())
    }

    fn delete(&self, number: i64) -> Result<()> {
        self.conn.prepare_cached("DELETE FROM words WHERE rowid = ?1")?.execute([number])?;
        Ok(())
    }
}

/// What the index keeps of a text; of a customer also how the name is typed without an input method.
fn words(document: &Document, text: &str) -> String {
    let mut tokens = index_tokens(text);
    if let Document::Customer(customer) = document {
        tokens.push(' ');
        tokens.push_str(&name_tokens(&customer.name));
    }
    tokens
}

fn worded(conn: &Connection, key: i64) -> Result<Option<(Class, Vec<u64>)>> {
    let mut find = conn.prepare_cached("SELECT class, digests FROM worded WHERE key = ?1")?;
    let read =
        |r: &rusqlite::Row<'_>| Ok((class_from(r.get(0)?), digests_from(&r.get::<_, Vec<u8>>(1)?)));
    Ok(find.query_row([key], read).optional()?)
}

fn keep(conn: &Connection, key: i64, class: Class, digests: &[u64]) -> Result<()> {
    let blob: Vec<u8> = digests.iter().flat_map(|digest| digest.to_le_bytes()).collect();
    conn.prepare_cached("INSERT OR REPLACE INTO worded (key, class, digests) VALUES (?1, ?2, ?3)")?
        .execute(params![key, class as i64, blob])?;
    Ok(())
}

fn class_from(number: i64) -> Class {
    let classes = [
        Class::Order,
        Class::Ticket,
        Class::Customer,
        Class::Product,
        Class::Article,
        Class::Parcel,
    ];
    classes.into_iter().find(|class| *class as i64 == number).unwrap_or(Class::Message)
}

fn digests_from(blob: &[u8]) -> Vec<u64> {
    blob.chunks_exact(8).map(|eight| eight.try_into().map_or(0, u64::from_le_bytes)).collect()
}

/// 64 bits that stand for a text; 0 for an empty one, which has no row.
fn digest(text: &str) -> u64 {
    if text.is_empty() {
        return 0;
    }
    let hash = Sha256::digest(text.as_bytes());
    let first = hash.first_chunk::<8>().copied().unwrap_or_default();
    u64::from_le_bytes(first).max(1)
}
