//! What a person typed into the search box, understood: the terms that must all be found.

use std::ops::Range;

use crate::grouped::grouped;
use crate::personal::{PersonalKind, Shape, scan};
use crate::pieces::{Kind, class, masked_number, pieces};

/// More terms than this are left out: nobody types them, and the index need not suffer them.
const MAX_TERMS: usize = 32;
/// Longer runs and words are cut to this many characters, in the index and in queries alike.
pub(crate) const MAX_CHARS: usize = 64;
/// How much of a query is read at all, in characters.
const MAX_QUERY: usize = 4_096;

/// A number with this many digits needs nothing beside it that says what it is.
const LONG: usize = 6;
/// What says in Chinese that a number stands beside it.
const LABELS: [&str; 14] = [
    "号码",
    "尾号",
    "单号",
    "编号",
    "末四位",
    "后四位",
    "订单",
    "运单",
    "工单",
    "快递",
    "物流",
    "包裹",
    "手机",
    "电话",
];
/// What says so in English.
const LABEL_WORDS: [&str; 12] = [
    "number", "no", "ending", "order", "ticket", "tracking", "waybill", "parcel", "phone",
    "mobile", "tel", "call",
];

/// One term of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Term {
    /// Characters that must follow each other inside one run.
    Run(String),
    /// A word, as its beginning when it is the last one and may still be typed.
    Word { word: String, is_last: bool },
    /// A number hidden by stars.
    Masked { head: String, tail: String },
    /// A number written in groups, as one, with the words it was written as.
    Grouped { number: String, words: Vec<Term> },
    /// A phone number, as digits alone; with the digits that stay visible when it is masked, and with the words it
    /// was written as when those are others.
    Phone { digits: String, head: String, tail: String, words: Vec<Term> },
}

impl Term {
    /// The letters and digits of a number without what is written between; nothing for words and for masked numbers.
    pub(crate) fn number(&self) -> Option<&str> {
        match self {
            Self::Word { word: number, .. } => Self::is_numeric(number).then_some(number),
            Self::Grouped { number, .. } | Self::Phone { digits: number, .. } => Some(number),
            Self::Run(_) | Self::Masked { .. } => None,
        }
    }

    /// True for a word that a number is searched by: any part of it from either end finds it.
    pub(crate) fn is_numeric(word: &str) -> bool {
        word.chars().nth(2).is_some() && word.bytes().any(|byte| byte.is_ascii_digit())
    }
}

/// The terms of folded query text, at most [`MAX_TERMS`] of them.
pub(crate) fn terms(chars: &[char]) -> Vec<Term> {
    let chars = &chars[..chars.len().min(MAX_QUERY)];
    let mut terms = Vec::new();
    let mut from = 0;
    for phone in
        scan(chars).into_iter().filter(|shape| is_phone(shape) && !is_glued(chars, &shape.range))
    {
        plain_terms(chars, from..phone.range.start, &mut terms);
        from = phone.range.end;
        terms.push(phone_term(chars, &phone));
    }
    plain_terms(chars, from..chars.len(), &mut terms);
    terms.truncate(MAX_TERMS);
    terms
}

/// The terms that are numbers of something by themselves: long ones, and short ones beside a word that says so.
pub(crate) fn numbers(terms: Vec<Term>) -> Vec<Term> {
    let is_labelled = terms.iter().any(is_label);
    let mut numbers = Vec::new();
    for term in terms {
        match term {
            Term::Grouped { number, words } => {
                numbers.push(Term::Grouped { number, words: Vec::new() });
                numbers.extend(words.into_iter().filter(is_long));
            }
            Term::Word { ref word, .. } if Term::is_numeric(word) => {
                if is_labelled || is_long(&term) {
                    numbers.push(term);
                }
            }
            Term::Phone { .. } | Term::Masked { .. } => numbers.push(term),
            Term::Word { .. } | Term::Run(_) => {}
        }
    }
    numbers
}

fn is_label(term: &Term) -> bool {
    match term {
        Term::Run(run) => LABELS.iter().any(|label| run.contains(label)),
        Term::Word { word, .. } => LABEL_WORDS.contains(&word.as_str()),
        _ => false,
    }
}

fn is_long(term: &Term) -> bool {
    let Term::Word { word, .. } = term else { return false };
    word.bytes().filter(u8::is_ascii_digit).count() >= LONG
}

/// True for the shapes that search knows by their digits.
pub(crate) fn is_phone(shape: &Shape) -> bool {
    matches!(shape.kind, Some(PersonalKind::Mobile | PersonalKind::Landline))
}

/// True for a number that is part of a longer word, such as `wx15500004614`: that word is what was typed.
fn is_glued(chars: &[char], range: &Range<usize>) -> bool {
    let is_word = |at: Option<usize>| {
        at.and_then(|at| chars.get(at)).is_some_and(|&c| class(c) == Some(Kind::Word))
    };
    chars[range.start] != '+' && is_word(range.start.checked_sub(1)) || is_word(Some(range.end))
}

/// True where a phone number is written with anything but its digits, so that its digits are a word of their own.
pub(crate) fn is_split(chars: &[char], phone: &Shape) -> bool {
    phone.range.len() != phone.digits.len()
        || !chars[phone.range.clone()].iter().all(char::is_ascii_digit)
}

/// The characters of `range` as text, cut to [`MAX_CHARS`].
pub(crate) fn text(chars: &[char], range: &Range<usize>) -> String {
    chars[range.clone()].iter().take(MAX_CHARS).collect()
}

fn phone_term(chars: &[char], phone: &Shape) -> Term {
    let (head, rest) = phone.digits.split_at(phone.head);
    let tail = rest[rest.len() - 4..].to_owned();
    let words = if is_split(chars, phone) {
        words(chars, phone.range.clone()).collect()
    } else {
        Vec::new()
    };
    Term::Phone { digits: phone.digits.clone(), head: head.to_owned(), tail, words }
}

/// The terms of a part of the query without phone numbers.
fn plain_terms(chars: &[char], within: Range<usize>, terms: &mut Vec<Term>) {
    let mut from = within.start;
    for group in grouped(&chars[within.clone()]) {
        let range = within.start + group.range.start..within.start + group.range.end;
        terms.extend(words(chars, from..range.start));
        from = range.end;
        let words = words(chars, range).collect();
        terms.push(Term::Grouped { number: group.number, words });
    }
    terms.extend(words(chars, from..within.end));
}

fn words(chars: &[char], within: Range<usize>) -> impl Iterator<Item = Term> {
    let end = chars.len();
    let offset = within.start;
    let chars = &chars[within];
    pieces(chars).map(move |piece| match piece.kind {
        Kind::Run => Term::Run(text(chars, &piece.range)),
        Kind::Word => {
            Term::Word { word: text(chars, &piece.range), is_last: offset + piece.range.end == end }
        }
        Kind::Masked => masked_term(chars, piece.range),
    })
}

fn masked_term(chars: &[char], range: Range<usize>) -> Term {
    match masked_number(chars, range.start) {
        Some(number) => {
            Term::Masked { head: text(chars, &number.head), tail: text(chars, &number.tail) }
        }
        None => Term::Word { word: text(chars, &range), is_last: false },
    }
}
