//! Personal data inside free text: phone numbers, e-mail addresses and identity numbers, found and masked.
//!
//! Order numbers, waybills and product ids look much the same and must survive, so a number counts as personal only with
//! the length and the shape of one, and never inside a longer number, behind the letters of an identifier, in the
//! address of a page, or behind a label such as 订单号.

mod context;
mod mask;
mod shapes;

use std::ops::Range;

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
    found(&Folded::of(text)).into_iter().map(|(datum, _)| datum).collect()
}

/// `text` with every piece of personal data masked and everything else left as it is, order numbers included.
/// Masking twice changes nothing more.
pub fn mask_text(text: &str) -> String {
    let folded = Folded::of(text);
    let mut masked = String::with_capacity(text.len());
    let mut rest = text.chars();
    let mut at = 0;
    for (datum, range) in found(&folded) {
        masked.extend(rest.by_ref().take(datum.start - at));
        rest.by_ref().take(datum.end - datum.start).for_each(drop);
        at = datum.end;
        masked.push_str(&mask::masked(datum.kind, &folded.chars[range]));
    }
    masked.extend(rest);
    masked
}

fn found(folded: &Folded) -> Vec<(PersonalDatum, Range<usize>)> {
    let datum = |shape: Shape| {
        let origin = folded.origin(&shape.range);
        Some((PersonalDatum { kind: shape.kind?, start: origin.start, end: origin.end }, shape.range))
    };
    scan(&folded.chars).into_iter().filter_map(datum).collect()
}

#[cfg(test)]
mod tests;
