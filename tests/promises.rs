//! What Backstop promises, one module a promise. Read it as the table of contents.
//!
//! Everything here runs on the real thing: real databases, real processes, real kills. The
//! programs `backstop-hub` and `backstop-desk` have to be built first; `cargo xtask test` does that.

/// The house keeps its own law.
#[path = "promises/house.rs"]
mod house;

/// What was done arrives exactly once and in order.
#[path = "promises/once_and_in_order.rs"]
mod once_and_in_order;

/// What needs one winner has one, and the other learns why.
#[path = "promises/one_winner.rs"]
mod one_winner;

/// A rejection never destroys words.
#[path = "promises/words_kept.rs"]
mod words_kept;

/// Everything works without a network, and `--offline` uses none.
#[path = "promises/offline.rs"]
mod offline;

/// A hub that dies loses nothing it has answered.
#[path = "promises/hub_killed.rs"]
mod hub_killed;
#[path = "promises/hub_restored.rs"]
mod hub_restored;

/// What was acknowledged survives torture: power losses, kills, full disks, flipped bits.
#[cfg(target_os = "linux")]
#[path = "promises/torture.rs"]
mod torture;

/// Money adds up, and nobody decides on their own request.
#[path = "promises/money.rs"]
mod money;

/// A deadline is where the calendar puts it.
#[path = "promises/clocks.rs"]
mod clocks;

/// A shop comes in whole, twice without a change.
#[path = "promises/imports.rs"]
mod imports;

/// Personal data reaches only those who may see it.
#[path = "promises/personal_data.rs"]
mod personal_data;

/// Search finds what a Chinese-speaking agent types.
#[path = "promises/search.rs"]
mod search;

/// The key of a desk lies in the operating system's keychain.
#[cfg(target_os = "linux")]
#[path = "promises/keychain.rs"]
mod keychain;

/// An older program leaves a newer store alone.
#[path = "promises/newer_store.rs"]
mod newer_store;

/// Thousands of tickets are the same shop.
#[path = "promises/many_tickets.rs"]
mod many_tickets;

/// The hub describes itself and its errors.
#[path = "promises/described.rs"]
mod described;

#[path = "promises/ground.rs"]
mod ground;
