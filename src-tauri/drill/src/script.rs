//! What the customer of a scenario will say: its intents turned from directions to an actor into the actor's own words.
//!
//! Directions that must not be spoken (what to hide, what to answer when asked) become behaviour or are dropped. Numbers
//! and links pass through untouched; nothing is added that the scenario does not say.

use std::collections::BTreeSet;

use backstop_domain::scenario::Scenario;
use backstop_lens::normal::fold;
use serde::{Deserialize, Serialize};

use crate::topics::{Topic, topics};

pub(crate) mod chinese;
pub(crate) mod english;
pub(crate) mod known;

use known::Known;

/// The language that a drill is played in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Language {
    Chinese,
    English,
}

impl Language {
    pub(crate) fn of(scenario: &Scenario) -> Self {
        if scenario.language.starts_with("zh") { Self::Chinese } else { Self::English }
    }

    /// The text in this language.
    pub(crate) fn choose<T>(self, chinese: T, english: T) -> T {
        match self {
            Self::Chinese => chinese,
            Self::English => english,
        }
    }
}

/// One thing the customer wants.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own that an intent states"
)]
pub(crate) struct Goal {
    /// What they say, sentence by sentence, in the first person.
    pub(crate) lines: Vec<String>,
    /// The intent in the scenario's words, for the scorecard.
    pub(crate) intent: String,
    /// They want to complain as well.
    pub(crate) complains: bool,
    /// They only tell something; any answer will do.
    pub(crate) tells_only: bool,
    /// It holds only under a condition, which is said with it.
    pub(crate) conditional: bool,
    /// When asked for numbers they say that they do not know.
    pub(crate) knows_nothing: bool,
    /// When asked for personal data they ask the agent to look it up.
    pub(crate) withholds: bool,
    /// What they say when they do not get an answer.
    pub(crate) parting: Option<String>,
    /// What they say instead of "yes" when asked to confirm, one after the other.
    pub(crate) second_thoughts: Vec<String>,
    /// What it is about.
    pub(crate) topics: BTreeSet<Topic>,
}

impl Goal {
    fn about(mut self, intent: &str) -> Self {
        self.topics = topics(&fold(&self.lines.join(" ")));
        if self.topics.is_empty() {
            self.topics = topics(&fold(intent));
        }
        intent.trim().clone_into(&mut self.intent);
        self
    }
}

/// Everything the customer brings along.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Script {
    pub(crate) language: Language,
    pub(crate) goals: Vec<Goal>,
    pub(crate) known: Known,
}

impl Script {
    /// Reads a scenario. Every intent with anything to say becomes at least one goal.
    pub(crate) fn read(scenario: &Scenario) -> Self {
        let language = Language::of(scenario);
        let goals = match language {
            Language::Chinese => scenario.intents.iter().filter_map(|i| chinese::goal(i)).collect(),
            Language::English => english::goals(&scenario.intents, &scenario.persona.style),
        };
        let known = Known::of(scenario, &goals);
        Self { language, goals, known }
    }
}

#[cfg(test)]
mod tests;
