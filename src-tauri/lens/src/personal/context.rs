//! What stands around a number and says that it names a thing, not a person.

use std::ops::Range;

/// Labels after which a number is the number of a thing.
const THING_LABELS: [&str; 13] = [
    "商品id",
    "商品编号",
    "商品号",
    "产品id",
    "产品编号",
    "订单id",
    "订单编号",
    "订单号",
    "单号",
    "货号",
    "券码",
    "sku",
    "spu",
];

/// Labels that count only where nothing but a colon or the like stands between them and the number, because a sentence
/// may end in them.
const THING_WORDS: [&str; 3] = ["商品", "产品", "订单"];

/// Letters that may stand directly before a phone number; any others make it part of an identifier.
const PHONE_LABELS: [&str; 9] =
    ["tel", "phone", "mobile", "mob", "call", "wx", "vx", "wechat", "weixin"];

/// True where what stands around the number at `range` makes it an order number, a waybill or a product id.
pub(super) fn names_a_thing(chars: &[char], range: &Range<usize>) -> bool {
    behind_letters(chars, range.start)
        || behind_label(chars, range.start)
        || in_page_address(chars, range)
}

/// `JD12345678901` is a waybill, `tel15500004614` is not.
fn behind_letters(chars: &[char], at: usize) -> bool {
    let word = letters_before(chars, at);
    chars[at] != '+' && !word.is_empty() && !PHONE_LABELS.contains(&word.as_str())
}

fn behind_label(chars: &[char], at: usize) -> bool {
    let before = &chars[at.saturating_sub(12)..at];
    let gap = before.iter().rev().take(4).take_while(|c| " :=#\"'([".contains(**c)).count();
    let (label, gap) = before.split_at(before.len() - gap);
    let label: String = label.iter().collect();
    let is_tight = gap.is_empty() || gap.contains(&':') || gap.contains(&'#');
    THING_LABELS.iter().any(|known| label.ends_with(known))
        || is_tight && THING_WORDS.iter().any(|word| label.ends_with(word))
}

/// `item.jd.com/12424528189.html`, `/product/12424528189` or `?id=12424528189`.
fn in_page_address(chars: &[char], range: &Range<usize>) -> bool {
    let after: String = chars[range.end..].iter().take(4).collect();
    if after == ".htm" {
        return true;
    }
    let Some(before) = range.start.checked_sub(1) else { return false };
    let word = letters_before(chars, before);
    let ahead = before.checked_sub(word.len() + 1).map(|at| chars[at]);
    match chars[before] {
        '/' => !word.is_empty() && matches!(ahead, Some('.' | '/')),
        '=' => word.ends_with("id") || word.ends_with("sku"),
        _ => false,
    }
}

/// The letters, at most ten, that end right before `at`.
fn letters_before(chars: &[char], at: usize) -> String {
    let before = &chars[at.saturating_sub(10)..at];
    let letters = before.iter().rev().take_while(|c| c.is_ascii_lowercase()).count();
    before[before.len() - letters..].iter().collect()
}
