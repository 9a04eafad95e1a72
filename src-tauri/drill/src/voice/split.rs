//! Cutting one message into the short ones of a customer who writes in bursts.

use crate::script::Language;

/// At most three pieces. A cut falls only between sentences, or before a Chinese word after a comma outside brackets.
pub(super) fn pieces(line: &str, language: Language) -> Vec<String> {
    let parts = match language {
        Language::Chinese => chinese_parts(line),
        Language::English => super::sentences(line),
    };
    let mut pieces: Vec<String> = Vec::new();
    let wanted = parts.len().clamp(1, 3);
    let each = line.chars().count().div_ceil(wanted);
    for part in parts {
        let room = pieces.len() < wanted;
        match pieces.last_mut() {
            Some(last) if !room || last.chars().count() + part.chars().count() <= each => {
                last.push_str(&part);
            }
            _ => pieces.push(part),
        }
    }
    let trimmed = pieces.into_iter().map(|piece| piece.trim_end_matches('，').trim().to_owned());
    trimmed.filter(|piece| !piece.is_empty()).collect()
}

fn chinese_parts(line: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut depth = 0_usize;
    let mut characters = line.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '（' | '(' | '“' => depth += 1,
            '）' | ')' | '”' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let last = parts.len() - 1;
        parts[last].push(c);
        let before_word =
            characters.peek().is_some_and(|next| ('\u{4E00}'..='\u{9FFF}').contains(next));
        if depth == 0 && c == '，' && before_word && parts[last].chars().count() > 6 {
            parts.push(String::new());
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_message_becomes_two_or_three_short_ones() {
        let line = "我购买了一款商品：https://item.jd.com/100042754736.html，但安装十分麻烦，你们看看怎么办。";
        let cut = pieces(line, Language::Chinese);
        assert!((2..=3).contains(&cut.len()), "{cut:?}");
        assert!(cut[0].contains("100042754736.html"), "the link stays whole: {cut:?}");
        assert_eq!(pieces("好的。", Language::Chinese), ["好的。"]);
    }

    #[test]
    fn lists_of_numbers_are_not_cut() {
        let line = "商品ID分别为：100138880716，100131723700，100195837652。";
        assert_eq!(pieces(line, Language::Chinese), [line]);
    }
}
