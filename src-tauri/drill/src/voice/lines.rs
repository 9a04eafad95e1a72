//! The wordings. `{}` is a fact from the scenario; the letters before a wording are the tones that it fits:
//! `a`ngry, `t`ense, `c`alm, `w`arm.

use serde::{Deserialize, Serialize};

use crate::{mood::Tone, script::Language};

mod chinese;
mod english;

/// What the customer replies to, apart from their own wishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Reply {
    /// Vents about what went wrong.
    Complains,
    /// Gives a fact.
    Gives,
    /// Does not know, and wants it looked up.
    LooksUp,
    /// Says only that they do not know.
    DoesNotKnow,
    /// Yes.
    Confirms,
    /// The order that was named is not theirs.
    WrongOrder,
    /// That was not asked for.
    NotThat,
    /// Declines an offer.
    Declines,
    /// The question stays open.
    Nudges,
    /// The answer missed the question.
    OffTopic,
    /// The same words were heard before.
    HeardThat,
    /// Asked what is wanted although it was said.
    AlreadySaid,
    /// Was refused without a reason.
    WhyNot,
    /// Was blamed.
    Hurt,
    /// Waits.
    Waits,
    /// Lets the question go.
    GivesUp,
    /// Has no more questions.
    Done,
    /// Says goodbye.
    Leaves,
}

type Wordings = &'static [(&'static str, &'static str)];

/// The wordings of a reply that fit a tone.
pub(super) fn wordings(reply: Reply, language: Language, tone: Tone) -> Vec<&'static str> {
    let letter = match tone {
        Tone::Angry => 'a',
        Tone::Tense => 't',
        Tone::Calm => 'c',
        Tone::Warm => 'w',
    };
    let tables = language.choose(chinese::WORDINGS, english::WORDINGS);
    let all =
        tables.iter().filter(|(other, _)| *other == reply).flat_map(|(_, wordings)| *wordings);
    all.filter(|(tones, _)| tones.contains(letter)).map(|(_, wording)| *wording).collect()
}

/// Openers that make a new sentence of a wording that is used up.
pub(super) const OPENERS_ZH: [&str; 8] =
    ["嗯，", "那个，", "我说，", "唉，", "行，", "哎呀，", "话说，", "反正，"];
/// The same in English.
pub(super) const OPENERS_EN: [&str; 6] =
    ["Well, ", "Look, ", "Okay, ", "Listen, ", "Hm, ", "As I said, "];

/// Openers for a wish that was already said in the same words.
pub(super) const AGAIN_ZH: [&str; 4] =
    ["我再说一次，", "还是那句话，", "重复一下，", "我刚才也说了，"];
/// The same in English.
pub(super) const AGAIN_EN: [&str; 4] =
    ["Again: ", "Once more: ", "As I said before: ", "To repeat: "];

/// How a wish begins.
pub(super) fn leads(
    language: Language,
    first: bool,
    conditional: bool,
    tone: Tone,
) -> &'static [&'static str] {
    let upset = tone < Tone::Calm;
    match (language, first, upset) {
        (Language::Chinese, true, true) => {
            &["喂，", "客服在吗，", "我跟你们说，", "在不在，", "你们看看，"]
        }
        (Language::Chinese, true, false) => &["你好，", "您好，", "在吗，", "客服你好，", "嗨，"],
        (Language::Chinese, false, _) if conditional => &["", "那"],
        (Language::Chinese, false, true) => &["还有，", "另外，", "再说，", "然后，", ""],
        (Language::Chinese, false, false) => {
            &["另外，", "对了，", "再问一下，", "还有，", "然后，", ""]
        }
        (Language::English, true, true) => &["Hello, ", "Hey, ", ""],
        (Language::English, true, false) => &["Hi, ", "Hello, ", "Hi there, "],
        (Language::English, false, _) if conditional => &[""],
        (Language::English, false, _) => {
            &["Also, ", "One more thing: ", "Another thing: ", "Next, ", ""]
        }
    }
}

/// Ways to begin a question.
pub(super) fn ask(tone: Tone) -> &'static [&'static str] {
    match tone {
        Tone::Angry => &["我问一下", "你告诉我", "我就想问"],
        Tone::Tense => &["想问一下", "我想问下", "问一下"],
        _ => &["想问一下", "想咨询一下", "我想了解一下", "想请教一下"],
    }
}

/// Ways to begin a request for a deed.
pub(super) fn do_for_me(tone: Tone) -> &'static [&'static str] {
    match tone {
        Tone::Angry => &["赶紧帮我", "马上给我", "快帮我"],
        Tone::Tense => &["帮我", "你帮我", "尽快帮我"],
        _ => &["麻烦帮我", "请帮我", "麻烦你帮我", "帮我"],
    }
}

/// Ways to begin a request for words.
pub(super) fn please(tone: Tone) -> &'static [&'static str] {
    match tone {
        Tone::Angry => &["赶紧", "快"],
        Tone::Tense => &["请", "你们"],
        _ => &["麻烦", "请", "麻烦你"],
    }
}

/// Ways to want something in English.
pub(super) fn want(tone: Tone) -> &'static [&'static str] {
    match tone {
        Tone::Angry | Tone::Tense => &["I want to", "I need to"],
        Tone::Calm | Tone::Warm => &["I'd like to", "I would like to", "I want to"],
    }
}
