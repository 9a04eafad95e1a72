//! What both shops' scenarios share: short titles, stable names, expected actions.

use backstop_domain::scenario::ExpectedAction;
use sha2::{Digest, Sha256};

use super::row::{Flaw, Row};

/// The widest title: a Chinese character counts two, a Latin letter one.
const WIDEST_TITLE: usize = 72;

/// The beginning of a text as a title: the first sentence of the first line, without links.
pub(super) fn short(text: &str) -> String {
    let line = without_links(text.lines().next().unwrap_or_default());
    let sentence = line.find(['。', '；', '？', '！']).map_or(line.as_str(), |end| &line[..end]);
    let sentence = sentence.split(". ").next().unwrap_or(sentence).trim().trim_end_matches('.');
    let mut room = WIDEST_TITLE;
    let fits = |c: &char| {
        let wide = if c.is_ascii() { 1 } else { 2 };
        room = room.saturating_sub(wide);
        room > 0
    };
    let cut: String = sentence.chars().take_while(fits).collect();
    if cut.len() == sentence.len() { cut } else { format!("{}…", cut.trim_end()) }
}

/// A link says nothing in a list; the words around it do.
fn without_links(line: &str) -> String {
    let mut rest = line;
    let mut kept = String::new();
    while let Some(start) = rest.find("http") {
        kept.push_str(rest[..start].trim_end_matches(['：', ':', ' ']));
        let url = &rest[start..];
        let end = url.find(|c: char| !c.is_ascii() || c.is_ascii_whitespace());
        rest = end.map_or("", |end| &url[end..]);
    }
    kept + rest
}

/// A name that follows from the words, for what the source does not name.
pub(super) fn fingerprint(text: &str) -> String {
    use std::fmt::Write as _;
    let digest = Sha256::digest(text.as_bytes());
    digest[..6].iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// The sentences of an English text: each ends where a capital letter or the end follows its stop.
pub(super) fn sentences(text: &str) -> Vec<String> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(['.', '!', '?']) {
        let rest = &text[at + 1..];
        let next = rest.trim_start();
        let ends = next.is_empty() || (next.len() < rest.len() && begins_sentence(next));
        if ends {
            sentences.push(&text[start..=at]);
            start = at + 1;
        }
    }
    sentences.push(&text[start..]);
    let orders = sentences.into_iter().flat_map(at_orders);
    let said = orders.map(|s| s.trim().trim_end_matches(';'));
    said.filter(|s| s.chars().any(char::is_alphanumeric)).map(str::to_owned).collect()
}

/// Some instructions run on after a list: `Return #W1 via …: Desk Lamp; For #W2, modify …`.
fn at_orders(sentence: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, _) in sentence.match_indices("; ") {
        let rest = &sentence[at + 2..];
        if ["For #", "Return #", "Exchange #", "Cancel order #"].iter().any(|o| rest.starts_with(o))
        {
            parts.push(&sentence[start..at]);
            start = at + 2;
        }
    }
    parts.push(&sentence[start..]);
    parts
}

fn begins_sentence(text: &str) -> bool {
    text.starts_with(|c: char| c.is_uppercase() || matches!(c, '(' | '"'))
}

impl Row<'_> {
    /// Reads this object as an action with its arguments under `arguments`.
    pub(super) fn action(&self, arguments: &str) -> Result<ExpectedAction, Flaw> {
        let given = self.object(arguments)?;
        let arguments =
            given.fields().iter().map(|(key, value)| (key.clone(), value.to_value())).collect();
        Ok(ExpectedAction { name: self.id("name")?, arguments })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_one_sentence_without_links() {
        let intent =
            "购买了一款商品：https://item.jd.com/100042754736.html，但安装十分麻烦。\n其余";
        assert_eq!(short(intent), "购买了一款商品，但安装十分麻烦");
        assert_eq!(
            short("Cancel order #W1 because no longer needed. Then more."),
            "Cancel order #W1 because no longer needed"
        );
        let long = short(&"长".repeat(90));
        assert!(long.ends_with('…') && long.chars().count() == 36, "{long} is cut");
    }

    #[test]
    fn sentences_end_before_a_capital_letter_only() {
        let text = "You want a lamp (e.g. a small one). Return #W1 via gift_card_1: Lamp; For #W2, change it. ";
        let expected = [
            "You want a lamp (e.g. a small one).",
            "Return #W1 via gift_card_1: Lamp",
            "For #W2, change it.",
        ];
        assert_eq!(sentences(text), expected);
    }

    #[test]
    fn fingerprints_follow_from_the_words() {
        assert_eq!(fingerprint("a"), "ca978112ca1b");
    }
}
