//! English intents: sentences addressed to an actor, turned into the actor's own.

use super::Goal;

mod kinds;
mod person;

pub(crate) use kinds::is_identity;
use kinds::{is_direction, is_persona, qualifies};
use person::first_person;

/// The sentences of a text. A full stop inside a number, an address or an e-mail does not end one.
pub(crate) fn sentences(text: &str) -> Vec<String> {
    let mut sentences = vec![String::new()];
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let last = sentences.len() - 1;
        sentences[last].push(if c == '\n' { ' ' } else { c });
        let ends = matches!(c, '.' | '?' | '!' | '\n' | '。');
        if ends && characters.peek().is_none_or(|next| next.is_whitespace()) {
            sentences.push(String::new());
        }
    }
    let clean = |s: String| s.split_whitespace().collect::<Vec<_>>().join(" ");
    let says_something = |s: &String| s.chars().any(char::is_alphanumeric);
    sentences.into_iter().map(clean).filter(says_something).map(|s| strip_dots(&s)).collect()
}

fn strip_dots(sentence: &str) -> String {
    sentence.trim_start_matches(['.', ' ']).to_owned()
}

/// The goals of all intents together: a sentence that only qualifies the one before belongs to its goal. Of the manner
/// that is asked of the actor only what they would do "if" is theirs to say.
pub(super) fn goals(intents: &[String], manner: &str) -> Vec<Goal> {
    let mut goals: Vec<Goal> = Vec::new();
    let mut thoughts: Vec<String> = Vec::new();
    let manner = sentences(manner).into_iter().filter(|sentence| sentence.starts_with("If "));
    let told = intents.iter().flat_map(|intent| sentences(intent));
    for sentence in told.chain(manner) {
        let (line, thought) = read(&sentence);
        thoughts.extend(thought);
        let Some(line) = line else { continue };
        match goals.last_mut().filter(|_| qualifies(&sentence)) {
            Some(goal) => goal.lines.push(line),
            None => goals.push(goal_of(&sentence, line)),
        }
    }
    if let Some(last) = goals.last_mut() {
        last.second_thoughts = thoughts;
    }
    let about = |goal: Goal| {
        let intent = goal.intent.clone();
        goal.about(&intent)
    };
    goals.into_iter().map(about).collect()
}

fn goal_of(sentence: &str, line: String) -> Goal {
    Goal {
        lines: vec![line],
        intent: sentence.to_owned(),
        conditional: sentence.starts_with("If "),
        complains: ["angry", "damaged", "upset"].iter().any(|word| sentence.contains(word)),
        ..Goal::default()
    }
}

/// What is said of a sentence, and what is thought of only when the agent asks to confirm.
fn read(sentence: &str) -> (Option<String>, Option<String>) {
    let lower = sentence.to_lowercase();
    for turn in ["but when the agent asks", "but if the agent asks"] {
        if let Some(at) = lower.find(turn).filter(|at| *at > 0) {
            let (before, after) = (&sentence[..at], &sentence[at + 4..]);
            return (spoken(before.trim_end_matches([',', ' '])), on_confirmation(after));
        }
    }
    if lower.contains("confirm") && ON_ASKED.iter().any(|start| lower.starts_with(start)) {
        return (None, on_confirmation(sentence));
    }
    (spoken(sentence), None)
}

fn spoken(sentence: &str) -> Option<String> {
    let lower = sentence.to_lowercase();
    if is_identity(sentence) || is_persona(&lower) || is_direction(&lower) {
        return None;
    }
    let said = after_the_fact(&without_asides(sentence));
    let line = first_person(&polite(&without_acting(said)));
    let line = line.trim_start_matches(['.', ' ']);
    let stopped = if line.ends_with(['.', '?', '!', ';', ':']) { "" } else { "." };
    line.contains(char::is_alphanumeric).then(|| format!("{line}{stopped}"))
}

const ON_ASKED: [&str; 5] = [
    "but when the agent asks",
    "if the agent asks",
    "when the agent asks",
    "if you are asked",
    "when you are asked",
];

/// What to say when asked to confirm: "If the agent asks for confirmation, only exchange the desk lamp."
fn on_confirmation(direction: &str) -> Option<String> {
    let (_, rest) = direction.split_once(',')?;
    let mut rest = rest.trim();
    for drop in [
        "suddenly change your mind and ask to ",
        "do not say yes immediately, because ",
        "mention that ",
        "you add another request and ",
        "say that ",
    ] {
        rest = rest.strip_prefix(drop).unwrap_or(rest);
    }
    let said = first_person(rest);
    let subject = if said.starts_with("Also want") || said.starts_with("Want") { "I " } else { "" };
    let kept = if said.starts_with("I ") || said.starts_with("I'") { said } else { lowered(&said) };
    (!kept.is_empty()).then(|| format!("Actually, {subject}{kept}"))
}

fn lowered(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| {
        first.to_lowercase().collect::<String>() + characters.as_str()
    })
}

/// Asides that tell the actor what to hide are not spoken; other asides are.
fn without_asides(sentence: &str) -> String {
    let mut spoken = sentence.to_owned();
    let mut from = 0;
    while let Some(open) = spoken[from..].find('(').map(|at| at + from) {
        let Some(close) = spoken[open..].find(')').map(|at| at + open) else { break };
        let aside = spoken[open..=close].to_lowercase();
        if ["reveal", "tell", "you know it", "do not", "don't"]
            .iter()
            .any(|word| aside.contains(word))
        {
            spoken.replace_range(open..=close, "");
        }
        from = open + 1;
        if from >= spoken.len() || !spoken.is_char_boundary(from) {
            break;
        }
    }
    for hidden in
        [" but do not reveal it to the agent", " but do not reveal it", ", but do not reveal it"]
    {
        spoken = spoken.replace(hidden, "");
    }
    spoken.split_whitespace().collect::<Vec<_>>().join(" ").replace(" .", ".").replace(" ,", ",")
}

/// "Once the agent has confirmed the changes, then you regret it": only the second half is spoken.
fn after_the_fact(sentence: &str) -> String {
    let starts = ["Once the agent", "When the agent", "After the agent"];
    match sentence.split_once(", then ").or_else(|| sentence.split_once(", ")) {
        Some((first, rest)) if starts.iter().any(|start| first.starts_with(start)) => {
            rest.to_owned()
        }
        _ => sentence.to_owned(),
    }
}

/// Stage business ("swear for a few times") is played, not announced.
fn without_acting(sentence: String) -> String {
    let mut spoken = sentence;
    for business in [
        "you are angry and swear for a few times, then ",
        "you are angry and ",
        "swear for a few times, then ",
        "and are in a bad mood",
        "Make sure you mention these at the same time.",
        "tell it to ",
        "mention that ",
    ] {
        spoken = spoken.replace(business, "");
    }
    for (order, wish) in [
        (", ask for human", ", you want to talk to a human"),
        ("otherwise ask for human", "otherwise you want to talk to a human"),
        (", agree to", ", you agree to"),
        ("Ask the agent for getting", "You want to get"),
        ("Ask the agent explicitly to", "Please"),
        ("Ask the agent to", "Please"),
        (", ask the agent to", ", please"),
        (" and ask the agent to", " and please"),
        (", ask the agent about", ", please tell me"),
        (", tell the agent to", ", please"),
        ("otherwise tell the agent to", "otherwise please"),
        (", ask to ", ", you want to "),
        ("Insist that you", "You"),
        ("Ask the agent", "You want to know"),
        ("Ask for", "You want"),
    ] {
        spoken = spoken.replace(order, wish);
    }
    spoken.split_whitespace().collect::<Vec<_>>().join(" ").replace(" .", ".")
}

/// A bare order to the actor ("Return #W1…") becomes a request.
fn polite(line: &str) -> String {
    let first = line.split(' ').next().unwrap_or_default();
    match first {
        "Return" | "Exchange" | "Cancel" | "Modify" | "Change" => {
            format!("Please {}{}", first.to_lowercase(), &line[first.len()..])
        }
        _ => line.to_owned(),
    }
}
