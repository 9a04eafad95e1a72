//! What the screens see: read models worked out from `current` documents, each in one look at the
//! store.
//!
//! These functions read and never write. `now` is always the desk's best knowledge of the hub's
//! clock.

pub(crate) mod code;
pub(crate) mod documents;
pub(crate) mod outbox;
pub(crate) mod queue;
pub(crate) mod ticket;

mod budget;
mod customer;
mod customers;
mod grant;
mod guess;
mod interaction;
mod lists;
mod order;
mod pending;

pub use outbox::Fate;

use backstop_domain::{
    article::Article, drill_run::DrillRun, grant::GrantState, person::Person, product::Product,
    scenario::Scenario,
};

use crate::{
    desk::Desk,
    error::Result,
    search,
    view::{
        customer::{CustomerPage, CustomerView, OrderView},
        grant::{BudgetView, GrantRow, GrantView},
        queue::{QueuePage, QueueQuery},
        search::SearchHit,
        ticket::TicketView,
    },
};

impl Desk {
    /// A page of a queue, with the sizes of all queues.
    pub fn queue(&self, query: &QueueQuery) -> Result<QueuePage> {
        self.store().read(|conn| queue::page(conn, query, self.now()))
    }

    /// A ticket with everything its screen shows.
    pub fn ticket(&self, id: &str) -> Result<TicketView> {
        self.store().read(|conn| ticket::view(conn, id, self.now()))
    }

    /// A page of the customers that `text` finds; of all customers when it is empty.
    pub fn customers(&self, text: &str, offset: u32, limit: u32) -> Result<CustomerPage> {
        self.store().read(|conn| customers::page(conn, text, offset, limit))
    }

    /// The 360 view of a customer.
    pub fn customer(&self, id: &str) -> Result<CustomerView> {
        self.store().read(|conn| customer::view(conn, id, self.now()))
    }

    /// An order with what belongs to it.
    pub fn order(&self, id: &str) -> Result<OrderView> {
        self.store().read(|conn| order::view(conn, id))
    }

    /// What `text` finds among everything on the desk, at most `limit` finds.
    pub fn search(&self, text: &str, limit: u32) -> Result<Vec<SearchHit>> {
        self.store().read(|conn| search::find(conn, text, limit))
    }

    /// Compensations in one state, or in any: newest first, those that wait for a decision oldest first.
    pub fn grants(&self, state: Option<GrantState>) -> Result<Vec<GrantRow>> {
        self.store().read(|conn| grant::list(conn, state))
    }

    /// One compensation with the story beside it.
    pub fn grant(&self, id: &str) -> Result<GrantView> {
        self.store().read(|conn| grant::view(conn, id, self.now()))
    }

    /// Who has what of the team's budget, as far as this person may see it.
    pub fn budget(&self) -> Result<BudgetView> {
        self.store().read(budget::view)
    }

    /// The members of the team, by name.
    pub fn people(&self) -> Result<Vec<Person>> {
        self.store().read(lists::people)
    }

    /// The catalogue, by name.
    pub fn products(&self) -> Result<Vec<Product>> {
        self.store().read(lists::products)
    }

    /// One product.
    pub fn product(&self, id: &str) -> Result<Product> {
        self.store().read(|conn| lists::product(conn, id))
    }

    /// Written knowledge, by title.
    pub fn articles(&self) -> Result<Vec<Article>> {
        self.store().read(lists::articles)
    }

    /// The scenarios of the training ground, by title.
    pub fn scenarios(&self) -> Result<Vec<Scenario>> {
        self.store().read(lists::scenarios)
    }

    /// Finished drills, newest first.
    pub fn drill_runs(&self) -> Result<Vec<DrillRun>> {
        self.store().read(lists::drill_runs)
    }
}
