//! What the screens and the command line show: read models of what the desk holds.
//!
//! They are made from `current` documents: the confirmed state with this desk's pending work on top.

pub mod app;
pub mod customer;
pub mod grant;
pub mod outbox;
pub mod queue;
pub mod search;
pub mod ticket;
