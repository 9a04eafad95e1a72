//! What a decision may look at, and under which circumstances it is taken.

use jiff::Timestamp;

use crate::{
    document::{Document, DocumentKind},
    grant::Grant,
    id::{AccountId, CustomerId, GrantId, OrderId, PersonId, TicketId},
    ledger::{Account, Transfer},
    order::Order,
    person::Person,
    ticket::Ticket,
};

/// The present state of things: the hub's database, or what a desk holds of it.
pub trait World {
    /// The document with this identity, if it is here.
    fn document(&self, kind: DocumentKind, id: &str) -> Option<Document>;

    /// A ticket.
    fn ticket(&self, id: &TicketId) -> Option<Ticket> {
        match self.document(DocumentKind::Ticket, id.as_str())? {
            Document::Ticket(ticket) => Some(ticket),
            _ => None,
        }
    }

    /// A grant.
    fn grant(&self, id: &GrantId) -> Option<Grant> {
        match self.document(DocumentKind::Grant, id.as_str())? {
            Document::Grant(grant) => Some(grant),
            _ => None,
        }
    }

    /// An order.
    fn order(&self, id: &OrderId) -> Option<Order> {
        match self.document(DocumentKind::Order, id.as_str())? {
            Document::Order(order) => Some(order),
            _ => None,
        }
    }

    /// A member of the team.
    fn person(&self, id: &PersonId) -> Option<Person> {
        match self.document(DocumentKind::Person, id.as_str())? {
            Document::Person(person) => Some(person),
            _ => None,
        }
    }

    /// A ledger account.
    fn account(&self, id: &AccountId) -> Option<Account> {
        match self.document(DocumentKind::Account, id.as_str())? {
            Document::Account(account) => Some(account),
            _ => None,
        }
    }

    /// Whether there is such a customer.
    fn has_customer(&self, id: &CustomerId) -> bool {
        self.document(DocumentKind::Customer, id.as_str()).is_some()
    }
}

/// Who decides: a desk looks ahead with what it holds, the hub decides for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Authority {
    /// A desk. What it does not hold it does not refuse.
    Desk,
    /// The hub. It holds everything.
    Hub,
}

/// The circumstances of a decision. Clock and numbering come from outside, so that the same
/// inputs always give the same answer.
#[derive(Debug, Clone)]
pub struct Context {
    /// Who decides.
    pub authority: Authority,
    /// The deciding side's clock.
    pub now: Timestamp,
    /// The number for a ticket opened now; only the hub has one to give.
    pub next_number: Option<u64>,
}

/// What a command does: documents in their new state, and lines of the ledger.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Effects {
    /// Documents to be stored in place of what was there.
    pub documents: Vec<Document>,
    /// Lines to be appended to the ledger.
    pub transfers: Vec<Transfer>,
}

impl Effects {
    /// Adds a document.
    pub fn put(&mut self, document: impl Into<Document>) {
        self.documents.push(document.into());
    }
}

impl From<Document> for Effects {
    fn from(document: Document) -> Self {
        Self { documents: vec![document], transfers: Vec::new() }
    }
}
