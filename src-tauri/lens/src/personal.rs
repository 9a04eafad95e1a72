//! Personal data inside free text: phone numbers, e-mail addresses and identity numbers, found and masked.
//!
//! Order numbers, waybills and product ids look much the same and must survive, so a number counts as personal only with
//! the length and the shape of one, and never inside a longer number, behind the letters of an identifier, in the
//! address of a page, or behind a label such as 订单号.

mod context;
mod mask;
mod shapes;

use std::ops::Range;
use std::str::Chars;

use serde::Serialize;

use crate::normal::Folded;
pub use mask::{mask_address_detail, mask_email, mask_name, mask_phone};
pub(crate) use shapes::{Shape, scan};

/// What a found piece of personal data is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonalKind {
    /// A mobile number of the mainland: eleven digits that begin with 1.
    Mobile,
    /// A landline number with its area code.
    Landline,
    /// An e-mail address.
    Email,
    /// A resident identity number: eighteen places with a date of birth inside.
    Identity,
}

/// One piece of personal data and where it stands in the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PersonalDatum {
    /// What it is.
    pub kind: PersonalKind,
    /// First character of it, counted in characters from the start of the text.
    pub start: usize,
    /// One past its last character.
    pub end: usize,
}

/// Finds the personal data in `text`, in order and without overlaps. Full-width digits, spaces, dashes, a country
/// code and hidden characters inside a number do not protect it from being found.
pub fn find_personal(text: &str) -> Vec<PersonalDatum> {
    let folded = Folded::of(text);
    let mut last = 0;
    let datum = |(kind, range): (PersonalKind, Range<usize>)| {
        let origin = folded.origin(&range);
        let start = origin.start.max(last);
        last = origin.end;
        PersonalDatum { kind, start, end: origin.end }
    };
    found(&folded.chars).map(datum).filter(|datum| datum.start < datum.end).collect()
}

/// `text` with every piece of personal data masked and everything else left as it is, order numbers included.
/// Masking twice changes nothing more.
pub fn mask_text(text: &str) -> String {
    let folded = Folded::of(text);
    let mut masking = Masking {
        masked: String::with_capacity(text.len()),
        rest: text.chars(),
        read: 0,
        written: 0,
        due: 0,
    };
    for (kind, range) in found(&folded.chars) {
        masking.mask(&folded, kind, &range);
    }
    masking.finish(&folded)
}

fn found(chars: &[char]) -> impl Iterator<Item = (PersonalKind, Range<usize>)> {
    scan(chars).into_iter().filter_map(|shape| Some((shape.kind?, shape.range)))
}

/// A text being copied with its personal data masked.
///
/// One written character can fold to several, as ⅒ does, of which only some belong to a datum. The others are written
/// in their folded form; `written` and `due` are how far that has come and how far it must go, in folded characters.
struct Masking<'a> {
    masked: String,
    rest: Chars<'a>,
    read: usize,
    written: usize,
    due: usize,
}

impl Masking<'_> {
    fn mask(&mut self, folded: &Folded, kind: PersonalKind, range: &Range<usize>) {
        let origin = folded.origin(range);
        let whole = folded.whole_clusters(range);
        if origin.start >= self.read {
            self.pay(folded, self.due);
            self.masked.extend(self.rest.by_ref().take(origin.start - self.read));
            self.read = origin.start;
            self.written = whole.start;
        }
        self.pay(folded, range.start);
        self.rest.by_ref().take(origin.end - self.read).for_each(drop);
        self.read = origin.end;
        self.masked.push_str(&mask::masked(kind, &folded.chars[range.clone()]));
        (self.written, self.due) = (range.end, whole.end);
    }

    fn pay(&mut self, folded: &Folded, until: usize) {
        self.masked.extend(&folded.chars[self.written..until.max(self.written)]);
        self.written = until;
    }

    fn finish(mut self, folded: &Folded) -> String {
        self.pay(folded, self.due);
        self.masked.extend(self.rest);
        self.masked
    }
}

#[cfg(test)]
mod tests;
