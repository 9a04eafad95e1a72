//! Torture: real programs that are killed, cut off, starved and deprived of their power while they work, and what is
//! left of their promises afterwards. `cargo xtask torture` runs it at length, the tests briefly.
//!
//! Everything follows from a seed, except the moments: a kill strikes when it strikes, so a run cannot be repeated to the
//! byte. That is the simulation's business; this is the proof that real processes on a real system
//! behave like the simulated ones.
//!
//! One program at a time works on a database whose power fails, because the power fails for all of them at once.

mod births;
mod bits;
mod faults;
mod full;
mod hub_power;
mod kills;
mod office;
mod power;
mod presser;
mod pulls;
mod scribe;
mod tally;
mod truth;

pub use backstop_powerloss::Control;
pub use births::{births, births_at_every_sync};
pub use bits::flip;
pub use faults::{every_fault, failed_starts, failed_syncs, full_cache};
pub use full::{small_disk, small_disk_of_a_hub};
pub use hub_power::hub_power;
pub use kills::kills;
pub use office::{CUSTOMER, Office};
pub use power::desk_power;
pub use pulls::pull_power;
pub use tally::Tally;
