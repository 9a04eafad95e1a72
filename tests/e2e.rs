//! The real console in a real window: driven by keyboard through `WebKit`'s own driver, on a virtual
//! display, with a real hub and a real notification server. Pictures of what was seen are kept in
//! `artifacts/screens`.
//!
//! The programs have to be built first, the console with its UI inside: `cargo xtask test` does that.
#![cfg(target_os = "linux")]

#[path = "e2e/stage.rs"]
mod stage;

/// Signing in to a team, and the customer's whole story.
#[path = "e2e/signing_in.rs"]
mod signing_in;

/// A day with the network gone for a part of it.
#[path = "e2e/offline.rs"]
mod offline;

/// What is being written survives the death of the program.
#[path = "e2e/drafts.rs"]
mod drafts;

/// Promises are watched with the window hidden.
#[path = "e2e/alerts.rs"]
mod alerts;

/// Compensation, from the request to the approval.
#[path = "e2e/compensation.rs"]
mod compensation;

/// A drill, from the list to the scorecard.
#[path = "e2e/drill.rs"]
mod drill;

/// The palette, the input method, languages and colours.
#[path = "e2e/look.rs"]
mod look;
