//! The hub: the server that desks sync with, and the owner of the order of things.
//!
//! It keeps every document, decides every command for good with the rules of `backstop-domain`,
//! numbers what changes and lets each desk read what its person may see, masked by role. It may not
//! know the desk, the console or the drill; what crosses the wire is in `backstop-protocol`.

pub mod cli;
pub mod embedded;
pub mod error;
pub mod generate;
pub mod http;
pub mod hub;
pub mod import;
pub mod person;
pub mod sample;
pub mod serve;
#[cfg(feature = "simulation")]
pub mod simulated;
pub mod store;

mod accept;
mod hashing;
mod login;
mod masking;
mod page;
mod password;
mod throttle;
mod token;
