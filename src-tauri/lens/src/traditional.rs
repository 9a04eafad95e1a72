//! Traditional characters read as their simplified ones, so that 退貨 and 退货 are the same word.
//!
//! One character at a time, without a dictionary of phrases: search folds the text and the query in the same way, so
//! a character that stands for two words costs a rare extra hit and never a missed one.

use std::sync::LazyLock;

/// The first traditional character that can occur; the table below starts there.
const FIRST: u32 = 0x3400;
/// One past the last one.
const END: u32 = 0xA000;

/// The simplified form at `character - FIRST`, or 0 where a character stands for itself. A flat table of 56 kB,
/// because every character of every indexed text is looked up.
static SIMPLIFIED: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let mut table = vec![0; (END - FIRST) as usize];
    for (traditional, simplified) in pairs() {
        if let (Some(slot), Ok(form)) = (slot(traditional), u16::try_from(u32::from(simplified))) {
            table[slot] = form;
        }
    }
    table
});

/// The simplified form of `c`, or `c` itself.
pub(crate) fn simplified(c: char) -> char {
    let form = slot(c).map_or(0, |slot| SIMPLIFIED[slot]);
    if form == 0 { c } else { char::from_u32(u32::from(form)).unwrap_or(c) }
}

fn slot(c: char) -> Option<usize> {
    let code = u32::from(c);
    (FIRST..END).contains(&code).then(|| (code - FIRST) as usize)
}

fn pairs() -> impl Iterator<Item = (char, char)> {
    include_str!("traditional.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(str::split_whitespace)
        .filter_map(|pair| {
            let mut chars = pair.chars();
            Some((chars.next()?, chars.next()?))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_of_the_table_is_used() {
        assert_eq!(pairs().count(), 2742, "the table lost or gained pairs");
        for (traditional, form) in pairs() {
            assert_eq!(simplified(traditional), form, "{traditional} is not read as {form}");
            assert_eq!(simplified(form), form, "{form} is itself turned into something else");
        }
    }

    #[test]
    fn words_of_a_shop_are_simplified() {
        let words = [
            ("退貨", "退货"),
            ("發票", "发票"),
            ("電熱水器", "电热水器"),
            ("優惠劵", "优惠劵"),
            ("裡面", "里面"),
            ("看著", "看着"),
        ];
        for (traditional, expected) in words {
            let found: String = traditional.chars().map(simplified).collect();
            assert_eq!(found, expected, "{traditional} is read wrongly");
        }
    }
}
