//! Showing what a search found: the window around the first match, and what to mark in it.

use std::ops::Range;

use crate::grouped::grouped;
use crate::normal::{Folded, is_invisible, joins_previous};
use crate::personal::scan;
use crate::pieces::{Kind, Piece, masked_number, pieces};
use crate::query::{Term, is_phone, terms, text};

/// How much of the window stands before the match: a third, because what follows tells more.
const LEAD: usize = 3;

/// A window of at most `width` characters of `text`, as it was written, around the first match of `query`, on one line.
/// An ellipsis (not counted) stands where something was left out. Without a match it is the beginning.
pub fn snippet(text: &str, query: &str, width: usize) -> String {
    let chars: Vec<char> = text.chars().collect();
    let first = highlights(text, query).first().copied().unwrap_or((0, 0));
    let window = window(&chars, first, width);
    let mut line = String::with_capacity(width * 3 + 6);
    if window.start > 0 {
        line.push('…');
    }
    line.extend(
        chars[window.clone()]
            .iter()
            .map(|&c| if c.is_control() || is_invisible(c) { ' ' } else { c }),
    );
    if window.end < chars.len() {
        line.push('…');
    }
    line
}

/// The ranges of `text` that `query` matches, in characters (start, one past the end), in order and without overlaps.
///
/// Works on a [`snippet`] as well as on the text it was cut from.
pub fn highlights(text: &str, query: &str) -> Vec<(usize, usize)> {
    let terms = terms(&Folded::of(query).chars);
    if terms.is_empty() {
        return Vec::new();
    }
    let folded = Folded::of(text);
    let mut found = marks(&folded.chars, &terms);
    if found.is_empty() {
        found = marks(&folded.chars, &words_of_numbers(&terms));
    }
    merged(found.iter().map(|range| folded.origin(range)).collect())
}

/// True where `text` has everything that `query` means, as the index would find it.
pub fn holds(text: &str, query: &str) -> bool {
    let chars = Folded::chars_of(text);
    let terms = terms(&Folded::chars_of(query));
    !terms.is_empty() && terms.iter().all(|term| holds_term(&chars, term))
}

fn holds_term(chars: &[char], term: &Term) -> bool {
    let term = std::slice::from_ref(term);
    let words = words_of_numbers(term);
    !marks(chars, term).is_empty()
        || !words.is_empty() && words.iter().all(|word| holds_term(chars, word))
}

/// True where `query` holds a whole phone number, and `text` shows of all phone numbers that fit it only the digits that
/// masking leaves: whose number it is nobody can tell.
pub fn fits_visible_digits_only(text: &str, query: &str) -> bool {
    let terms = terms(&Folded::chars_of(query));
    if !terms.iter().any(|term| matches!(term, Term::Phone { .. })) {
        return false;
    }
    let chars = Folded::chars_of(text);
    let is_hidden = |term: &Term| {
        let mut masked = pieces(&chars).filter(|piece| piece.kind == Kind::Masked);
        masked.any(|piece| finds_masked(&chars, piece.range.start, term))
    };
    let is_whole = |term: &Term| {
        let Term::Phone { digits, .. } = term else { return true };
        scan(&chars).iter().any(|shape| is_phone(shape) && shape.digits == *digits)
    };
    terms.iter().any(|term| !is_whole(term) && is_hidden(term))
}

/// The words that numbers in groups were written as: the index finds a text by these too.
fn words_of_numbers(terms: &[Term]) -> Vec<Term> {
    let words = |term: &Term| match term {
        Term::Phone { words, .. } | Term::Grouped { words, .. } => words.clone(),
        _ => Vec::new(),
    };
    terms.iter().flat_map(words).collect()
}

fn marks(chars: &[char], terms: &[Term]) -> Vec<Range<usize>> {
    let mut found = phones(chars, terms);
    found.extend(groups(chars, terms));
    for piece in pieces(chars) {
        for term in terms {
            matches_in(chars, &piece, term, &mut found);
        }
    }
    found
}

fn phones(chars: &[char], terms: &[Term]) -> Vec<Range<usize>> {
    let is_meant = |found: &str| {
        terms.iter().any(|term| match term {
            Term::Phone { digits, .. } => digits == found,
            Term::Masked { head, tail } => {
                found.starts_with(head.as_str()) && found.ends_with(tail.as_str())
            }
            _ => false,
        })
    };
    if !terms.iter().any(|term| matches!(term, Term::Phone { .. } | Term::Masked { .. })) {
        return Vec::new();
    }
    scan(chars)
        .into_iter()
        .filter(|shape| is_phone(shape) && is_meant(&shape.digits))
        .map(|shape| shape.range)
        .collect()
}

/// The numbers in groups that a number of the query is the beginning or the end of.
fn groups(chars: &[char], terms: &[Term]) -> Vec<Range<usize>> {
    let numbers: Vec<&str> = terms.iter().filter_map(Term::number).collect();
    if numbers.is_empty() {
        return Vec::new();
    }
    let mut found = grouped(chars);
    found.retain(|group| {
        numbers.iter().any(|n| group.number.starts_with(n) || group.number.ends_with(n))
    });
    found.into_iter().map(|group| group.range).collect()
}

fn matches_in(chars: &[char], piece: &Piece, term: &Term, found: &mut Vec<Range<usize>>) {
    match (piece.kind, term) {
        (Kind::Run, Term::Run(run)) => {
            let needle: Vec<char> = run.chars().collect();
            let windows = chars[piece.range.clone()].windows(needle.len()).zip(piece.range.start..);
            found.extend(
                windows
                    .filter(|(window, _)| *window == needle)
                    .map(|(_, at)| at..at + needle.len()),
            );
        }
        (Kind::Word, Term::Word { word, is_last }) => {
            found.extend(word_match(chars, piece, word, *is_last));
        }
        (Kind::Word, Term::Phone { digits: number, .. } | Term::Grouped { number, .. }) => {
            found.extend(word_match(chars, piece, number, true));
        }
        (Kind::Masked, term) if finds_masked(chars, piece.range.start, term) => {
            found.push(piece.range.clone());
        }
        _ => {}
    }
}

/// The part of the word `piece` that the query word stands for: all of it, its beginning, or the end of a number.
fn word_match(chars: &[char], piece: &Piece, word: &str, is_last: bool) -> Option<Range<usize>> {
    let whole = text(chars, &piece.range);
    let len = word.chars().count();
    let (start, end) = (piece.range.start, piece.range.start + whole.chars().count());
    let is_numeric = Term::is_numeric(word);
    if whole == word || (is_last || is_numeric) && whole.starts_with(word) {
        Some(start..start + len)
    } else {
        (is_numeric && whole.ends_with(word)).then(|| end - len..end)
    }
}

/// True where `term` means the masked number at `start`.
fn finds_masked(chars: &[char], start: usize, term: &Term) -> bool {
    let Some(number) = masked_number(chars, start) else { return false };
    let (head, tail) = (text(chars, &number.head), text(chars, &number.tail));
    match term {
        Term::Masked { head: h, tail: t } | Term::Phone { head: h, tail: t, .. } => {
            (h, t) == (&head, &tail)
        }
        Term::Word { word, .. } => {
            Term::is_numeric(word)
                && (head.starts_with(word.as_str()) || tail.ends_with(word.as_str()))
        }
        Term::Run(_) | Term::Grouped { .. } => false,
    }
}

fn merged(mut ranges: Vec<Range<usize>>) -> Vec<(usize, usize)> {
    ranges.sort_by_key(|range| range.start);
    let mut merged: Vec<(usize, usize)> = Vec::with_capacity(ranges.len());
    for range in ranges.into_iter().filter(|range| !range.is_empty()) {
        match merged.last_mut() {
            Some(last) if range.start <= last.1 => last.1 = last.1.max(range.end),
            _ => merged.push((range.start, range.end)),
        }
    }
    merged
}

/// The part of the text to show; it begins where a character begins that does not belong to the one before.
fn window(chars: &[char], first: (usize, usize), width: usize) -> Range<usize> {
    let length = (first.1 - first.0).min(width);
    let lead = (width - length).min(width / LEAD);
    let latest = chars.len().saturating_sub(width);
    let start = first.0.saturating_sub(lead).min(latest);
    let end = (start + width).min(chars.len());
    let joined = chars[start..end].iter().take_while(|&&c| start > 0 && joins_previous(c)).count();
    start + joined..end
}

#[cfg(test)]
mod tests;
