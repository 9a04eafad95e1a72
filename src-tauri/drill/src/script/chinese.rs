//! Chinese intents: "你向客服询问安装教程" becomes "想问一下安装教程".
//!
//! A clause is recognised by how it begins (who asks whom for what) and rebuilt; whatever is not recognised is still said,
//! in the first person. [`ASK`], [`PLEASE`] and [`DO_FOR_ME`] stand where the voice later puts one of several wordings.

use super::Goal;

mod aside;
mod clause;

use aside::Asides;

/// Where the customer asks: "想问一下", "咨询一下"…
pub(crate) const ASK: char = '\u{E001}';
/// Where the customer wants something done for them: "麻烦帮我", "请帮我"…
pub(crate) const DO_FOR_ME: char = '\u{E002}';
/// Where the customer wants the agent to say something: "麻烦", "请"…
pub(crate) const PLEASE: char = '\u{E003}';

/// Reads one intent; `None` when nothing of it is to be said.
pub(super) fn goal(intent: &str) -> Option<Goal> {
    let asides = Asides::take(intent);
    let mut goal = Goal {
        knows_nothing: asides.directions.contains("不知道")
            && !asides.directions.contains("自己查询"),
        withholds: ["不会透露", "不会提供", "个人信息", "自己查询"]
            .iter()
            .any(|word| asides.directions.contains(word)),
        parting: asides.parting(),
        ..Goal::default()
    };
    let spoken = asides.hide_secrets();
    for sentence in spoken.split_inclusive(['。', '！', '？', '!', '?', '\n', '；']) {
        let line = sentence_of(sentence, &mut goal);
        if line.chars().any(char::is_alphanumeric) {
            goal.lines.push(line);
        }
    }
    if let Some(extra) = asides.explicit() {
        goal.lines.push(finish(&extra));
    }
    let wishes = [ASK, DO_FOR_ME, PLEASE, '想', '要', '希', '请', '？'];
    goal.tells_only = !goal.complains && !goal.lines.iter().any(|line| line.contains(wishes));
    let anything = !goal.lines.is_empty() || goal.complains;
    anything.then(|| goal.about(intent))
}

/// One sentence in the first person; empty when nothing of it is said.
fn sentence_of(sentence: &str, goal: &mut Goal) -> String {
    let body = sentence.trim().trim_end_matches(['。', '！', '？', '!', '?', '；', '，', ',']);
    let question = sentence.trim_end().ends_with(['？', '?']);
    let mut said: Vec<String> = Vec::new();
    for clause in clauses(body) {
        let read = clause::read(&clause, goal, said.is_empty());
        if !read.is_empty() {
            said.push(read);
        }
    }
    let line = join(&said);
    if line.is_empty() {
        return line;
    }
    if question { format!("{line}？") } else { finish(&line) }
}

/// Joins clauses. A bare "想问一下" says something only where it stands last: then as "麻烦说明一下".
fn join(said: &[String]) -> String {
    let bare = ASK.to_string();
    let spoken = said.iter().enumerate().filter_map(|(at, clause)| {
        let last = at + 1 == said.len();
        if *clause != bare {
            return Some(clause.clone());
        }
        last.then(|| format!("{PLEASE}说明一下"))
    });
    spoken.collect::<Vec<_>>().join("，")
}

/// Questions end in a question mark, everything else in a full stop.
fn finish(line: &str) -> String {
    let last = line.rsplit('，').next().unwrap_or_default();
    let asks = last.contains(ASK) || last.contains("是否") || line.ends_with(['吗', '呢', '么']);
    format!("{line}{}", if asks { '？' } else { '。' })
}

/// The clauses of a sentence. Commas inside links and brackets do not divide.
fn clauses(sentence: &str) -> Vec<String> {
    let mut clauses = vec![String::new()];
    let mut depth = 0_usize;
    for c in sentence.chars() {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let last = clauses.len() - 1;
        if depth == 0 && matches!(c, '，' | ',') {
            clauses.push(String::new());
        } else {
            clauses[last].push(c);
        }
    }
    clauses.into_iter().map(|c| c.trim().to_owned()).filter(|c| !c.is_empty()).collect()
}
