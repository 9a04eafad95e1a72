//! What a run has done and what it has found.

use std::{collections::BTreeMap, ops::AddAssign};

use serde_json::{Value, json};

/// The most findings that are kept in words.
const WORDS_KEPT: usize = 12;

/// Counts of one kind of torture.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Programs that were killed.
    pub kills: usize,
    /// Times the power failed.
    pub power_losses: usize,
    /// Other faults: lines that were cut, writes that failed, bits that were flipped.
    pub faults: usize,
    /// What was acknowledged.
    pub acknowledged: usize,
    /// Acknowledged, and not there afterwards.
    pub lost: usize,
    /// There more than once.
    pub doubled: usize,
    /// There in another order.
    pub disordered: usize,
    /// Anything else that must not be: books that do not add up, programs that do not start, desks that differ.
    pub broken: usize,
    /// The first findings, in words.
    pub findings: Vec<String>,
    /// What was left out, and why.
    pub skipped: Vec<String>,
    /// Further figures, by name.
    pub figures: BTreeMap<String, usize>,
}

impl Tally {
    /// Whether nothing was found that must not be.
    pub fn is_clean(&self) -> bool {
        self.lost + self.doubled + self.disordered + self.broken == 0
    }

    /// Keeps a finding in words, if there are not many yet.
    pub fn find(&mut self, words: String) {
        if self.findings.len() < WORDS_KEPT {
            self.findings.push(words);
        }
    }

    /// Something that must not be.
    pub fn breaks(&mut self, words: String) {
        self.broken += 1;
        self.find(words);
    }

    /// Adds to a further figure.
    pub fn note(&mut self, name: &str, count: usize) {
        *self.figures.entry(name.to_owned()).or_default() += count;
    }

    /// The tally for programs.
    pub fn json(&self) -> Value {
        json!({
            "kills": self.kills, "power_losses": self.power_losses, "faults": self.faults,
            "acknowledged": self.acknowledged, "lost": self.lost, "doubled": self.doubled,
            "disordered": self.disordered, "broken": self.broken, "findings": self.findings,
            "skipped": self.skipped, "figures": self.figures,
        })
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.kills += other.kills;
        self.power_losses += other.power_losses;
        self.faults += other.faults;
        self.acknowledged += other.acknowledged;
        self.lost += other.lost;
        self.doubled += other.doubled;
        self.disordered += other.disordered;
        self.broken += other.broken;
        other.findings.into_iter().for_each(|words| self.find(words));
        self.skipped.extend(other.skipped);
        for (name, count) in other.figures {
            self.note(&name, count);
        }
    }
}
