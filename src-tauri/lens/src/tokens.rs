//! Tokens for the full-text index: what is stored for a text, and what is asked for a query.
//!
//! The index is an FTS5 table with `tokenize="unicode61 remove_diacritics 0"` over the text of [`index_tokens`], and is
//! asked with the expression of [`match_query`]. Both fold first, so spellings do not matter.
//!
//! * A run of Chinese is stored as its overlapping pairs and its last character: 退款单 as `退款 款单 单`. One character is
//!   then the beginning of a token, two are a token, more are neighbouring tokens. The last character also keeps two runs
//!   apart, because pairs of different runs are never neighbours.
//! * A word is stored as it is. A word with a digit in it is stored backwards too, behind a mark, so that its end is found
//!   as the beginning of a token.
//! * A number written in groups is stored as one number too.
//! * A phone number is stored without spaces, dashes and country code. What masking leaves of a number is stored as a
//!   token of its own, so that a whole number finds its masked form and the other way round.
//!
//! The marks are private-use characters: the tokenizer keeps them, and no text or query can contain them, because
//! folded text is cut at everything that is not a letter or a digit.

use std::ops::Range;

use crate::grouped::grouped;
use crate::normal::Folded;
use crate::personal::{Shape, scan};
use crate::pieces::{Kind, masked_number, pieces};
use crate::query::{self, Term, is_phone, is_split, terms, text};

/// Before a word that is spelt backwards.
const BACKWARDS: char = '\u{E001}';
/// In place of the stars of a masked number.
const HIDDEN: char = '\u{E002}';
/// Before what masking would leave of a number that is stored whole.
const WOULD_HIDE: char = '\u{E003}';

/// The tokens of `text`, separated by spaces, as they are stored in the index.
pub fn index_tokens(text: &str) -> String {
    let chars = Folded::chars_of(text);
    let mut tokens = Tokens { line: String::with_capacity(text.len() * 2 + 16) };
    for piece in pieces(&chars) {
        let piece_chars = &chars[piece.range.clone()];
        match piece.kind {
            Kind::Run => tokens.run(piece_chars),
            Kind::Word => tokens.word(&piece_chars[..piece_chars.len().min(query::MAX_CHARS)]),
            Kind::Masked => tokens.masked(&chars, piece.range.start),
        }
    }
    if chars.iter().any(char::is_ascii_digit) {
        tokens.numbers(&chars);
    }
    tokens.line
}

/// The FTS5 expression that finds what a person means by `query`: all of its terms, numbers also by their last three or
/// more digits, the last word also by its beginning. `None` when there is nothing to search for.
///
/// The expression consists of quoted strings, `AND`, `OR`, `*` and parentheses made here; no syntax of the
/// query survives into it. Its length is bounded, whatever the query.
pub fn match_query(query: &str) -> Option<String> {
    let terms = terms(&Folded::chars_of(query));
    (!terms.is_empty()).then(|| all_of(&terms))
}

/// The expression that finds what any of the numbers in `query` stands for, whatever else was typed: for when
/// [`match_query`] finds nothing. `None` without a number that is long or that a word such as 订单号 speaks of.
pub fn number_query(query: &str) -> Option<String> {
    let numbers = query::numbers(terms(&Folded::chars_of(query)));
    let parts: Vec<String> = numbers.iter().map(expression).collect();
    (!parts.is_empty()).then(|| parts.join(" OR "))
}

/// The numbers in `query` that are long or that a word such as 订单号 speaks of, folded and without what stands
/// between their groups.
pub fn numbers(query: &str) -> Vec<String> {
    let numbers = query::numbers(terms(&Folded::chars_of(query)));
    numbers.iter().filter_map(Term::number).map(str::to_owned).collect()
}

fn all_of(terms: &[Term]) -> String {
    let parts: Vec<String> = terms.iter().map(expression).collect();
    parts.join(" AND ")
}

fn expression(term: &Term) -> String {
    match term {
        Term::Run(run) => run_expression(run),
        Term::Word { word, .. } if Term::is_numeric(word) => format!("({})", either_end(word)),
        Term::Word { word, is_last } => format!("\"{word}\"{}", if *is_last { "*" } else { "" }),
        Term::Masked { head, tail } => {
            format!("(\"{}\" OR \"{}\")", hidden(head, tail), would_hide(head, tail))
        }
        Term::Grouped { number, words } => or_words(&either_end(number), words),
        Term::Phone { digits, head, tail, words } => {
            let number = format!("{} OR \"{}\"", either_end(digits), hidden(head, tail));
            or_words(&number, words)
        }
    }
}

/// A number, or the words it was written as.
fn or_words(number: &str, words: &[Term]) -> String {
    if words.is_empty() {
        return format!("({number})");
    }
    format!("({number} OR ({}))", all_of(words))
}

fn run_expression(run: &str) -> String {
    let chars: Vec<char> = run.chars().collect();
    if let [only] = chars[..] {
        return format!("\"{only}\"*");
    }
    let pairs: Vec<String> = chars.windows(2).map(|pair| pair.iter().collect()).collect();
    format!("\"{}\"", pairs.join(" "))
}

fn either_end(word: &str) -> String {
    let backwards: String = word.chars().rev().collect();
    format!("\"{word}\"* OR \"{BACKWARDS}{backwards}\"*")
}

fn hidden(head: &str, tail: &str) -> String {
    format!("{head}{HIDDEN}{tail}")
}

fn would_hide(head: &str, tail: &str) -> String {
    format!("{WOULD_HIDE}{head}{HIDDEN}{tail}")
}

/// The line of tokens being written.
struct Tokens {
    line: String,
}

impl Tokens {
    fn run(&mut self, run: &[char]) {
        for pair in run.windows(2) {
            self.token(pair.iter().copied());
        }
        self.token(run.last().copied());
    }

    fn word(&mut self, word: &[char]) {
        self.token(word.iter().copied());
        if word.len() >= 3 && word.iter().any(char::is_ascii_digit) {
            self.backwards(word.iter().copied());
        }
    }

    fn backwards(&mut self, word: impl DoubleEndedIterator<Item = char>) {
        self.token(std::iter::once(BACKWARDS).chain(word.rev()));
    }

    fn masked(&mut self, chars: &[char], start: usize) {
        let Some(number) = masked_number(chars, start) else { return };
        let token = hidden(&text(chars, &number.head), &text(chars, &number.tail));
        self.token(token.chars());
        self.backwards(token.chars());
    }

    /// What numbers are found by besides the words they were written as.
    fn numbers(&mut self, chars: &[char]) {
        let mut phones = scan(chars);
        phones.retain(is_phone);
        for phone in &phones {
            self.phone(chars, phone);
        }
        let is_phone = |range: &Range<usize>| {
            phones.iter().any(|p| p.range.start < range.end && range.start < p.range.end)
        };
        for group in grouped(chars).iter().filter(|group| !is_phone(&group.range)) {
            self.token(group.number.chars());
            self.backwards(group.number.chars());
        }
    }

    fn phone(&mut self, chars: &[char], phone: &Shape) {
        if is_split(chars, phone) {
            self.token(phone.digits.chars());
            self.backwards(phone.digits.chars());
        }
        let (head, rest) = phone.digits.split_at(phone.head);
        self.token(would_hide(head, &rest[rest.len() - 4..]).chars());
    }

    fn token(&mut self, token: impl IntoIterator<Item = char>) {
        if !self.line.is_empty() {
            self.line.push(' ');
        }
        self.line.extend(token);
    }
}

#[cfg(test)]
mod tests;
