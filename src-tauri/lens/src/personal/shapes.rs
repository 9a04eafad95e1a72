//! The shapes of personal data in folded text: where a phone number, an address or an identity number begins and ends.
//!
//! Every trial at a position looks at a bounded number of characters, so the whole stays linear on any text.

use std::ops::Range;

use super::PersonalKind;
use super::context::names_a_thing;
use super::mask::area_code_len;
use crate::pieces::{count, count_to, is_gap, masked_number};

/// A shape in the folded characters.
pub(crate) struct Shape {
    /// What it is; `None` for what is masked already, which is claimed so that nothing is found inside it.
    pub(crate) kind: Option<PersonalKind>,
    /// Where it stands.
    pub(crate) range: Range<usize>,
    /// Its digits without country code, spaces and dashes; empty for an e-mail address and for what is masked.
    pub(crate) digits: String,
    /// How many of the digits stay visible at the front when it is masked.
    pub(crate) head: usize,
}

/// All shapes in folded text, in order and without overlaps.
pub(crate) fn scan(chars: &[char]) -> Vec<Shape> {
    let mut shapes = Vec::new();
    let mut from = 0;
    for email in emails(chars) {
        numbers(chars, from..email.range.start, &mut shapes);
        from = email.range.end;
        shapes.push(email);
    }
    numbers(chars, from..chars.len(), &mut shapes);
    shapes
}

fn emails(chars: &[char]) -> Vec<Shape> {
    let mut found = Vec::new();
    let mut floor = 0;
    for at in chars.iter().enumerate().filter_map(|(at, &c)| (c == '@').then_some(at)) {
        if at < floor {
            continue;
        }
        let Some(end) = domain_end(chars, at + 1) else { continue };
        let before = &chars[floor..at];
        let local = before
            .iter()
            .rev()
            .take_while(|&&c| c.is_ascii_alphanumeric() || "._%+-".contains(c))
            .count();
        let start = at - local + count(&chars[at - local..at], |c| !c.is_ascii_alphanumeric());
        let is_masked = start == at && before.last() == Some(&'*');
        if start < at || is_masked {
            let kind = (!is_masked).then_some(PersonalKind::Email);
            found.push(Shape { kind, range: start..end, digits: String::new(), head: 0 });
            floor = end;
        }
    }
    found
}

/// The end of the domain name that begins at `start`: labels joined by dots, the last one of letters only.
fn domain_end(chars: &[char], start: usize) -> Option<usize> {
    let mut end = None;
    let mut at = start;
    loop {
        let label = count(&chars[at..], |c| c.is_ascii_alphanumeric() || c == '-');
        let letters = count(&chars[at..], |c| c.is_ascii_lowercase());
        if at > start && letters >= 2 {
            end = Some(at + letters);
        }
        at += label;
        if label == 0 || chars.get(at) != Some(&'.') {
            return end;
        }
        at += 1;
    }
}

fn numbers(chars: &[char], within: Range<usize>, shapes: &mut Vec<Shape>) {
    let chars = &chars[..within.end];
    let mut at = within.start;
    while let Some(skip) = chars[at..].iter().position(|&c| c.is_ascii_digit() || c == '+') {
        at += skip;
        if let Some(shape) = number_at(chars, at) {
            at = shape.range.end;
            shapes.push(shape);
        } else {
            at += count(&chars[at..], |c| c.is_ascii_digit()).max(1);
        }
    }
}

/// The number that begins at `at`, where a run of digits or a plus sign stands.
fn number_at(chars: &[char], at: usize) -> Option<Shape> {
    let continues = at.checked_sub(1).is_some_and(|before| chars[before].is_ascii_digit());
    if continues {
        return None;
    }
    if let Some(masked) = masked_number(chars, at) {
        return Some(Shape { kind: None, range: at..masked.end, digits: String::new(), head: 0 });
    }
    let shape =
        identity(chars, at).or_else(|| mobile(chars, at)).or_else(|| landline(chars, at))?;
    (!names_a_thing(chars, &shape.range)).then_some(shape)
}

fn identity(chars: &[char], at: usize) -> Option<Shape> {
    let digits = count_to(&chars[at..], 19, |c| c.is_ascii_digit());
    let end = match (digits, chars.get(at + digits)) {
        (17, Some('x')) | (18, _) => at + 18,
        _ => return None,
    };
    let number = |range: Range<usize>| {
        chars[range].iter().fold(0, |n, c| n * 10 + c.to_digit(10).unwrap_or(0))
    };
    let born = (1900..2100).contains(&number(at + 6..at + 10))
        && (1..=12).contains(&number(at + 10..at + 12))
        && (1..=31).contains(&number(at + 12..at + 14));
    (born && chars[at] != '0').then(|| shape(PersonalKind::Identity, chars, at..end, at..end, 3))
}

fn mobile(chars: &[char], at: usize) -> Option<Shape> {
    let start = after_country_code(chars, at).unwrap_or(at);
    let end = groups(chars, start, &[3, 4, 4])?;
    (chars[start] == '1').then(|| shape(PersonalKind::Mobile, chars, at..end, start..end, 3))
}

/// A landline number: area code, then seven or eight digits in one or two groups. Twelve digits in one piece are an order
/// number, so the longest form needs something between area code and number.
fn landline(chars: &[char], at: usize) -> Option<Shape> {
    let second = *chars.get(at + 1)?;
    let area = area_code_len(&chars[at..]);
    let body = at + area + gap(&chars[(at + area).min(chars.len())..]);
    let is_area = chars[at] == '0' && second.is_ascii_digit() && second != '0';
    let split = body > at + area;
    let is_body =
        chars.get(body).is_some_and(|&c| c.is_ascii_digit() && c != '0' && (split || c != '1'));
    if !is_area || !is_body || count_to(&chars[at..], area, |c| c.is_ascii_digit()) != area {
        return None;
    }
    let end = match area {
        3 => groups(chars, body, &[4, 4]),
        _ if split => groups(chars, body, &[4, 4]).or_else(|| groups(chars, body, &[3, 4])),
        _ => groups(chars, body, &[3, 4]),
    }?;
    Some(shape(PersonalKind::Landline, chars, at..end, at..end, area))
}

/// Where the number itself starts behind `+86`, `0086` or `86`. A bare 86 counts only before the range of real mobile
/// numbers, because plain numbers may begin with 86 too.
fn after_country_code(chars: &[char], at: usize) -> Option<usize> {
    let rest = &chars[at..];
    let (code, is_sure) = match rest {
        ['+', '8', '6', ..] => (3, true),
        ['0', '0', '8', '6', ..] => (4, true),
        ['8', '6', ..] => (2, false),
        _ => return None,
    };
    let start = at + code + gap(&rest[code..]);
    match chars.get(start..start + 2)? {
        ['1', '3'..='9'] => Some(start),
        ['1', _] if is_sure => Some(start),
        _ => None,
    }
}

/// The end of groups of digits of these sizes, written together or with one space or dash between groups, and not
/// followed by a further digit.
fn groups(chars: &[char], start: usize, sizes: &[usize]) -> Option<usize> {
    let mut at = start;
    for (nth, &size) in sizes.iter().enumerate() {
        if nth > 0 && chars.get(at).is_some_and(|&c| is_gap(c)) {
            at += 1;
        }
        if count_to(chars.get(at..)?, size, |c| c.is_ascii_digit()) != size {
            return None;
        }
        at += size;
    }
    chars.get(at).is_none_or(|c| !c.is_ascii_digit()).then_some(at)
}

/// How many characters stand between two parts of a phone number: at most two of them, such as `) `.
fn gap(chars: &[char]) -> usize {
    count_to(chars, 2, |c| is_gap(c) || c == ')' || c == '(')
}

fn shape(
    kind: PersonalKind,
    chars: &[char],
    range: Range<usize>,
    number: Range<usize>,
    head: usize,
) -> Shape {
    let digits = chars[number].iter().filter(|c| c.is_ascii_alphanumeric()).collect();
    Shape { kind: Some(kind), range, digits, head }
}
