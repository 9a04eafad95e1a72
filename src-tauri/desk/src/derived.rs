//! What is worked out from documents whenever one changes: queue rows, customer rows, reminders and
//! the full-text index.
//!
//! The store calls this in the transaction that changes a document, so that a screen can never see a
//! document without its row, or a row without its document. All of it can be made again from
//! `document`; nothing here is the only copy of anything.

mod customer_row;
mod reminder_row;
mod ticket_row;

use backstop_domain::{
    document::{Document, DocumentKind},
    person::{Person, Role},
};
use rusqlite::{Connection, OptionalExtension, Result, params};

use crate::search::rows::WordRows;

/// The person whose desk this is, as far as derived rows depend on them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Viewer {
    /// Who.
    pub person: String,
    /// Their team.
    pub team: String,
    /// Whether they are told what a lead is told.
    pub lead: bool,
    /// Whether they are told what a manager is told.
    pub manager: bool,
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
pub struct Derived<'c> {
    conn: &'c Connection,
    viewer: Option<Viewer>,
    words: WordRows<'c>,
}

impl<'c> Derived<'c> {
    /// Begins a round of changes on a connection that is inside a transaction.
    pub fn begin(conn: &'c Connection) -> Result<Self> {
        Ok(Self { conn, viewer: viewer(conn)?, words: WordRows::new(conn) })
    }

    /// A document is new or has changed: `document` is its *current* state, `key` its `document.key`.
    pub fn put(&mut self, key: i64, document: &Document) -> Result<()> {
        match document {
            Document::Ticket(ticket) => {
                ticket_row::put(self.conn, key, ticket)?;
                reminder_row::put(self.conn, key, ticket, self.viewer.as_ref())?;
            }
            Document::Customer(customer) => customer_row::put(self.conn, key, customer)?,
            Document::Person(person) => self.person_changed(person)?,
            _ => {}
        }
        self.words.put(key, document)
    }

    /// A document is no longer here.
    pub fn remove(&mut self, key: i64, kind: DocumentKind) -> Result<()> {
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
    pub fn set_viewer(&mut self, person: &Person) -> Result<()> {
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
    pub fn finish(self) -> Result<()> {
        self.words.finish()
    }

    fn person_changed(&mut self, person: &Person) -> Result<()> {
        match &self.viewer {
            Some(viewer) if viewer.person == person.id.0 => self.set_viewer(person),
            _ => Ok(()),
        }
    }
}

/// Whose desk this is, once somebody has signed in.
pub fn viewer(conn: &Connection) -> Result<Option<Viewer>> {
    conn.prepare_cached("SELECT person, team, lead, manager FROM viewer")?
        .query_row([], |r| {
            Ok(Viewer { person: r.get(0)?, team: r.get(1)?, lead: r.get(2)?, manager: r.get(3)? })
        })
        .optional()
}
