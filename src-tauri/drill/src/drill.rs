//! One run of a scenario: the talk with the simulated customer and the deeds in the sandbox shop, step by step.
//!
//! The drill moves only when the trainee speaks ([`Drill::hears`]) or acts ([`Drill::performs`]). It can be stored between
//! any two steps and goes on the same.

use std::collections::BTreeSet;

use backstop_domain::{
    document::DocumentKind,
    drill_run::{DrillRun, Turn},
    id::{DrillRunId, PersonId, ScenarioId},
    scenario::Scenario,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    actions::{self, ActionSpec},
    mood::{Cause, Mood},
    sandbox::SandboxWorld,
    scorecard,
    script::{Language, Script},
    topics::Topic,
    view::{DrillView, MoodMove, Performed, Utterance},
    voice::{Reply, Voice},
};

mod acting;
mod answering;
mod hearing;

/// The one who speaks, in [`Turn::who`].
pub(crate) const CUSTOMER: &str = "customer";
/// The one who is judged.
pub(crate) const TRAINEE: &str = "trainee";
/// The sandbox shop.
pub(crate) const SYSTEM: &str = "system";

/// How the trainee dealt with an intent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Settled {
    /// Not yet.
    Open,
    /// Answered in this turn of the talk.
    At(usize),
    /// The customer let it go.
    GivenUp,
}

/// A question to confirm that the customer said yes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Confirmed {
    /// The trainee's turn that asked.
    pub(crate) turn: usize,
    /// Its words, folded.
    pub(crate) folded: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Stage {
    /// The customer has not written yet.
    Waiting,
    Talking,
    /// Every intent is settled; the trainee may say goodbye.
    Closing,
    Over,
}

/// A drill.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Drill {
    pub(crate) scenario: Scenario,
    pub(crate) script: Script,
    pub(crate) transcript: Vec<Turn>,
    pub(crate) performed: Vec<Performed>,
    pub(crate) settled: Vec<Settled>,
    pub(crate) confirmed: Vec<Confirmed>,
    pub(crate) seen: BTreeSet<(String, String)>,
    world: SandboxWorld,
    voice: Voice,
    mood: Mood,
    feeling: Vec<u8>,
    moves: Vec<MoodMove>,
    stage: Stage,
    /// The intent being talked about.
    at: usize,
    /// Turns at this intent that brought nothing.
    wasted: usize,
    /// Turns at this intent that asked for something of use.
    asked: usize,
    /// Turns after the last intent.
    lingering: usize,
    /// Something was done or looked up for this intent since the last reply.
    served: bool,
    /// What the trainee said so far, folded.
    heard: BTreeSet<String>,
    /// What the customer says when asked to confirm, in place of a yes.
    thoughts: Vec<String>,
    /// What those thoughts were about: it may be confirmed from then on.
    thought_of: BTreeSet<Topic>,
}

/// Turns of useful questions that an intent may take before the customer's patience counts them.
const USEFUL_QUESTIONS: usize = 6;
/// Turns after the last intent until the customer leaves.
const LINGERING: usize = 4;

impl Drill {
    /// Prepares a drill. The same scenario and seed always give the same customer.
    pub fn start(scenario: Scenario, seed: u64) -> Self {
        let mut script = Script::read(&scenario);
        let thoughts = script.goals.last_mut().map(|g| std::mem::take(&mut g.second_thoughts));
        Self {
            voice: Voice::of(&scenario.persona, script.language, seed),
            mood: Mood::of(&scenario.persona),
            settled: vec![Settled::Open; script.goals.len()],
            script,
            scenario,
            transcript: Vec::new(),
            performed: Vec::new(),
            confirmed: Vec::new(),
            seen: BTreeSet::new(),
            world: SandboxWorld::default(),
            feeling: Vec::new(),
            moves: Vec::new(),
            stage: Stage::Waiting,
            at: 0,
            wasted: 0,
            asked: 0,
            lingering: 0,
            served: false,
            heard: BTreeSet::new(),
            thoughts: thoughts.unwrap_or_default(),
            thought_of: BTreeSet::new(),
        }
    }

    /// Puts the drill into a shop: the documents that actions find and change.
    #[must_use]
    pub fn in_world(mut self, world: SandboxWorld) -> Self {
        self.world = world;
        self
    }

    /// The customer's first messages. Asked again, there are none.
    pub fn opening(&mut self) -> Vec<Utterance> {
        if self.stage != Stage::Waiting {
            return Vec::new();
        }
        self.stage = Stage::Talking;
        let said = self.speak_goal(true);
        self.record(&said);
        if self.script.goals.is_empty() {
            self.stage = Stage::Over;
        }
        said
    }

    /// Tells the drill that the trainee has looked at a document of the sandbox: that counts as having looked it up.
    pub fn sees(&mut self, kind: DocumentKind, id: &str) {
        self.seen.insert((kind.code().to_owned(), id.to_owned()));
    }

    /// The mood now, 0 (furious) to 100 (delighted).
    pub fn mood(&self) -> u8 {
        self.mood.level()
    }

    /// Intents that the trainee has dealt with.
    pub fn intents_done(&self) -> usize {
        self.settled.iter().filter(|settled| matches!(settled, Settled::At(_))).count()
    }

    /// All intents.
    pub fn intents_total(&self) -> usize {
        self.settled.len()
    }

    /// Whether the customer has left.
    pub fn finished(&self) -> bool {
        self.stage == Stage::Over
    }

    /// What is played.
    pub fn scenario_id(&self) -> &ScenarioId {
        &self.scenario.id
    }

    /// The talk so far.
    pub fn transcript(&self) -> &[Turn] {
        &self.transcript
    }

    /// What was done and looked up so far.
    pub fn performed(&self) -> &[Performed] {
        &self.performed
    }

    /// The shop as it is now.
    pub fn world(&self) -> &SandboxWorld {
        &self.world
    }

    /// What can be done in this scenario.
    pub fn catalogue(&self) -> Vec<ActionSpec> {
        actions::catalogue(&self.scenario)
    }

    /// Everything a screen shows.
    pub fn view(&self) -> DrillView {
        DrillView {
            scenario_id: self.scenario.id.clone(),
            title: self.scenario.title.clone(),
            language: self.scenario.language.clone(),
            intents_done: self.intents_done(),
            intents_total: self.intents_total(),
            mood: self.mood(),
            finished: self.finished(),
            transcript: self.transcript.clone(),
            feeling: self.feeling.clone(),
            moves: self.moves.clone(),
            performed: self.performed.clone(),
            catalogue: self.catalogue(),
        }
    }

    /// Ends the drill, wherever it is, and judges it.
    pub fn finish(
        &self,
        id: DrillRunId,
        trainee: PersonId,
        started_at: Timestamp,
        ended_at: Timestamp,
    ) -> DrillRun {
        DrillRun {
            id,
            scenario_id: self.scenario.id.clone(),
            trainee,
            started_at,
            ended_at,
            world: scorecard::world(self),
            words: scorecard::words(self),
            feeling: self.feeling.clone(),
            transcript: self.transcript.clone(),
        }
    }

    pub(crate) fn language(&self) -> Language {
        self.script.language
    }

    /// The intent being talked about, counted from 0.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// Says the present intent, and with it those that only tell something and need no answer of their own.
    fn speak_goal(&mut self, first: bool) -> Vec<Utterance> {
        let Some(goal) = self.script.goals.get(self.at).cloned() else { return Vec::new() };
        self.voice.speak(&goal, first, self.mood.tone())
    }

    fn reply(&mut self, reply: Reply, fact: &str) -> Option<Utterance> {
        self.voice.reply(reply, self.mood.tone(), fact)
    }

    /// Goes on to the next intent, or to the end of the talk.
    fn go_on(&mut self) -> Vec<Utterance> {
        self.at += 1;
        self.wasted = 0;
        self.asked = 0;
        self.served = false;
        if self.at < self.script.goals.len() {
            return self.speak_goal(false);
        }
        self.stage = Stage::Closing;
        self.reply(Reply::Done, "").into_iter().collect()
    }

    fn record(&mut self, said: &[Utterance]) {
        for utterance in said {
            self.write(CUSTOMER, &utterance.text);
        }
    }

    /// Writes a turn; the mood is kept beside every turn.
    fn write(&mut self, who: &str, text: &str) {
        self.transcript.push(Turn { who: who.to_owned(), text: text.to_owned() });
        self.feeling.push(self.mood.level());
    }

    /// Moves the mood because of the trainee's turn that was written last.
    fn feel(&mut self, cause: Cause) {
        let turn = self.transcript.len().saturating_sub(1);
        let by = self.mood.feel(cause);
        if by != 0 {
            let why = cause.words(self.language()).to_owned();
            self.moves.push(MoodMove { turn, by, why });
        }
        if let Some(last) = self.feeling.last_mut() {
            *last = self.mood.level();
        }
    }
}

#[cfg(test)]
mod tests;
