//! Chinese names in Latin letters: what a person types for 宋敬明 without an input method, `sjm` or `songjingming`.

use pinyin::ToPinyinMulti;

use crate::normal::Folded;
use crate::pieces::{Kind, pieces};

/// Longer runs are not names of people.
const LONGEST: usize = 6;
/// How many ways to read one name are kept; most names have one.
const READINGS: usize = 12;

/// What the Chinese names in `text` are found by besides themselves, as tokens for the index separated by spaces: the
/// initials, the whole name and the given name in one word, and each syllable. A character with several readings
/// counts with each of them, because a surname often has one of its own.
pub fn name_tokens(text: &str) -> String {
    let chars = Folded::chars_of(text);
    let mut tokens: Vec<String> = Vec::new();
    for piece in pieces(&chars).filter(|piece| piece.kind == Kind::Run) {
        if piece.range.len() <= LONGEST {
            add_name(&chars[piece.range], &mut tokens);
        }
    }
    tokens.join(" ")
}

/// What to sort names by, so that a list of them reads like a Chinese directory: by the usual reading of each character,
/// Latin letters and digits among them by themselves.
pub fn sort_key(name: &str) -> String {
    let mut key = String::new();
    for c in name.trim().chars() {
        match syllables(c).and_then(|readings| readings.into_iter().next()) {
            Some(reading) => key.extend([reading.as_str(), " "]),
            None => key.extend(c.to_lowercase()),
        }
    }
    key
}

fn add_name(name: &[char], tokens: &mut Vec<String>) {
    let Some(syllables) = name.iter().map(|&c| syllables(c)).collect::<Option<Vec<_>>>() else {
        return;
    };
    for reading in readings(&syllables) {
        let initials = reading.iter().filter_map(|syllable| syllable.chars().next()).collect();
        let words =
            reading.iter().cloned().chain([initials, reading.concat(), reading[1..].concat()]);
        for word in words.filter(|word| !word.is_empty()) {
            if !tokens.contains(&word) {
                tokens.push(word);
            }
        }
    }
}

/// How a character is read, without tones; nothing for what is not Chinese.
fn syllables(c: char) -> Option<Vec<String>> {
    let mut syllables: Vec<String> = Vec::new();
    for reading in c.to_pinyin_multi()? {
        // Keyboards have no ü; input methods take v for it.
        let syllable = reading.plain().replace('ü', "v");
        if syllable.is_ascii() && !syllables.contains(&syllable) {
            syllables.push(syllable);
        }
    }
    (!syllables.is_empty()).then_some(syllables)
}

/// The ways to read a name; of very many only the first.
fn readings(syllables: &[Vec<String>]) -> Vec<Vec<String>> {
    let mut readings = vec![Vec::new()];
    for choice in syllables {
        let longer = readings.iter().flat_map(|begun: &Vec<String>| {
            choice.iter().map(move |syllable| [&begun[..], std::slice::from_ref(syllable)].concat())
        });
        readings = longer.take(READINGS).collect();
    }
    readings
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn has(text: &str, word: &str) -> bool {
        name_tokens(text).split(' ').any(|token| token == word)
    }

    #[test]
    fn a_name_is_known_by_initials_syllables_and_as_one_word() {
        assert_eq!(
            name_tokens("宋敬明"),
            "song jing ming sjm songjingming jingming meng songjingmeng jingmeng",
            "each once, the usual reading first"
        );
        for (name, word) in [
            ("單雄信", "sxx"),
            ("单雄信", "danxiongxin"),
            ("曾小贤", "zengxiaoxian"),
            ("吕布", "lvbu"),
            ("欧阳娜娜", "oynn"),
            ("cnjd喜哥2号", "xige"),
        ] {
            assert!(has(name, word), "{word} is typed for {name}: {}", name_tokens(name));
        }
    }

    #[test]
    fn names_are_sorted_as_they_are_read() {
        let mut names = ["宋敬明", "Noah Brown", "侯采薇", "宋翼然", "amy", "常怀瑾", "孙允文"];
        names.sort_by_key(|name| sort_key(name));
        assert_eq!(names, ["amy", "常怀瑾", "侯采薇", "Noah Brown", "宋敬明", "宋翼然", "孙允文"]);
    }

    #[test]
    fn what_is_not_a_chinese_name_gives_nothing() {
        for text in ["", "Noah Brown", "155****4614", "さくら", "홍길동", "美的国家补贴电热水器"]
        {
            assert_eq!(name_tokens(text), "", "{text} has no name to spell");
        }
    }

    proptest! {
        #[test]
        fn any_text_gives_few_plain_words(text in "\\PC{0,60}|[一-龥]{0,12}") {
            let tokens = name_tokens(&text);
            prop_assert!(tokens.chars().all(|c| c.is_ascii_lowercase() || c == ' '), "{tokens:?}");
            prop_assert!(tokens.len() <= (text.chars().count() + 1) * 400, "{} bytes", tokens.len());
        }
    }
}
