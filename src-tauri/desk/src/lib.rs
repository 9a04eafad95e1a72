//! The desk: the console without a screen. An encrypted store with drafts and an outbox, sync with the hub, search,
//! alarms, read models for the screens, and a command line.
//!
//! The desk never waits for the hub: everything a person does is on this machine's disk before the desk says that it
//! is done, and is decided by the rules of the domain here and now; the hub decides again, for good.
//!
//! It may not know anything of windows, web views or Tauri, and nothing of how the hub stores things.

mod alarm;
mod derived;
mod drafts;
mod journal;
mod line;
mod outbox;
mod preferences;
mod rebase;
mod sandbox;
mod search;
mod session;
mod show;
mod store;
mod sync;
mod writing;

pub mod cli;
pub mod desk;
pub mod draft;
pub mod error;
pub mod fresh;
pub mod intent;
pub mod key;
pub mod profile;
pub mod rescue;
#[cfg(feature = "simulation")]
pub mod simulated;
pub mod view;
pub mod world;

pub use alarm::Locale;
pub use desk::Desk;
pub use error::{DeskError, LineTrouble, Result, StorageTrouble};
pub use key::{KeyChoice, KeyHome};
pub use session::Identity;
pub use show::Fate;
pub use sync::{Next, RunningSync};
