//! Cutting folded text into the pieces that search knows: runs of Chinese, words, and numbers hidden by stars.

use std::ops::Range;

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Characters written without spaces between words: Chinese, Japanese kana, Korean.
    Run,
    /// Letters and digits of any other script.
    Word,
    /// A number whose middle is hidden, such as `155****4614`.
    Masked,
}

/// One piece: what it is and where it stands in the folded characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) kind: Kind,
    pub(crate) range: Range<usize>,
}

/// The pieces of folded text, in order. Everything between them (spaces, punctuation, pictures) only separates.
pub(crate) fn pieces(chars: &[char]) -> impl Iterator<Item = Piece> {
    let mut at = 0;
    std::iter::from_fn(move || {
        at += count(&chars[at..], |c| class(c).is_none());
        let kind = class(*chars.get(at)?)?;
        let start = at;
        if let Some(hidden) = masked_number(chars, at) {
            at = hidden.end;
            return Some(Piece { kind: Kind::Masked, range: start..at });
        }
        at += 1;
        while chars.get(at).is_some_and(|&c| class(c) == Some(kind))
            && masked_number(chars, at).is_none()
        {
            at += 1;
        }
        Some(Piece { kind, range: start..at })
    })
}

/// A number with stars in its middle: what is left of it, before and after the stars.
pub(crate) struct MaskedNumber {
    pub(crate) head: Range<usize>,
    pub(crate) tail: Range<usize>,
    pub(crate) end: usize,
}

/// The masked number that begins at `at`, if one does: two to four digits, three or more stars, two to four digits
/// (the last may be the X of an identity number).
pub(crate) fn masked_number(chars: &[char], at: usize) -> Option<MaskedNumber> {
    let is_digit = |c: char| c.is_ascii_digit();
    if !is_digit(*chars.get(at)?) || at.checked_sub(1).is_some_and(|before| is_digit(chars[before]))
    {
        return None;
    }
    let head = at..at + count_to(&chars[at..], 5, is_digit);
    let dash = usize::from(matches!(chars.get(head.end), Some('-' | ' ')));
    let stars =
        head.end + dash..head.end + dash + count_to(&chars[head.end + dash..], 17, |c| c == '*');
    let digits = stars.end..stars.end + count_to(&chars[stars.end..], 5, is_digit);
    let is_x = digits.len() == 3 && chars.get(digits.end) == Some(&'x');
    let tail = digits.start..digits.end + usize::from(is_x);
    let is_last = chars.get(tail.end) != Some(&'*');
    let fits = is_last
        && (2..=4).contains(&head.len())
        && (3..=16).contains(&stars.len())
        && (2..=4).contains(&tail.len());
    fits.then_some(MaskedNumber { head, end: tail.end, tail })
}

/// How many characters at the start of `chars` satisfy `test`.
pub(crate) fn count(chars: &[char], test: impl Fn(char) -> bool) -> usize {
    chars.iter().take_while(|&&c| test(c)).count()
}

/// As [`count`], but never looks at more than `most` characters, so that trying at every position stays linear.
pub(crate) fn count_to(chars: &[char], most: usize, test: impl Fn(char) -> bool) -> usize {
    count(&chars[..chars.len().min(most)], test)
}

/// True for what people write between the groups of a number: a space or a dash.
pub(crate) fn is_gap(c: char) -> bool {
    matches!(c, ' ' | '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// The kind of piece that `c` belongs to; `None` for what only separates.
pub(crate) fn class(c: char) -> Option<Kind> {
    if is_run(c) {
        Some(Kind::Run)
    } else if c.is_alphanumeric() {
        Some(Kind::Word)
    } else {
        None
    }
}

fn is_run(c: char) -> bool {
    matches!(c,
        '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}'
        | '々' | '〇' | 'ぁ'..='ゖ' | 'ゝ'..='ゟ' | 'ァ'..='ヺ' | 'ー'..='ヿ' | 'ㇰ'..='ㇿ'
        | '\u{AC00}'..='\u{D7A3}' | '\u{1100}'..='\u{11FF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normal::fold;

    fn cut(text: &str) -> Vec<String> {
        let chars: Vec<char> = fold(text).chars().collect();
        pieces(&chars)
            .map(|piece| {
                format!("{:?} {}", piece.kind, chars[piece.range].iter().collect::<String>())
            })
            .collect()
    }

    #[test]
    fn a_sentence_falls_into_runs_words_and_masked_numbers() {
        assert_eq!(
            cut("由【周配送员(137****5521)】送 F6033-UD3，👍𠮷野家"),
            [
                "Run 由",
                "Run 周配送员",
                "Masked 137****5521",
                "Run 送",
                "Word f6033",
                "Word ud3",
                "Run 𠮷野家"
            ],
            "the sentence is cut wrongly"
        );
        assert_eq!(
            cut("tel155****4614"),
            ["Word tel", "Masked 155****4614"],
            "letters before a masked number are a word"
        );
        assert_eq!(cut("010-****5678"), ["Masked 010-****5678"], "a masked landline is one piece");
        assert_eq!(
            cut("110***********123X"),
            ["Masked 110***********123x"],
            "a masked identity number is one piece"
        );
        assert_eq!(
            cut("**15500004614**"),
            ["Word 15500004614"],
            "stars around a number hide nothing"
        );
        assert_eq!(
            cut("1**2 12345****12345"),
            ["Word 1", "Word 2", "Word 12345", "Word 12345"],
            "arithmetic is not a masked number"
        );
        assert_eq!(
            cut("\u{301} … \u{E001}"),
            Vec::<String>::new(),
            "lone marks and private characters are not text"
        );
    }
}
