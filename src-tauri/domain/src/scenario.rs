//! A training scenario: who calls, what they want in which order, and what a good agent does.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::{CustomerId, ScenarioId};

/// How the simulated customer is: the axes that scenario authors describe, each in words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Persona {
    /// The type of customer.
    pub kind: String,
    /// Mood at the start.
    pub mood: String,
    /// How closely they look.
    pub care: String,
    /// How long they wait.
    pub patience: String,
    /// How far they believe.
    pub trust: String,
    /// How they stand on their rights.
    pub rights: String,
    /// How they ask.
    pub asking: String,
    /// How they write.
    pub style: String,
    /// How fast they write.
    pub tempo: String,
}

/// Something the scenario expects of the agent: a change in the world, or a look-up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ExpectedAction {
    /// The name of the action in the source (`manage_order`, `return_delivered_order_items`…).
    pub name: String,
    /// Its arguments, as the source gives them, in JSON.
    #[ts(type = "Record<string, unknown>")]
    pub arguments: BTreeMap<String, serde_json::Value>,
}

/// A scenario.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Scenario {
    /// Which scenario.
    pub id: ScenarioId,
    /// Which import this came from.
    pub source: String,
    /// A short name for the list.
    pub title: String,
    /// `zh` or `en`.
    pub language: String,
    /// Who calls; the sandbox is seeded with their data.
    pub customer_id: Option<CustomerId>,
    /// How they are.
    pub persona: Persona,
    /// What they want, in order, addressed to the one who plays them.
    pub intents: Vec<String>,
    /// What the agent is expected to change.
    pub actions: Vec<ExpectedAction>,
    /// What the agent is expected to look up first.
    pub lookups: Vec<ExpectedAction>,
}
