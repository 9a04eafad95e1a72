//! How the customer says it: wordings by mood, manner and tempo, chosen by the seed, no sentence ever twice.

use std::collections::BTreeSet;

use backstop_domain::scenario::Persona;
use backstop_lens::normal::fold;
use serde::{Deserialize, Serialize};

use crate::{
    chance::Chance,
    mood::Tone,
    script::{
        Goal, Language,
        chinese::{ASK, DO_FOR_ME, PLEASE},
    },
    view::Utterance,
};

mod lines;
mod split;

pub(crate) use lines::Reply;

/// One customer's way of speaking, and what they have said so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Voice {
    language: Language,
    chance: Chance,
    said: BTreeSet<String>,
    /// Several short messages in place of one.
    bursts: bool,
    /// Milliseconds for one character.
    pace: u32,
    emoji: bool,
}

const BURSTS: [&str; 13] = [
    "连续",
    "多条",
    "密集",
    "短句",
    "发言长度短",
    "快速而紧凑",
    "发言多",
    "快速且紧密",
    "节奏快",
    "one thing at a time",
    "in pieces",
    "piecewise",
    "speak too many words",
];
const FAST: [&str; 6] = ["快", "急", "密集", "quickly", "impatient", "busy"];
const EMOJI: [&str; 4] = ["表情", "颜文字", "emoji", "😡"];

impl Voice {
    pub(crate) fn of(persona: &Persona, language: Language, seed: u64) -> Self {
        let manner = format!("{} {} {}", persona.tempo, persona.style, persona.mood);
        let any = |words: &[&str]| words.iter().any(|word| manner.contains(word));
        Self {
            language,
            chance: Chance::from_seed(seed),
            said: BTreeSet::new(),
            bursts: any(&BURSTS),
            pace: if any(&FAST) { 60 } else { 110 },
            emoji: any(&EMOJI),
        }
    }

    /// Says what a goal is about: with a greeting when it is the first, with a link to the talk when not.
    pub(crate) fn speak(&mut self, goal: &Goal, first: bool, tone: Tone) -> Vec<Utterance> {
        let mut lines: Vec<String> = goal.lines.clone();
        if let Some(line) = lines.first_mut() {
            *line = self.led(line, goal, first, tone);
        }
        let mut messages = Vec::new();
        for line in lines {
            let line = self.worded(&line, tone);
            let line = self.unsaid(line);
            for piece in self.pieces(&line) {
                messages.extend(self.utter(&piece, tone));
            }
        }
        if goal.complains {
            messages.extend(self.reply(Reply::Complains, tone, ""));
        }
        messages
    }

    /// One of the wordings of a reply that was not used yet; silence when there is none left.
    pub(crate) fn reply(&mut self, reply: Reply, tone: Tone, fact: &str) -> Option<Utterance> {
        let fitting = lines::wordings(reply, self.language, tone);
        let openers = self.language.choose(&lines::OPENERS_ZH[..], &lines::OPENERS_EN[..]);
        let plain = fitting.iter().map(|wording| wording.replace("{}", fact));
        let opened = openers.iter().flat_map(|opener| {
            fitting.iter().map(move |wording| join(opener, &wording.replace("{}", fact)))
        });
        let fresh = |said: &BTreeSet<String>, text: &String| {
            sentences(text).iter().all(|sentence| !said.contains(&key(sentence)))
        };
        let mut candidates: Vec<String> = plain.filter(|text| fresh(&self.said, text)).collect();
        if candidates.is_empty() {
            candidates = opened.filter(|text| fresh(&self.said, text)).collect();
        }
        let chosen = self.chance.pick(&candidates)?.clone();
        self.utter(&chosen, tone)
    }

    /// Says words that are the scenario's own, with an opener where they were said before.
    pub(crate) fn quote(&mut self, text: &str, tone: Tone) -> Option<Utterance> {
        let text = self.unsaid(text.to_owned());
        self.utter(&text, tone)
    }

    /// Whether a number or word has come up in what the customer said.
    pub(crate) fn has_said(&self, words: &str) -> bool {
        let words = key(words);
        self.said.iter().any(|sentence| sentence.contains(&words))
    }

    fn utter(&mut self, text: &str, tone: Tone) -> Option<Utterance> {
        let mut fresh = Vec::new();
        for sentence in sentences(text) {
            if self.said.insert(key(&sentence)) {
                fresh.push(sentence);
            }
        }
        let gap = self.language.choose("", " ");
        let mut text = fresh.join(gap);
        if text.is_empty() {
            return None;
        }
        if self.emoji && self.chance.below(2) == 0 {
            text = with_emoji(&text, tone);
        }
        let length = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        let after_ms = length.saturating_mul(self.pace).saturating_add(600).min(9_000);
        Some(Utterance { text, after_ms })
    }

    /// The line, or the line with an opener that makes it a new sentence.
    fn unsaid(&self, line: String) -> String {
        let known = |text: &str| sentences(text).iter().any(|s| self.said.contains(&key(s)));
        if !known(&line) {
            return line;
        }
        let again = self.language.choose(&lines::AGAIN_ZH, &lines::AGAIN_EN);
        again
            .iter()
            .map(|opener| format!("{opener}{line}"))
            .find(|text| !known(text))
            .unwrap_or(line)
    }

    fn led(&mut self, line: &str, goal: &Goal, first: bool, tone: Tone) -> String {
        let leads = lines::leads(self.language, first, goal.conditional, tone);
        let has_own = [
            "Also",
            "Lastly",
            "Finally",
            "And ",
            "Then",
            "First",
            "In fact",
            "2025",
            "At the end",
            "After",
        ];
        let bare = has_own.iter().any(|own| line.starts_with(own))
            || line.contains(" also ")
            || line.starts_with("在");
        if bare && !first {
            return line.to_owned();
        }
        let lead = self.chance.pick(leads).copied().unwrap_or_default();
        let asks = line.starts_with(ASK) && lead.starts_with("再问");
        if asks { line.to_owned() } else { join(lead, line) }
    }

    /// Puts one of several wordings where the script left the choice.
    fn worded(&mut self, line: &str, tone: Tone) -> String {
        let mut text = String::new();
        for c in line.chars() {
            let choice = match c {
                ASK => lines::ask(tone),
                DO_FOR_ME => lines::do_for_me(tone),
                PLEASE => lines::please(tone),
                _ => {
                    text.push(c);
                    continue;
                }
            };
            text.push_str(self.chance.pick(choice).copied().unwrap_or_default());
        }
        let text = text.replace("我，", "我").replace("，，", "，");
        match (self.language, self.chance.pick(lines::want(tone))) {
            (Language::English, Some(want)) => text.replacen("I want to", want, 1),
            _ => text,
        }
    }

    /// One message, or two or three from those who write in bursts. Pieces that were said before stay together.
    fn pieces(&self, line: &str) -> Vec<String> {
        let whole = || vec![line.to_owned()];
        if !self.bursts {
            return whole();
        }
        let pieces = split::pieces(line, self.language);
        let mut keys: Vec<String> = pieces.iter().map(|piece| key(piece)).collect();
        let fresh = keys.iter().all(|key| !self.said.contains(key));
        keys.sort();
        let different = keys.windows(2).all(|pair| pair[0] != pair[1]);
        if fresh && different { pieces } else { whole() }
    }
}

fn join(opener: &str, text: &str) -> String {
    let proper = text.starts_with("I ")
        || text.starts_with("I'")
        || opener.is_empty()
        || opener.ends_with(['!', '.']);
    let mut characters = text.chars();
    match characters.next() {
        Some(first) if !proper => {
            format!("{opener}{}{}", first.to_lowercase(), characters.as_str())
        }
        _ => format!("{opener}{text}"),
    }
}

/// The sentences of a message, their ends included.
pub(crate) fn sentences(text: &str) -> Vec<String> {
    let mut sentences = vec![String::new()];
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let last = sentences.len() - 1;
        sentences[last].push(c);
        let wide = matches!(c, '。' | '？' | '！');
        let narrow =
            matches!(c, '.' | '?' | '!') && characters.peek().is_none_or(|n| n.is_whitespace());
        if wide || narrow {
            sentences.push(String::new());
        }
    }
    let trimmed = sentences.into_iter().map(|sentence| sentence.trim().to_owned());
    trimmed.filter(|sentence| !sentence.is_empty()).collect()
}

/// What makes two sentences the same: their letters and digits.
fn key(sentence: &str) -> String {
    let letters: String = fold(sentence).chars().filter(|c| c.is_alphanumeric()).collect();
    if letters.is_empty() { sentence.to_owned() } else { letters }
}

fn with_emoji(text: &str, tone: Tone) -> String {
    let emoji = match tone {
        Tone::Angry => "😡",
        Tone::Tense => "😤",
        Tone::Calm => "🙂",
        Tone::Warm => "😊",
    };
    let words = text.trim_end_matches(['。', '！', '？', '!', '?', '.']);
    let end = text[words.len()..].trim_start_matches('。');
    format!("{words}{emoji}{end}")
}
