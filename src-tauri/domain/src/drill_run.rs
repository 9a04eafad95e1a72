//! The kept result of one drill: what a trainer and the trainee look at afterwards.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::{DrillRunId, PersonId, ScenarioId};

/// One thing the scorecard checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Check {
    /// What was expected, in words.
    pub name: String,
    /// Whether it was so.
    pub passed: bool,
    /// What was found, in words.
    pub why: String,
}

/// One part of a scorecard: a score from 0 to 1 and the checks behind it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Score {
    /// From 0 to 1: the share of the checks that passed.
    pub score: f64,
    /// What was checked.
    pub checks: Vec<Check>,
}

/// One turn of the talk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Turn {
    /// `customer`, `trainee` or `system`.
    pub who: String,
    /// The words.
    pub text: String,
}

/// A finished drill.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct DrillRun {
    /// Which run.
    pub id: DrillRunId,
    /// What was played.
    pub scenario_id: ScenarioId,
    /// By whom.
    pub trainee: PersonId,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended.
    pub ended_at: Timestamp,
    /// The state of the world that was left behind, against the expected one.
    pub world: Score,
    /// What was said.
    pub words: Score,
    /// The customer's mood after each turn, 0 (furious) to 100 (delighted).
    pub feeling: Vec<u8>,
    /// The talk.
    pub transcript: Vec<Turn>,
}
