//! Folding: spellings that mean the same become the same text.
//!
//! Compatibility forms and full-width letters (NFKC), upper case, traditional characters, invisible characters and
//! runs of white space differ between keyboards, platforms and copy-and-paste, never in what a person meant.

use std::iter;
use std::ops::Range;

use unicode_normalization::char::{canonical_combining_class, decompose_compatible};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

use crate::traditional::simplified;

/// The folded form of `text`: NFKC, lower case, traditional characters simplified, control, zero-width and
/// direction characters removed, white space collapsed to single spaces and trimmed.
///
/// Folding twice changes nothing more. The result is for comparing, not for showing.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_each(text, |c, _| folded.push(c));
    folded
}

/// Folded text that still knows where each of its characters came from.
pub(crate) struct Folded {
    /// The characters of [`fold`].
    pub(crate) chars: Vec<char>,
    origins: Vec<Range<usize>>,
}

impl Folded {
    /// Folds `text` and keeps the origins.
    pub(crate) fn of(text: &str) -> Self {
        let mut folded = Self {
            chars: Vec::with_capacity(text.len() / 2),
            origins: Vec::with_capacity(text.len() / 2),
        };
        fold_each(text, |c, origin| {
            folded.chars.push(c);
            folded.origins.push(origin);
        });
        folded
    }

    /// The folded characters alone, for where the origins do not matter.
    pub(crate) fn chars_of(text: &str) -> Vec<char> {
        let mut chars = Vec::with_capacity(text.len() / 2);
        fold_each(text, |c, _| chars.push(c));
        chars
    }

    /// The characters of the original text (counted, not bytes) that the folded `range` stands for.
    pub(crate) fn origin(&self, range: &Range<usize>) -> Range<usize> {
        match self.origins.get(range.clone()) {
            Some([first, .., last]) => first.start..last.end,
            Some([only]) => only.clone(),
            _ => 0..0,
        }
    }

    /// `range` widened to all folded characters that came from the same characters of the original.
    pub(crate) fn whole_clusters(&self, range: &Range<usize>) -> Range<usize> {
        let is_one = |at: usize| {
            self.origins.get(at).is_some_and(|origin| self.origins.get(at - 1) == Some(origin))
        };
        let (mut start, mut end) = (range.start, range.end);
        while start > 0 && is_one(start) {
            start -= 1;
        }
        while end > 0 && is_one(end) {
            end += 1;
        }
        start..end
    }
}

/// True for a character that has no place of its own on the screen and belongs to what stands before it: combining
/// marks, the second half of a composed letter, and invisible characters.
pub(crate) fn joins_previous(c: char) -> bool {
    if is_invisible(c) {
        return true;
    }
    let mut first = None;
    decompose_compatible(c, |part| {
        first.get_or_insert(part);
    });
    first.is_some_and(|part| {
        canonical_combining_class(part) != 0
            || is_nfkc_quick(iter::once(part)) == IsNormalized::Maybe
    })
}

/// True for control, format, direction and variation characters: they change nothing that a reader would search for,
/// and can hide one word inside another.
pub(crate) fn is_invisible(c: char) -> bool {
    let is_format = matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}');
    is_format || c.is_control() && !c.is_whitespace()
}

/// Folds cluster by cluster: a character and all that joins it are normalised together, and nothing crosses the border
/// between two clusters. So origins stay exact and most characters need no normalisation at all.
fn fold_each(text: &str, emit: impl FnMut(char, Range<usize>)) {
    let mut spaced = Spaced { emit, waiting: None, begun: false };
    let mut chars = text.chars().enumerate().peekable();
    let mut cluster = String::new();
    while let Some((at, c)) = chars.next() {
        if is_plain(c) && chars.peek().is_none_or(|&(_, next)| is_plain(next)) {
            spaced.take(plain(c), at..at + 1);
            continue;
        }
        cluster.clear();
        cluster.push(c);
        let mut end = at + 1;
        while let Some((joined, next)) =
            chars.next_if(|&(_, next)| !is_plain(next) && joins_previous(next))
        {
            cluster.push(next);
            end = joined + 1;
        }
        fold_cluster(&cluster, |folded| spaced.take(folded, at..end));
    }
}

fn fold_cluster(cluster: &str, emit: impl FnMut(char)) {
    cluster
        .nfkc()
        .filter(|&c| !is_invisible(c))
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'ς' { 'σ' } else { simplified(c) })
        .nfkc()
        .for_each(emit);
}

/// True for the common characters that are folded alone, by [`plain`], and never join what stands before them.
fn is_plain(c: char) -> bool {
    matches!(c,
        ' '..='~' | '\t' | '\n' | '\r'
        | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' | 'ぁ'..='ゖ' | 'ァ'..='ヺ'
        | '、' | '。' | '〈'..='】' | '\u{FF01}'..='\u{FF5E}' | '“' | '”' | '‘' | '’' | '—')
}

fn plain(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => {
            char::from_u32(u32::from(c) - 0xFEE0).map_or(c, |narrow| narrow.to_ascii_lowercase())
        }
        _ if c.is_ascii() => c.to_ascii_lowercase(),
        _ => simplified(c),
    }
}

/// Collapses white space: a space is passed on only when something follows it and something stood before it.
struct Spaced<F> {
    emit: F,
    waiting: Option<Range<usize>>,
    begun: bool,
}

impl<F: FnMut(char, Range<usize>)> Spaced<F> {
    fn take(&mut self, c: char, origin: Range<usize>) {
        if c.is_whitespace() {
            let start = self.waiting.as_ref().map_or(origin.start, |waiting| waiting.start);
            self.waiting = Some(start..origin.end);
            return;
        }
        if let Some(space) = self.waiting.take().filter(|_| self.begun) {
            (self.emit)(' ', space);
        }
        self.begun = true;
        (self.emit)(c, origin);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_normalization::char::is_public_assigned;

    use super::*;

    #[test]
    fn spellings_that_mean_the_same_fold_alike() {
        let cases = [
            ("ＪＤ１２３４５", "jd12345"),
            ("  退  貨\r\n\t退款 ", "退 货 退款"),
            ("發\u{200B}票\u{202E}", "发票"),
            ("Cafe\u{301}", "café"),
            ("ｶﾞｽ", "ガス"),
            ("한\u{11AB}", "한\u{11AB}"),
            ("ᄒ\u{1161}\u{11AB}", "한"),
            ("①２号", "12号"),
            ("e\0\u{301}", "é"),
            ("", ""),
            ("\u{FEFF}", ""),
            ("ΟΔΟΣ οδος", "οδοσ οδοσ"),
        ];
        for (text, expected) in cases {
            assert_eq!(fold(text), expected, "{text:?} folds wrongly");
        }
    }

    /// Every assigned character except most of the Han and Hangul ones, of which one is like the other.
    fn characters_worth_trying() -> impl Iterator<Item = char> {
        let is_one_of_many = |c| matches!(c, '\u{A000}'..='\u{A48C}' | '\u{AC80}'..='\u{D700}' | '\u{12000}'..='\u{1B2FB}' | '\u{20100}'..='\u{2F7FF}' | '\u{30000}'..='\u{323AF}');
        (char::MIN..=char::MAX).filter(move |&c| is_public_assigned(c) && !is_one_of_many(c))
    }

    #[test]
    fn every_character_folds_the_same_the_second_time() {
        for c in characters_worth_trying() {
            let once = fold(&format!("a{c}b"));
            assert_eq!(fold(&once), once, "U+{:04X} changes when folded again", u32::from(c));
        }
    }

    #[test]
    fn cluster_by_cluster_is_the_normal_form_of_the_whole() {
        for c in characters_worth_trying() {
            let text = format!("e{c}\u{301}가{c}");
            let whole: String = text.nfkc().collect();
            let folded = fold(&text);
            assert_eq!(folded, fold(&whole), "U+{:04X} is cut from its neighbours", u32::from(c));
        }
    }

    #[test]
    fn ten_thousand_marks_are_folded_at_once() {
        let marks = "a".to_owned() + &"\u{301}\u{323}".repeat(5_000);
        assert!(fold(&marks).chars().count() > 9_000, "marks that a person typed are kept");
    }

    #[test]
    fn origins_point_into_the_original() {
        let text = "  Ｔ\u{200B}恤 cafe\u{301}  退貨";
        let folded = Folded::of(text);
        let at = |needle: &str| {
            let needle: Vec<char> = needle.chars().collect();
            let start = folded
                .chars
                .windows(needle.len())
                .position(|window| window == needle)
                .expect("the needle is there");
            let range = folded.origin(&(start..start + needle.len()));
            text.chars().skip(range.start).take(range.len()).collect::<String>()
        };
        assert_eq!(
            at("t恤"),
            "Ｔ\u{200B}恤",
            "a hidden character belongs to what stands before it"
        );
        assert_eq!(at("é"), "e\u{301}", "a composed letter comes from both its parts");
        assert_eq!(at("退货"), "退貨", "the original is found, not the folded form");
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,40}|.{0,40}|[a-zA-Z가-힣ᄀ-ᇿぁ-ヿ\u{300}-\u{36F}\u{200B}-\u{200F} \t①-⑳＊-｠ﾞﾟﾡ-ￜ]{0,20}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn folded_text_is_in_normal_form_and_shows_nothing_hidden(text in ".{0,60}") {
            let folded = fold(&text);
            prop_assert_eq!(folded.nfkc().collect::<String>(), folded.clone());
            prop_assert!(!folded.chars().any(is_invisible), "nothing invisible is left");
            prop_assert!(!folded.contains("  ") && folded.trim() == folded, "white space is collapsed");
        }
    }
}
