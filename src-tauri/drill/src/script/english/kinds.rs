//! What an English sentence of a scenario is: who the customer is, how they are, how to act, or something to say.

/// Whether a sentence says who the customer is.
pub(crate) fn is_identity(sentence: &str) -> bool {
    let starts = [
        "You are ",
        "Your name",
        "You name",
        "You live in",
        "You're ",
        "Your zip",
        "Your email",
        "Your user",
    ];
    if !starts.iter().any(|start| sentence.starts_with(start)) {
        return false;
    }
    let words = ["zip", "email", "@", "called", "name is", "live in", "living in", "_"];
    let named = sentence
        .strip_prefix("You are ")
        .or_else(|| sentence.strip_prefix("You're "))
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()));
    named || words.iter().any(|word| sentence.contains(word))
}

/// Whether a sentence says how the customer is, which is shown and not said.
pub(super) fn is_persona(lower: &str) -> bool {
    let habits = [
        "you like to ",
        "you speak ",
        "you sound ",
        "you tend to ",
        "you randomly ",
        "you say ",
        "you often ",
        "you're a ",
    ];
    let purposes = ["angry about", "angry at", "certain", "because", "looking", "trying"];
    let is_so = lower.starts_with("you are ") && !purposes.iter().any(|p| lower.contains(p));
    is_so
        || habits.iter().any(|start| lower.starts_with(start))
        || lower.contains("do not want to reveal much")
        || lower.contains("does not want to reveal much")
}

/// Whether a sentence tells the actor how to act.
pub(super) fn is_direction(lower: &str) -> bool {
    let starts = [
        "make sure",
        "do not ",
        "don't ",
        "make everything",
        "if the agent asks",
        "if the agent confirms",
        "if the agent provides",
        "if the agent wants",
        "you do not want to reveal",
        "you don't want to reveal",
        "you do not remember",
        "you don't remember",
        "you do not know your",
        "you don't know your",
        "you don't have an email",
        "you do not have an email",
        "you will ask",
        "only provide",
        "be ",
        "when asked",
        "if asked",
        "provide all",
        "try to ",
        "as you are interacting",
        "when the agent asks",
        "if that doesn't work",
        "if that does not work",
        "never ",
        "always ",
        "reveal ",
        "pretend ",
        "the agent ",
        "say things",
    ];
    starts.iter().any(|start| lower.starts_with(start))
}

/// Whether a sentence belongs to the wish before it.
pub(super) fn qualifies(sentence: &str) -> bool {
    let starts = [
        "If ",
        "IF ",
        "You prefer",
        "You only care",
        "You are certain",
        "You like",
        "PayPal",
        "Original",
        "But ",
        "Because",
        "In that case",
        "You do not",
        "You don't",
        "It ",
        "They ",
        "You have two",
        "You'd prefer",
        "However",
        "Otherwise",
        "You are not",
        "Either",
    ];
    starts.iter().any(|start| sentence.starts_with(start))
}
