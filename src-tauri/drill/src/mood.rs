//! The customer's mood: where it starts, what moves it, and how it shows.
//!
//! Every move has a reason that can be read aloud afterwards. Impatient customers lose heart faster, patient ones slower.

use backstop_domain::scenario::Persona;
use serde::{Deserialize, Serialize};

use crate::script::Language;

/// What a turn of the trainee does to the mood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Cause {
    Greeting,
    Empathy,
    Apology,
    Answer,
    Promise,
    Deed,
    Ignored,
    OffTopic,
    Repeated,
    AskedAgain,
    Waiting,
    Refused,
    RefusedForNothing,
    Blamed,
    Exaggerated,
    GaveUp,
}

impl Cause {
    /// By how much, before the persona's patience.
    fn step(self) -> i16 {
        match self {
            Self::Greeting => 2,
            Self::Empathy => 6,
            Self::Apology | Self::Promise => 3,
            Self::Answer => 5,
            Self::Deed => 7,
            Self::Waiting => -1,
            Self::Refused | Self::AskedAgain => -4,
            Self::Ignored | Self::OffTopic => -6,
            Self::Repeated | Self::Exaggerated => -8,
            Self::RefusedForNothing | Self::GaveUp => -10,
            Self::Blamed => -18,
        }
    }

    /// The reason as a person reads it.
    pub(crate) fn words(self, language: Language) -> &'static str {
        let (zh, en) = match self {
            Self::Greeting => ("礼貌问候", "a friendly greeting"),
            Self::Empathy => ("共情，理解用户的感受", "the customer's feeling was acknowledged"),
            Self::Apology => ("道歉", "an apology"),
            Self::Answer => ("给出了具体答复", "a concrete answer"),
            Self::Promise => ("给出了明确的时间承诺", "a promise with a time"),
            Self::Deed => ("办成了用户要的事", "what was asked for was done"),
            Self::Ignored => ("没有回应用户的问题", "the question was ignored"),
            Self::OffTopic => ("答非所问", "the answer missed the question"),
            Self::Repeated => ("重复同样的话", "the same words again"),
            Self::AskedAgain => ("追问用户已经说过的信息", "asked for what was already said"),
            Self::Waiting => ("让用户等待", "the customer had to wait"),
            Self::Refused => ("拒绝，但说明了原因", "a refusal with its reason"),
            Self::RefusedForNothing => ("没有说明原因就拒绝", "a refusal without a reason"),
            Self::Blamed => ("指责用户", "the customer was blamed"),
            Self::Exaggerated => ("使用了极限词", "an extreme claim"),
            Self::GaveUp => ("问题一直没有得到解决", "the question was never answered"),
        };
        language.choose(zh, en)
    }
}

/// How the mood shows in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tone {
    Angry,
    Tense,
    Calm,
    Warm,
}

/// The mood of one customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Mood {
    level: u8,
    patience: Patience,
}

/// How fast a customer loses heart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Patience {
    Low,
    Middle,
    High,
}

impl Patience {
    fn of(persona: &Persona) -> Self {
        let words =
            format!("{} {} {}", persona.patience, persona.mood, persona.style).to_lowercase();
        let any = |list: &[&str]| list.iter().any(|word| words.contains(word));
        if any(&[
            "较低",
            "低，",
            "不愿",
            "不太愿意",
            "急躁",
            "impatient",
            "anxious",
            "busy",
            "quickly",
        ]) {
            Self::Low
        } else if any(&["较高", "较好", "高，", "耐心", "patient", "relaxing", "optimistic"])
        {
            Self::High
        } else {
            Self::Middle
        }
    }

    /// Turns without progress after which this customer lets a question go.
    pub(crate) fn turns(self) -> usize {
        match self {
            Self::Low => 4,
            Self::Middle => 5,
            Self::High => 6,
        }
    }
}

/// Words of a persona and the level they mean; the first that is found counts.
const LEVELS: &[(&str, u8)] = &[
    ("易怒", 32),
    ("非常失望", 34),
    ("愤怒", 25),
    ("急躁", 38),
    ("激动", 38),
    ("略有不满", 42),
    ("困惑", 55),
    ("较易烦躁", 45),
    ("友好", 76),
    ("乐观", 72),
    ("平和", 62),
    ("平静", 62),
    ("平稳", 60),
    ("冷静", 60),
    ("理性", 58),
    ("不满", 35),
    ("angry", 30),
    ("furious", 20),
    ("frustrated", 35),
    ("impatient", 42),
    ("anxious", 45),
    ("sad", 42),
    ("insecure", 48),
    ("pessimistic", 48),
    ("rigid", 50),
    ("cautious", 55),
    ("happy", 74),
    ("optimistic", 74),
    ("polite", 68),
    ("outgoing", 68),
    ("relaxing", 68),
    ("funny", 66),
];

impl Mood {
    /// The mood that a persona brings along.
    pub(crate) fn of(persona: &Persona) -> Self {
        let words = [&persona.mood, &persona.style, &persona.kind].map(|w| w.to_lowercase());
        let found = words.iter().find_map(|text| {
            LEVELS.iter().find(|(word, _)| text.contains(word)).map(|(_, level)| *level)
        });
        Self { level: found.unwrap_or(60), patience: Patience::of(persona) }
    }

    pub(crate) fn level(&self) -> u8 {
        self.level
    }

    pub(crate) fn patience(&self) -> Patience {
        self.patience
    }

    /// Moves the mood and says by how much it really moved.
    pub(crate) fn feel(&mut self, cause: Cause) -> i8 {
        let step = cause.step();
        let step = match self.patience {
            Patience::Low if step < 0 => step * 3 / 2,
            Patience::High if step < 0 => step * 3 / 4,
            _ => step,
        };
        let before = i16::from(self.level);
        let after = (before + step).clamp(0, 100);
        self.level = u8::try_from(after).unwrap_or(self.level);
        i8::try_from(after - before).unwrap_or(0)
    }

    pub(crate) fn tone(&self) -> Tone {
        match self.level {
            0..35 => Tone::Angry,
            35..50 => Tone::Tense,
            50..75 => Tone::Calm,
            _ => Tone::Warm,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn persona(mood: &str, patience: &str) -> Persona {
        Persona { mood: mood.to_owned(), patience: patience.to_owned(), ..Persona::default() }
    }

    #[test]
    fn a_persona_starts_where_its_words_say() {
        let level = |mood| Mood::of(&persona(mood, "")).level();
        assert!(level("易怒，情绪变化明显") < level("略有不满，对话时会有一定生气。"));
        assert!(level("略有不满，对话时会有一定生气。") < level("平和，不会有情绪化发言"));
        assert!(level("平和，不会有情绪化发言") < level("积极乐观，对客服的态度较为友好"));
    }

    #[test]
    fn impatient_customers_lose_heart_faster() {
        let mut quick = Mood::of(&persona("平静", "较低，对回复要求高。"));
        let mut slow = Mood::of(&persona("平静", "较高，愿意等待回复。"));
        assert!(quick.feel(Cause::Ignored) < slow.feel(Cause::Ignored));
        assert!(quick.patience().turns() < slow.patience().turns());
    }

    #[test]
    fn the_mood_stays_within_its_bounds() {
        let mut mood = Mood::of(&persona("易怒", ""));
        for _ in 0..20 {
            mood.feel(Cause::Blamed);
        }
        assert_eq!(mood.level(), 0, "nobody is angrier than furious");
        assert_eq!(mood.feel(Cause::Blamed), 0, "and the move that did not happen is not counted");
        for _ in 0..40 {
            mood.feel(Cause::Deed);
        }
        assert_eq!(mood.level(), 100);
    }
}
