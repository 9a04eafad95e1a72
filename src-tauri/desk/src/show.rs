//! What the screens see: read models worked out from `current` documents, each in one look at the
//! store.
//!
//! These functions read and never write. `now` always comes from outside; it is the desk's best
//! knowledge of the hub's clock.

pub mod budget;
pub(crate) mod code;
pub mod customer;
pub mod customers;
pub(crate) mod documents;
pub mod grant;
pub mod guess;
pub mod interaction;
pub mod lists;
pub mod order;
pub mod pending;
pub mod queue;
pub mod ticket;
