//! The training-ground engine: a simulated customer to talk to, a sandbox shop to act in, and the scorecard afterwards.
//!
//! A [`drill::Drill`] plays one [`backstop_domain::scenario::Scenario`]: it speaks the scenario's intents in order, hears
//! what the trainee says, carries out what the trainee does in a [`sandbox::SandboxWorld`], and at the end judges the
//! world that was left behind and the words that were said.
//!
//! What it may not know: the desk, the hub, a database, the network. It reads no clock and has no chance of its own: the
//! same scenario, seed, replies and actions always give the same drill. No language model takes part.

pub mod actions;
pub mod drill;
pub mod oracle;
pub mod sandbox;
pub mod view;

mod chance;
mod ear;
mod mood;
mod scorecard;
mod script;
mod topics;
mod voice;

#[cfg(test)]
mod samples;
