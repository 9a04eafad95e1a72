//! The scorecard: the world that was left behind and the words that were said, each as checks that can be read.
//!
//! A score is the share of its checks that passed. Nothing is weighed in secret: every point lost is a failed check with
//! what was found.

use backstop_domain::drill_run::{Check, Score};

mod deeds;
mod talk;

pub(crate) use deeds::world;
pub(crate) use talk::words;

fn check(name: String, passed: bool, why: String) -> Check {
    Check { name, passed, why }
}

/// The share of the checks that passed; 1 when there was nothing to check.
fn score(checks: Vec<Check>) -> Score {
    let count = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    let passed = checks.iter().filter(|check| check.passed).count();
    let score = if checks.is_empty() { 1.0 } else { count(passed) / count(checks.len()) };
    Score { score, checks }
}

#[cfg(test)]
mod tests;
