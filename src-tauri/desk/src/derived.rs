//! What is worked out from documents whenever one changes: queue rows, customer rows, reminders and
//! the full-text index.
//!
//! The store calls this in the transaction that changes a document, so that a screen can never see a
//! document without its row, or a row without its document. All of it can be made again from
//! `document`; nothing here is the only copy of anything.

mod customer_row;
mod reminder_row;
mod ticket_row;

use std::collections::BTreeSet;

use backstop_domain::{
    document::{Document, DocumentKind},
    id::ProductId,
    order::{Order, OrderLine},
    person::{Person, Role},
};
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::{error::Result, search::rows::WordRows, store::facts};

/// The person whose desk this is, as far as derived rows depend on them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Viewer {
    /// Who.
    pub(crate) person: String,
    /// Their team.
    pub(crate) team: String,
    /// Whether they are told what a lead is told.
    pub(crate) lead: bool,
    /// Whether they are told what a manager is told.
    pub(crate) manager: bool,
}

impl From<&Person> for Viewer {
    fn from(person: &Person) -> Self {
        Self {
            person: person.id.0.clone(),
            team: person.team.0.clone(),
            lead: person.is(Role::Senior),
            manager: person.is(Role::Manager),
        }
    }
}

/// Brings derived rows up to date, inside a transaction of the store on `cache.db`.
///
/// The words of many documents are written together in the end, in the order in which the full-text
/// index takes them cheaply: nothing is searchable before [`Derived::finish`].
#[derive(Debug)]
pub(crate) struct Derived<'c> {
    conn: &'c Connection,
    viewer: Option<Viewer>,
    words: WordRows<'c>,
    /// Products whose names have changed: orders that borrow them are found by the new ones.
    renamed: BTreeSet<ProductId>,
}

impl<'c> Derived<'c> {
    /// Begins a round of changes on a connection that is inside a transaction.
    pub(crate) fn begin(conn: &'c Connection) -> Result<Self> {
        Ok(Self {
            conn,
            viewer: viewer(conn)?,
            words: WordRows::new(conn),
            renamed: BTreeSet::new(),
        })
    }

    /// A document is new or has changed: `document` is its *current* state, `key` its `document.key`.
    pub(crate) fn put(&mut self, key: i64, document: &Document) -> Result<()> {
        match document {
            Document::Ticket(ticket) => {
                ticket_row::put(self.conn, key, ticket)?;
                reminder_row::put(self.conn, key, ticket, self.viewer.as_ref())?;
            }
            Document::Customer(customer) => customer_row::put(self.conn, key, customer)?,
            Document::Person(person) => self.person_changed(person)?,
            _ => {}
        }
        let changed = self.words.put(key, document)?;
        if let Document::Product(product) = document
            && changed
        {
            self.renamed.insert(product.id.clone());
        }
        Ok(())
    }

    /// A document is no longer here.
    pub(crate) fn remove(&mut self, key: i64, kind: DocumentKind) -> Result<()> {
        match kind {
            DocumentKind::Ticket => {
                self.conn.prepare_cached("DELETE FROM ticket WHERE key = ?1")?.execute([key])?;
                reminder_row::remove(self.conn, key)?;
            }
            DocumentKind::Customer => {
                self.conn.prepare_cached("DELETE FROM customer WHERE key = ?1")?.execute([key])?;
            }
            _ => {}
        }
        self.words.remove(key)
    }

    /// Says whose desk this is. To be called at sign-in, before the first document; afterwards the
    /// person's own document keeps it right.
    pub(crate) fn set_viewer(&mut self, person: &Person) -> Result<()> {
        let viewer = Viewer::from(person);
        if self.viewer.as_ref() == Some(&viewer) {
            return Ok(());
        }
        self.conn.execute(
            "INSERT OR REPLACE INTO viewer (one, person, team, lead, manager) VALUES (1, ?1, ?2, ?3, ?4)",
            params![viewer.person, viewer.team, viewer.lead, viewer.manager],
        )?;
        reminder_row::rebuild(self.conn, &viewer)?;
        self.viewer = Some(viewer);
        Ok(())
    }

    /// Writes what is still to be written. Without this the round is not complete.
    pub(crate) fn finish(mut self) -> Result<()> {
        if !self.renamed.is_empty() {
            self.rename_in_orders()?;
        }
        self.words.finish()
    }

    fn rename_in_orders(&mut self) -> Result<()> {
        let sql = "SELECT key, ifnull(current, confirmed) FROM document WHERE kind = 'order'";
        let mut find = self.conn.prepare_cached(sql)?;
        let mut rows = find.query([])?;
        while let Some(row) = rows.next()? {
            let body = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
            let Ok(order) = serde_json::from_str::<Order>(body) else { continue };
            let borrows =
                |line: &OrderLine| line.title.is_empty() && self.renamed.contains(&line.product_id);
            if order.lines.iter().any(borrows) {
                self.words.put(row.get(0)?, &order.into())?;
            }
        }
        Ok(())
    }

    fn person_changed(&mut self, person: &Person) -> Result<()> {
        match &self.viewer {
            Some(viewer) if viewer.person == person.id.0 => self.set_viewer(person),
            _ => Ok(()),
        }
    }
}

/// Whose desk this is, once somebody has signed in: as their own document has it, or as they signed in
/// while a new cache has not received it yet.
pub(crate) fn viewer(conn: &Connection) -> Result<Option<Viewer>> {
    let mut find = conn.prepare_cached("SELECT person, team, lead, manager FROM viewer")?;
    let read = |r: &rusqlite::Row<'_>| {
        Ok(Viewer { person: r.get(0)?, team: r.get(1)?, lead: r.get(2)?, manager: r.get(3)? })
    };
    if let Some(viewer) = find.query_row([], read).optional()? {
        return Ok(Some(viewer));
    }
    let person = facts::get(conn, "person")?;
    let person: Option<Person> = person.map(|text| serde_json::from_str(&text)).transpose()?;
    Ok(person.as_ref().map(Viewer::from))
}
