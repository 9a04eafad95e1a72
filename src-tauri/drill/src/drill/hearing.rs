//! What a reply of the trainee does: the mood moves, questions are answered, and the talk goes on or stays.

use std::collections::BTreeSet;

use super::{Drill, LINGERING, Settled, Stage, TRAINEE, USEFUL_QUESTIONS};
use crate::{
    ear::{Act, Heard},
    mood::Cause,
    script::{Goal, known::numbers},
    topics::{Topic, topics},
    view::Utterance,
    voice::Reply,
};

/// How a reply stands to the present intent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// It answers.
    Answers,
    /// It refuses and says why.
    Refuses,
    /// It refuses and does not say why.
    RefusesForNothing,
    /// It asks for something first.
    Asks,
    /// It only asks for time.
    Holds,
    /// It says the same as before.
    Repeats,
    /// It speaks of something else.
    OffTopic,
    /// It says nothing.
    Empty,
}

impl Drill {
    /// The customer's answer to a reply of the trainee; may be none.
    ///
    /// Every call is a step towards the end: an intent that gets no answer is let go after a number of turns that the
    /// persona's patience sets, and after the last intent the customer leaves.
    pub fn hears(&mut self, reply: &str) -> Vec<Utterance> {
        if matches!(self.stage, Stage::Waiting) {
            self.opening();
        }
        self.write(TRAINEE, reply);
        let heard = Heard::listen(reply);
        let said = match self.stage {
            Stage::Talking => self.talk(&heard),
            Stage::Closing => self.close(&heard),
            Stage::Waiting | Stage::Over => Vec::new(),
        };
        self.heard.insert(heard.folded);
        self.record(&said);
        said
    }

    fn talk(&mut self, heard: &Heard) -> Vec<Utterance> {
        let Some(goal) = self.script.goals.get(self.at).cloned() else { return Vec::new() };
        let standing = self.standing(heard, &goal);
        self.feel_manner(heard);
        self.feel_standing(standing, heard);
        let mut said = Vec::new();
        if heard.does(Act::Blames) {
            said.extend(self.reply(Reply::Hurt, ""));
        }
        said.extend(self.step(standing, heard, &goal));
        said
    }

    /// The part of the answer that concerns the intent.
    fn step(&mut self, standing: Standing, heard: &Heard, goal: &Goal) -> Vec<Utterance> {
        match standing {
            Standing::Answers | Standing::Refuses => self.settle(),
            Standing::RefusesForNothing if self.wasted > 0 => self.settle(),
            Standing::Asks => {
                self.asked += 1;
                if self.asked > USEFUL_QUESTIONS {
                    self.wasted += 1;
                }
                let said = self.answers(heard);
                self.or_give_up(said, goal)
            }
            _ => {
                self.wasted += 1;
                let declined = standing == Standing::OffTopic && self.declines(heard);
                let reaction = if declined { Reply::Declines } else { reaction(standing) };
                let said = self.reply(reaction, "").into_iter().collect();
                self.or_give_up(said, goal)
            }
        }
    }

    fn settle(&mut self) -> Vec<Utterance> {
        let turn = self.transcript.len().saturating_sub(1);
        if let Some(settled) = self.settled.get_mut(self.at) {
            *settled = Settled::At(turn);
        }
        self.go_on()
    }

    /// The reaction, or the end of this intent when patience is at its end.
    fn or_give_up(&mut self, said: Vec<Utterance>, goal: &Goal) -> Vec<Utterance> {
        if self.wasted < self.mood.patience().turns() {
            return said;
        }
        self.feel(Cause::GaveUp);
        if let Some(settled) = self.settled.get_mut(self.at) {
            *settled = Settled::GivenUp;
        }
        let tone = self.mood.tone();
        let parting = goal.parting.as_deref().and_then(|words| self.voice.quote(words, tone));
        let mut said: Vec<Utterance> =
            parting.or_else(|| self.reply(Reply::GivesUp, "")).into_iter().collect();
        said.extend(self.go_on());
        said
    }

    /// After the last intent: confirmations are still given, then the customer leaves.
    fn close(&mut self, heard: &Heard) -> Vec<Utterance> {
        self.feel_manner(heard);
        self.lingering += 1;
        if heard.does(Act::AsksConfirm) && self.lingering < LINGERING && !heard.does(Act::Closes) {
            return self.answers(heard);
        }
        if heard.does(Act::Closes) || self.lingering >= LINGERING {
            self.stage = Stage::Over;
            return self.reply(Reply::Leaves, "").into_iter().collect();
        }
        Vec::new()
    }

    fn standing(&self, heard: &Heard, goal: &Goal) -> Standing {
        let asks = heard.signs.iter().any(|sign| sign.act.asks() && sign.act != Act::AsksNeed);
        if self.heard.contains(&heard.folded) {
            return Standing::Repeats;
        }
        if heard.does(Act::AsksConfirm) {
            return Standing::Asks;
        }
        if goal.tells_only && !heard.does(Act::Blames) && heard.folded.chars().count() > 1 {
            return Standing::Answers;
        }
        if self.served && !asks && heard.folded.chars().count() > 1 && !heard.does(Act::Blames) {
            return Standing::Answers;
        }
        standing_of_words(heard, goal, asks)
    }

    /// What the manner of the turn does to the mood, whatever it answers. Kind words wear out.
    fn feel_manner(&mut self, heard: &Heard) {
        let times = |drill: &Self, cause: Cause| {
            let why = cause.words(drill.language());
            drill.moves.iter().filter(|moved| moved.why == why).count()
        };
        for (act, cause, most) in [
            (Act::Greets, Cause::Greeting, 1),
            (Act::Empathises, Cause::Empathy, 4),
            (Act::Apologises, Cause::Apology, 3),
            (Act::Promises, Cause::Promise, 4),
            (Act::Blames, Cause::Blamed, usize::MAX),
            (Act::Exaggerates, Cause::Exaggerated, usize::MAX),
        ] {
            if heard.does(act) && times(self, cause) < most {
                self.feel(cause);
            }
        }
    }

    fn feel_standing(&mut self, standing: Standing, heard: &Heard) {
        let cause = match standing {
            Standing::Answers if self.served => Cause::Deed,
            Standing::Answers if heard.has_substance() => Cause::Answer,
            Standing::Refuses => Cause::Refused,
            Standing::RefusesForNothing => Cause::RefusedForNothing,
            Standing::Asks if self.asks_again(heard) => Cause::AskedAgain,
            Standing::Holds => Cause::Waiting,
            Standing::Repeats => Cause::Repeated,
            Standing::OffTopic => Cause::OffTopic,
            Standing::Empty if !heard.does(Act::Greets) && !heard.does(Act::Apologises) => {
                Cause::Ignored
            }
            Standing::Answers | Standing::Asks | Standing::Empty => return,
        };
        self.feel(cause);
    }

    /// An offer of something that no intent is about.
    fn declines(&self, heard: &Heard) -> bool {
        let mut offered = topics(&heard.folded);
        offered.retain(|topic| !COMMON.contains(topic));
        let wanted =
            |topic: &Topic| self.script.goals.iter().any(|goal| goal.topics.contains(topic));
        heard.does(Act::Offers) && !offered.iter().any(wanted)
    }
}

/// How the words alone stand to the intent.
fn standing_of_words(heard: &Heard, goal: &Goal, asks: bool) -> Standing {
    let felt = heard.does(Act::Apologises) || heard.does(Act::Empathises);
    let only_complains =
        goal.complains && !goal.conditional && goal.lines.iter().all(|l| !l.contains('？'));
    if heard.does(Act::Refuses) && heard.has_substance() && concerns(heard, goal) {
        let reasoned = heard.does(Act::GivesReason);
        return if reasoned { Standing::Refuses } else { Standing::RefusesForNothing };
    }
    if asks {
        return Standing::Asks;
    }
    if felt && only_complains {
        return Standing::Answers;
    }
    if !heard.has_substance() {
        return if heard.does(Act::Holds) { Standing::Holds } else { Standing::Empty };
    }
    if concerns(heard, goal) { Standing::Answers } else { Standing::OffTopic }
}

fn reaction(standing: Standing) -> Reply {
    match standing {
        Standing::Holds => Reply::Waits,
        Standing::Repeats => Reply::HeardThat,
        Standing::OffTopic => Reply::OffTopic,
        Standing::RefusesForNothing => Reply::WhyNot,
        _ => Reply::Nudges,
    }
}

/// Topics that nearly every turn has.
const COMMON: [Topic; 3] = [Topic::Product, Topic::Status, Topic::Buy];

/// Whether a reply speaks of what the intent is about: a topic, a number or words in common.
fn concerns(heard: &Heard, goal: &Goal) -> bool {
    let spoken = goal.lines.join(" ");
    let mut wanted = goal.topics.clone();
    wanted.retain(|topic| !COMMON.contains(topic));
    if wanted.is_empty() {
        wanted.clone_from(&goal.topics);
    }
    if wanted.is_empty() {
        return true;
    }
    let same_number =
        numbers(&spoken).iter().any(|(_, number)| heard.folded.contains(&number.to_lowercase()));
    same_number
        || !topics(&heard.folded).is_disjoint(&wanted)
        || shares_words(&heard.folded, &spoken)
}

/// Three pairs of Chinese characters, or two longer English words, in common.
fn shares_words(folded: &str, spoken: &str) -> bool {
    let spoken = backstop_lens::normal::fold(spoken);
    let wide: Vec<char> = spoken.chars().collect();
    let is_wide = |pair: &&[char]| pair.iter().all(|c| c.is_alphabetic() && !c.is_ascii());
    let pairs =
        wide.windows(2).filter(is_wide).filter(|p| folded.contains(&p.iter().collect::<String>()));
    let words = spoken.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() > 4);
    let words: BTreeSet<&str> = words.filter(|word| crate::ear::holds(folded, word)).collect();
    pairs.count() >= 3 || words.len() >= 2
}
