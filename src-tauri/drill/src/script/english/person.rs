//! From "you" to "I": the actor becomes the customer, the agent becomes "you".

/// The sentence with the actor as "I" and the agent as "you".
pub(super) fn first_person(sentence: &str) -> String {
    let words: Vec<&str> = sentence.split(' ').filter(|word| !word.is_empty()).collect();
    let mut spoken: Vec<String> = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let (open, word) =
            word.split_at(word.len() - word.trim_start_matches(['(', '"', '\'']).len());
        let (bare, tail) = bare(word);
        let lower = bare.to_lowercase();
        let next = words.get(at + 1).map(|word| self::bare(word)).unwrap_or_default();
        at += 1;
        if lower == "the" && matches!(next.0.to_lowercase().as_str(), "agent" | "agent's") {
            let owner = next.0.ends_with("'s");
            spoken.push(format!("{}{}", if owner { "your" } else { "you" }, next.1));
            at += 1;
            if let Some(verb) = words.get(at).and_then(|verb| plural(verb)).filter(|_| !owner) {
                spoken.push(verb);
                at += 1;
            }
            continue;
        }
        let before = spoken.last().map(|word| word.to_lowercase()).unwrap_or_default();
        let turned = turn(&lower, &before);
        let verb = first_person_verb(next.0).filter(|_| lower == "you" && turned == Some("I"));
        if let Some(verb) = verb {
            spoken.push(format!("{open}I{tail}"));
            spoken.push(format!("{verb}{}", next.1));
            at += 1;
            continue;
        }
        let turned = turned.map_or_else(|| word.to_owned(), |turned| format!("{turned}{tail}"));
        spoken.push(format!("{open}{turned}"));
    }
    capitalised(&spoken.join(" "))
}

fn bare(word: &str) -> (&str, &str) {
    let end = word
        .rfind(|c: char| c.is_alphanumeric() || c == ')')
        .map_or(0, |at| at + word[at..].chars().next().map_or(1, char::len_utf8));
    word.split_at(end)
}

/// The first person of a word that means the actor; `None` for every other word.
fn turn(lower: &str, before: &str) -> Option<&'static str> {
    let object = [
        "to", "for", "with", "give", "gives", "tell", "tells", "help", "helps", "from", "let",
        "lets", "ask", "asks", "charge", "offer", "offers", "told", "of", "allow", "allows",
        "between",
    ];
    Some(match lower {
        "you" if object.contains(&before) => "me",
        "you" => "I",
        "your" => "my",
        "yours" => "mine",
        "yourself" => "myself",
        "you're" => "I'm",
        "you'd" => "I'd",
        "you've" => "I've",
        "you'll" => "I'll",
        _ => return None,
    })
}

fn first_person_verb(verb: &str) -> Option<&'static str> {
    Some(match verb {
        "are" => "am",
        "were" => "was",
        "aren't" => "am not",
        "weren't" => "wasn't",
        _ => return None,
    })
}

/// The verb after "the agent" as it is after "you".
fn plural(verb: &str) -> Option<String> {
    let (bare, tail) = bare(verb);
    let turned = match bare {
        "is" => "are".to_owned(),
        "has" => "have".to_owned(),
        "does" => "do".to_owned(),
        "doesn't" => "don't".to_owned(),
        "says" | "gives" | "provides" | "wants" | "needs" | "tells" | "asks" | "allows"
        | "finds" | "offers" | "refuses" | "confirms" | "denies" => {
            bare.trim_end_matches('s').to_owned()
        }
        _ => return None,
    };
    Some(format!("{}{tail}", if bare == "denies" { "deny".to_owned() } else { turned }))
}

fn capitalised(text: &str) -> String {
    let mut characters = text.trim().chars();
    characters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + characters.as_str()
    })
}
