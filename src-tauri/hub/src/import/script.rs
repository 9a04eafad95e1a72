//! What both shops' scenarios share: short titles, stable names, expected actions.

use backstop_domain::scenario::ExpectedAction;
use sha2::{Digest, Sha256};

use super::row::{Flaw, Row};

/// The longest title, in characters.
const LONGEST_TITLE: usize = 40;

/// The beginning of a text as a title: the first line, cut at a sentence or at a length.
pub(super) fn short(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default().trim();
    let sentence = line.find(['。', '；', '？', '！']).map_or(line, |end| &line[..end]);
    let sentence = sentence.split(". ").next().unwrap_or(sentence).trim_end_matches('.');
    if sentence.chars().count() <= LONGEST_TITLE {
        return sentence.to_owned();
    }
    let cut: String = sentence.chars().take(LONGEST_TITLE - 1).collect();
    format!("{}…", cut.trim_end())
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
    let said = sentences.into_iter().map(|s| s.trim().trim_end_matches(';'));
    said.filter(|s| s.chars().any(char::is_alphanumeric)).map(str::to_owned).collect()
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
