//! The rules of tickets and money, one sentence a test.

#[path = "rules/grants.rs"]
mod grants;
#[path = "rules/ledger.rs"]
mod ledger;
#[path = "rules/shop.rs"]
mod shop;
#[path = "rules/tickets.rs"]
mod tickets;
