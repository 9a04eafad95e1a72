//! The simulator: a whole world in one thread — desks with people at them, a hub, a network that drops, doubles, delays
//! and reorders, programs that die at every write, power losses, clocks that are years off, backups that are restored.
//!
//! It drives the real rules, the real desk and the real hub on their real SQL in memory, under a clock of its own. A seed
//! decides everything that happens, so that a seed that fails fails again, step by step. After every step the truth is
//! compared with what was promised; in the end the world is healed and everything must have arrived everywhere.
//!
//! It knows the insides of desk and hub through their feature `simulation` alone, which the product is never built with.
#![cfg(feature = "simulation")]

pub mod acting;
pub mod chance;
pub mod faults;
pub mod line;
pub mod place;
pub mod promise;
pub mod report;
pub mod run;
pub mod shop;
pub mod truth;
pub mod world;
