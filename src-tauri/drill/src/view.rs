//! What a screen shows of a drill, and what the drill answers to it.

use backstop_domain::{document::Document, drill_run::Turn, id::ScenarioId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::actions::{ActionSpec, DrillAction};

/// One message of the simulated customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Utterance {
    /// The words.
    pub text: String,
    /// How long this customer takes to write it, in milliseconds, counted from the message before. A screen may wait
    /// so long, or not; the drill itself knows no time.
    pub after_ms: u32,
}

/// Something the trainee did in the shop, as it is kept and judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Performed {
    /// What.
    pub action: DrillAction,
    /// Its title in the scenario's language, with the main arguments.
    pub title: String,
    /// Whether it changes the shop; otherwise it looked something up.
    pub changes: bool,
    /// Whether the shop did it; otherwise [`answer`](Self::answer) says why not.
    pub done: bool,
    /// What the shop answered.
    pub answer: String,
    /// How many turns of the talk came before it.
    pub at_turn: usize,
}

/// What came of an action.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The record of it, as [`DrillView::performed`] has it from now on.
    pub performed: Performed,
    /// The sandbox documents that changed, in their new state.
    pub changed: Vec<Document>,
}

/// Why the mood moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MoodMove {
    /// The turn of the trainee that moved it, counted from 0 in the transcript.
    pub turn: usize,
    /// By how much, after the limits of 0 and 100.
    pub by: i8,
    /// Why, in the scenario's language.
    pub why: String,
}

/// A running drill as a screen shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct DrillView {
    /// What is played.
    pub scenario_id: ScenarioId,
    /// Its title.
    pub title: String,
    /// `zh` or `en`.
    pub language: String,
    /// Intents that the trainee has dealt with.
    pub intents_done: usize,
    /// All intents.
    pub intents_total: usize,
    /// 0 (furious) to 100 (delighted).
    pub mood: u8,
    /// The customer has said goodbye; only [`finish`](crate::drill::Drill::finish) is left.
    pub finished: bool,
    /// The talk so far.
    pub transcript: Vec<Turn>,
    /// The mood after each turn of the talk.
    pub feeling: Vec<u8>,
    /// What moved it.
    pub moves: Vec<MoodMove>,
    /// What was done.
    pub performed: Vec<Performed>,
    /// What can be done.
    pub catalogue: Vec<ActionSpec>,
}
