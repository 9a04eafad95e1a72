//! What the trainee's words do: speech acts in Chinese and English, each with the words that show it.
//!
//! A turn is cut into clauses. A clause that greets, apologises, asks or closes is social; what is left is the substance
//! of the turn. No model, no statistics: a word list that a trainer can read.

use backstop_lens::normal::fold;
use serde::{Deserialize, Serialize};

mod questions;
mod words;

/// What a turn does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) enum Act {
    Greets,
    Empathises,
    Apologises,
    Holds,
    Promises,
    Offers,
    Refuses,
    GivesReason,
    Blames,
    Exaggerates,
    Closes,
    AsksOrder,
    AsksProduct,
    AsksName,
    AsksPhone,
    AsksAddress,
    AsksMail,
    AsksZip,
    AsksAccount,
    AsksPayment,
    AsksReason,
    AsksPicture,
    AsksConfirm,
    AsksNeed,
}

impl Act {
    /// Acts that want something said or sent in return.
    pub(crate) fn asks(self) -> bool {
        self >= Self::AsksOrder
    }
}

/// One act with the words that show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Sign {
    pub(crate) act: Act,
    pub(crate) words: String,
}

/// A turn as it was understood.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Heard {
    /// Every act, in the order of the turn.
    pub(crate) signs: Vec<Sign>,
    /// The turn, folded.
    pub(crate) folded: String,
    /// What is left without the social clauses, folded.
    pub(crate) substance: String,
}

impl Heard {
    /// Understands a turn.
    pub(crate) fn listen(turn: &str) -> Self {
        let folded = fold(turn);
        let mut heard = Self { folded: folded.clone(), ..Self::default() };
        for clause in clauses(&folded) {
            heard.take(&clause);
        }
        if let Some(words) = questions::confirmation(&folded) {
            heard.note(Act::AsksConfirm, &words);
        }
        heard
    }

    fn take(&mut self, clause: &str) {
        let mut social = false;
        for (act, words) in words::ACTS {
            if let Some(word) = words.iter().find(|word| holds(clause, word)) {
                self.note(*act, word);
                social |= act.is_social();
            }
        }
        for (act, word) in questions::asked(clause) {
            self.note(act, &word);
            social = true;
        }
        if !social {
            self.substance.push_str(clause);
            self.substance.push(' ');
        }
    }

    fn note(&mut self, act: Act, words: &str) {
        if !self.does(act) {
            self.signs.push(Sign { act, words: words.to_owned() });
        }
    }

    /// Whether the turn does this.
    pub(crate) fn does(&self, act: Act) -> bool {
        self.signs.iter().any(|sign| sign.act == act)
    }

    /// The words that show an act.
    pub(crate) fn sign(&self, act: Act) -> Option<&str> {
        self.signs.iter().find(|sign| sign.act == act).map(|sign| sign.words.as_str())
    }

    /// Whether the turn says something beyond politeness: eight Chinese characters, five words, or half of that with a
    /// number in it.
    pub(crate) fn has_substance(&self) -> bool {
        let weight = weight(&self.substance);
        let number = self.substance.contains(|c: char| c.is_ascii_digit());
        weight >= 8 || (number && weight >= 4)
    }
}

impl Act {
    /// Whether a clause with this act carries no answer of its own.
    fn is_social(self) -> bool {
        use Act::{Apologises, Closes, Empathises, Greets, Holds};
        matches!(self, Greets | Empathises | Apologises | Holds | Closes)
    }
}

/// Chinese characters, and letters of other words by a rough fifth: `weight("好的") == 2`, one English word is about 1.6.
fn weight(text: &str) -> usize {
    let wide = text.chars().filter(|c| c.is_alphanumeric() && !c.is_ascii()).count();
    let words =
        text.split_whitespace().filter(|word| word.contains(|c: char| c.is_ascii_alphanumeric()));
    wide + words.count() * 8 / 5
}

/// Whether the clause has the word; English words only as whole words.
pub(crate) fn holds(clause: &str, word: &str) -> bool {
    if !word.is_ascii() {
        return clause.contains(word);
    }
    clause.match_indices(word).any(|(at, _)| {
        let edge = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_alphanumeric());
        edge(clause[..at].chars().next_back()) && edge(clause[at + word.len()..].chars().next())
    })
}

/// The clauses of a folded text, ends included. Numbers with points or commas stay whole.
pub(crate) fn clauses(folded: &str) -> Vec<String> {
    let mut clauses = vec![String::new()];
    let mut previous = ' ';
    for c in folded.chars() {
        let last = clauses.len() - 1;
        let inside_number = matches!(c, '.' | ',' | ':') && previous.is_ascii_alphanumeric();
        clauses[last].push(c);
        let ends =
            matches!(c, '。' | '!' | '?' | ';' | '\n' | '、') || (c == ',' && !inside_number);
        let ends = ends || (inside_number && c == ',' && !previous.is_ascii_digit());
        previous = c;
        if ends {
            clauses.push(String::new());
        }
    }
    clauses.retain(|clause| clause.contains(char::is_alphanumeric));
    clauses
}
