//! Scenarios: a persona and ordered intents between tags, expected actions and look-ups beside them.

use backstop_domain::{
    document::DocumentKind,
    scenario::{ExpectedAction, Persona, Scenario},
};

use super::super::{
    harvest::{Found, Harvest},
    row::{Flaw, Row},
    script::{fingerprint, short},
};

/// The tag that begins a goal of the customer; a number in words follows.
const INTENT: &str = "意图";

/// Reads a scenario. It is known by its annotation number where that is unique, else by its words.
pub(super) fn read(harvest: &Harvest<'_>, found: &Found<'_>) -> Result<Scenario, Flaw> {
    let row = &found.row;
    let instruction = row.text("instruction")?;
    let sections = sections(&instruction);
    let intents: Vec<String> = sections
        .iter()
        .filter(|(tag, _)| tag.starts_with(INTENT))
        .map(|(_, text)| text.clone())
        .collect();
    let Some(first) = intents.first() else {
        return Err(row.flaw("instruction", "it has no intent"));
    };
    let metadata = row.object("metadata")?;
    let customer = row.id("user_id")?;
    Ok(Scenario {
        id: identity(harvest, row, &instruction)?.as_str().into(),
        source: harvest.source(),
        title: short(strip_address(first)),
        language: "zh".to_owned(),
        customer_id: Some(harvest.customer(&customer)?),
        persona: persona(&sections),
        actions: expected(&metadata, "actions")?,
        lookups: expected(&metadata, "searches")?,
        intents,
    })
}

fn identity(harvest: &Harvest<'_>, row: &Row<'_>, instruction: &str) -> Result<String, Flaw> {
    let source = harvest.source();
    let number = row.words("annotator")?;
    let id = format!("{source}-{}", number.trim());
    if number.trim().is_empty() || harvest.kept(DocumentKind::Scenario, &id).is_some() {
        return Ok(format!("{source}-{}", fingerprint(instruction)));
    }
    Ok(id)
}

/// The text after each tag, up to the next tag of any sort: authors forget to close some. A closing
/// tag has a name of its own (`\意图一`), which nobody asks for.
fn sections(instruction: &str) -> Vec<(String, String)> {
    let mut sections = Vec::new();
    let mut rest = instruction;
    while let Some((_, name, after)) = cut_at_tag(rest) {
        let text = cut_at_tag(after).map_or(after, |(before, ..)| before).trim();
        if !text.is_empty() {
            sections.push((name.to_owned(), text.to_owned()));
        }
        rest = after;
    }
    sections
}

/// What comes before the next tag, the tag's name, and what comes after it. A tag's name is short
/// and has no space, so that a price "<500" in the words of an intent is none.
fn cut_at_tag(text: &str) -> Option<(&str, &str, &str)> {
    text.match_indices('<').find_map(|(start, _)| {
        let (name, after) = text[start + 1..].split_once('>')?;
        let fits = |c: char| !c.is_whitespace() && c != '<';
        let is_name = !name.is_empty() && name.chars().count() <= 12 && name.chars().all(fits);
        is_name.then_some((&text[..start], name, after))
    })
}

fn persona(sections: &[(String, String)]) -> Persona {
    let trait_of = |name: &str| {
        let found = sections.iter().find(|(tag, _)| tag == name);
        found.map(|(_, text)| text.clone()).unwrap_or_default()
    };
    Persona {
        kind: trait_of("消费者类型"),
        mood: trait_of("情绪"),
        care: trait_of("细心程度"),
        patience: trait_of("耐心程度"),
        trust: trait_of("信任程度"),
        rights: trait_of("维权意识"),
        asking: trait_of("提问方式"),
        style: trait_of("发言风格"),
        tempo: trait_of("沟通节奏"),
    }
}

fn expected(metadata: &Row<'_>, name: &str) -> Result<Vec<ExpectedAction>, Flaw> {
    metadata.objects(name)?.iter().map(|action| action.action("arguments")).collect()
}

/// Intents address the one who plays the customer; a title need not.
fn strip_address(intent: &str) -> &str {
    let openings = ["最后，", "此外，", "同时，", "之后，", "首先，", "你已经", "你想要", "你"];
    let stripped = openings.iter().find_map(|opening| intent.strip_prefix(opening));
    stripped.unwrap_or(intent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_may_be_left_open() {
        let text = "### 目标\n<情绪>急<\\情绪>\n<意图一>\n先查 <500 的\n<\\意图一>\n<意图二>\n再退\n<意图二>\n";
        let found = sections(text);
        let expected = [("情绪", "急"), ("意图一", "先查 <500 的"), ("意图二", "再退")];
        let expected: Vec<_> =
            expected.iter().map(|(tag, text)| ((*tag).to_owned(), (*text).to_owned())).collect();
        assert_eq!(found, expected);
    }
}
