//! Numbers written in groups, such as `3130 2109 8954` or `W-2611340`, read as one.

use std::ops::Range;

use crate::pieces::{Kind, Piece, count, is_gap, pieces};

/// The shortest group that another one may follow.
const GROUP: usize = 3;
/// The most letters that a number may begin with, as those of carriers do.
const LETTERS: usize = 4;
/// With fewer digits than this in all, groups are numbers of their own; behind letters fewer are enough.
const DIGITS: usize = 7;
const DIGITS_BEHIND_LETTERS: usize = 5;
/// Longer ones are not numbers of anything.
const LONGEST: usize = 32;

/// A number written in two or more groups, with one space or dash between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Grouped {
    /// Where it stands.
    pub(crate) range: Range<usize>,
    /// Its letters and digits without what stands between.
    pub(crate) number: String,
}

/// The numbers in groups of folded text, in order.
pub(crate) fn grouped(chars: &[char]) -> Vec<Grouped> {
    let mut found = Vec::new();
    let mut open: Option<Groups> = None;
    for piece in pieces(chars) {
        match &mut open {
            Some(groups) if groups.go_on(chars, &piece) => groups.take(&piece),
            _ => {
                found.extend(open.take().and_then(|groups| groups.close(chars)));
                open = Groups::begin(chars, &piece);
            }
        }
    }
    found.extend(open.and_then(|groups| groups.close(chars)));
    found
}

/// Groups that may turn out to be a number.
struct Groups {
    range: Range<usize>,
    letters: usize,
    digits: usize,
    count: usize,
    is_over: bool,
}

impl Groups {
    /// A number begins with a group of digits, or with a few letters.
    fn begin(chars: &[char], piece: &Piece) -> Option<Self> {
        let word = &chars[piece.range.clone()];
        let letters = count(word, |c| c.is_ascii_lowercase());
        let digits = count(&word[letters..], |c| c.is_ascii_digit());
        let is_head = letters + digits == word.len()
            && letters <= LETTERS
            && (letters > 0 || digits >= GROUP);
        let groups = Self { range: piece.range.clone(), letters, digits, count: 1, is_over: false };
        (piece.kind == Kind::Word && is_head).then_some(groups)
    }

    fn go_on(&self, chars: &[char], piece: &Piece) -> bool {
        !self.is_over
            && piece.kind == Kind::Word
            && piece.range.start == self.range.end + 1
            && is_gap(chars[self.range.end])
            && chars[piece.range.clone()].iter().all(char::is_ascii_digit)
    }

    /// A short group is the last one: nobody writes a number so, but dates.
    fn take(&mut self, piece: &Piece) {
        self.range.end = piece.range.end;
        self.digits += piece.range.len();
        self.count += 1;
        self.is_over = piece.range.len() < GROUP;
    }

    fn close(self, chars: &[char]) -> Option<Grouped> {
        let least = if self.letters > 0 { DIGITS_BEHIND_LETTERS } else { DIGITS };
        let is_number =
            self.count > 1 && self.digits >= least && self.letters + self.digits <= LONGEST;
        is_number.then(|| Grouped {
            number: chars[self.range.clone()].iter().filter(|&&c| !is_gap(c)).collect(),
            range: self.range,
        })
    }
}
