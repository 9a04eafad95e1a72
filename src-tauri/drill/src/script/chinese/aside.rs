//! Stage directions inside an intent: what to hide, what to answer when asked. They are taken out and obeyed.

/// An intent with its stage directions taken out.
pub(super) struct Asides {
    spoken: String,
    pub(super) directions: String,
}

impl Asides {
    pub(super) fn take(intent: &str) -> Self {
        let mut spoken = String::new();
        let mut directions = String::new();
        let mut rest = intent.trim();
        while let Some(open) = rest.find(['（', '(']) {
            let bracket = rest[open..].chars().next().map_or(1, char::len_utf8);
            spoken.push_str(&rest[..open]);
            let inside = &rest[open + bracket..];
            let (aside, after) = match inside.find(['）', ')']) {
                Some(close) => {
                    let width = inside[close..].chars().next().map_or(1, char::len_utf8);
                    (&inside[..close], &inside[close + width..])
                }
                None => ("", inside),
            };
            if is_direction(aside) {
                directions.push_str(aside);
                directions.push('\n');
            } else if aside.is_empty() {
                spoken.push('，');
            } else {
                spoken.push('（');
                spoken.push_str(aside);
                spoken.push('）');
            }
            rest = after;
        }
        spoken.push_str(rest);
        Self { spoken, directions }
    }

    /// What the customer answers when the agent has no answer: the quoted words after "你就回答".
    pub(super) fn parting(&self) -> Option<String> {
        let (_, rest) = self.directions.split_once("没有解释")?;
        let (_, rest) = rest.split_once("回答")?;
        quoted(rest).into_iter().next()
    }

    /// What the direction wants said in so many words.
    pub(super) fn explicit(&self) -> Option<String> {
        let (_, rest) = self.directions.split_once("明确提出")?;
        let end = rest.find(['，', '。', '\n']).unwrap_or(rest.len());
        Some(format!("我要{}", &rest[..end]))
    }

    /// The spoken part without what must not be told: amounts fall away, places become "那边".
    pub(super) fn hide_secrets(&self) -> String {
        let mut spoken = self.spoken.clone();
        for secret in self.secrets() {
            let amount = secret.starts_with(|c: char| c.is_ascii_digit());
            for quoted in
                [format!("“{secret}”"), format!("\"{secret}\""), format!("「{secret}」"), secret]
            {
                let stand_in = if amount { "" } else { "那边" };
                spoken = spoken.replace(&format!("降价到{quoted}"), "降价了");
                spoken = spoken.replace(&quoted, stand_in);
            }
        }
        spoken
    }

    /// Values named between "透露" and "这个信息", or quoted in a direction that forbids telling.
    fn secrets(&self) -> Vec<String> {
        let mut secrets = Vec::new();
        for direction in self.directions.lines() {
            for part in direction.split("透露").skip(1) {
                let end = ["这个信息", "这一信息", "这个情况"]
                    .iter()
                    .filter_map(|end| part.find(end))
                    .min();
                let told = end.map_or("", |end| &part[..end]);
                let told = told.trim_matches(['“', '”', '"', '‘', '’', '\'']);
                let about_knowing =
                    told.is_empty() || told.contains('你') || told.chars().count() > 30;
                if !about_knowing {
                    secrets.push(told.to_owned());
                }
            }
        }
        secrets
    }
}

fn is_direction(aside: &str) -> bool {
    ["注意", "禁止", "不知道", "透露", "如果客服"].iter().any(|word| aside.contains(word))
}

fn quoted(text: &str) -> Vec<String> {
    let parts = text.split(['“', '”', '"']).skip(1).step_by(2);
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}
