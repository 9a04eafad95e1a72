//! One clause: recognised by who asks whom for what, and rebuilt in the first person.

use super::{ASK, DO_FOR_ME, PLEASE};
use crate::script::Goal;

/// Stands for "你们" (the shop) while "你" (the actor) becomes "我".
const SHOP: char = '\u{E000}';

const OPENERS: [&str; 18] = [
    "之后",
    "此外",
    "另外",
    "同时",
    "最后",
    "然后",
    "接着",
    "现在",
    "于是",
    "并且",
    "首先",
    "其次",
    "后来",
    "所以",
    "因此",
    "那么",
    "接下来",
    "随后",
];

/// An opener falls away where the actor's "你" or nothing follows: the voice has its own.
fn without_openers(clause: &str) -> &str {
    let mut clause = clause.trim();
    loop {
        let next = OPENERS.iter().find_map(|opener| {
            let rest = clause.strip_prefix(opener)?.trim_start();
            let falls = rest.is_empty()
                || rest.starts_with(['你', '向'])
                || rest.starts_with("要求")
                || rest.starts_with("让客服");
            falls.then_some(rest)
        });
        match next {
            Some(rest) => clause = rest,
            None => return clause,
        }
    }
}

/// One clause in the first person; empty when it is not to be said.
pub(super) fn read(clause: &str, goal: &mut Goal, first: bool) -> String {
    let clause = without_openers(clause);
    let clause = clause.strip_prefix("因为").filter(|_| first).unwrap_or(clause);
    if is_stage_business(clause) {
        return String::new();
    }
    if ["如果", "若", "假如"].iter().any(|word| clause.starts_with(word)) {
        goal.conditional = true;
    }
    let (clause, complains) = without_complaint(clause);
    goal.complains |= complains;
    let rebuilt = proposal(&clause)
        .or_else(|| question(&clause))
        .or_else(|| request(&clause))
        .unwrap_or_else(|| wish(&clause));
    first_person(&rebuilt)
}

/// What the actor is told to do if asked; the customer reacts to it when it happens, and does not announce it.
fn is_stage_business(clause: &str) -> bool {
    let conditions = ["如果客服询问", "如果客服问", "如果客服要求", "如果客服提供", "如果客服索要"];
    conditions.iter().any(|start| clause.starts_with(start))
        || ["你会拒绝", "你就回答", "你会回答", "同时给出理由"].contains(&clause)
        || clause.starts_with("你就回答")
        || clause.starts_with("你应该说")
}

/// Complaining is done, not announced.
fn without_complaint(clause: &str) -> (String, bool) {
    let announced = [
        "对此你向客服进行抱怨",
        "你会对此产生抱怨",
        "你向客服进行抱怨",
        "你向客服抱怨",
        "你向客服埋怨",
        "你会向客服抱怨",
        "你会向客服埋怨",
        "对此你向客服抱怨",
        "对此进行抱怨",
        "你对此抱怨",
    ];
    if announced.contains(&clause) {
        return (String::new(), true);
    }
    let mut said = clause.to_owned();
    let mut complains = false;
    for tail in ["向客服进行抱怨", "向客服抱怨", "向客服埋怨", "向客服反馈", "向客服投诉"]
    {
        if let Some(rest) = said.strip_suffix(tail) {
            said = rest.trim_end().to_owned();
            complains = true;
        }
    }
    for start in ["同时抱怨", "并抱怨", "抱怨"] {
        if let Some(rest) = said.strip_prefix(start) {
            said = format!("而且{rest}");
            complains = true;
        }
    }
    (said, complains)
}

/// "向客服提出换货申请" is "我要申请换货".
fn proposal(clause: &str) -> Option<String> {
    let (before, rest) = clause.split_once("向客服提出")?;
    let (what, after) = rest.split_once("申请")?;
    let head = before.trim_end_matches(['会', '你']).trim_end_matches("所以");
    let head = head.trim_end_matches(['并', '就']);
    let what = what.trim_start_matches("这个");
    Some(format!("{head}我要申请{}{after}", if what.is_empty() { "" } else { what }))
}

/// Strips one of the words if the text starts with it.
fn skip<'a>(text: &'a str, words: &[&str]) -> &'a str {
    words.iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text).trim_start()
}

const MODALS: [&str; 15] = [
    "选择", "想要", "还想", "想", "会", "将", "又", "还", "需要", "希望", "决定", "打算", "正在",
    "准备", "就",
];
const MANNER: [&str; 6] = ["仔细", "一一", "再次", "直接", "继续", "详细"];

/// Who asks whom: "你想向客服", "你会", "并"… falls away before a verb of asking.
fn question(clause: &str) -> Option<String> {
    let (condition, clause) = conditional_head(clause);
    let mut rest = skip(skip(clause, &["并", "再"]), &["你"]);
    loop {
        let next = skip(rest, &MODALS);
        if next.len() == rest.len() || is_question_verb(rest) {
            break;
        }
        rest = next;
    }
    rest = skip(rest, &["向客服", "跟客服", "和客服", "问客服"]);
    let each = rest.starts_with("一一");
    rest = skip(rest, &MANNER);
    let verbs = [
        "询问了",
        "询问",
        "想问问",
        "咨询客服",
        "咨询",
        "问问",
        "问一下",
        "想知道",
        "知道",
        "想问",
        "问",
    ];
    let what = verbs.iter().find_map(|verb| rest.strip_prefix(verb))?;
    let what = skip(skip(what, &["了"]), &["客服", "一下"]);
    Some(format!("{condition}{ASK}{what}{}", if each { "，一个一个说吧" } else { "" }))
}

fn is_question_verb(text: &str) -> bool {
    ["想知道", "想问"].iter().any(|verb| text.starts_with(verb))
}

/// A condition that shares its clause with the question ("如果没有你会咨询…") stays in front.
fn conditional_head(clause: &str) -> (String, &str) {
    match clause.find("你会").filter(|_| clause.starts_with("如果")) {
        Some(at) => (format!("{}，", &clause[..at]), &clause[at..]),
        None => (String::new(), clause),
    }
}

/// "你要求客服取消订单" is "麻烦帮我取消订单".
fn request(clause: &str) -> Option<String> {
    let rest = skip(skip(clause, &["并", "再"]), &["你"]);
    let rest = skip(rest, &["会", "想要", "想", "希望", "需要", "还"]);
    let asked = [
        "要求客服",
        "让客服",
        "请客服",
        "希望客服",
        "要客服",
        "需要客服",
        "叫客服",
        "要求他",
        "让他",
        "客服",
    ];
    let what = asked.iter().find_map(|who| rest.strip_prefix(who))?;
    if rest.starts_with("客服") && !clause.contains("希望客服") {
        return None;
    }
    let what = skip(what, &["帮你", "帮我", "为你", "替你", "帮忙", "帮"]);
    let said = ["发给", "提供", "说", "解释", "推荐", "回顾", "介绍", "说明", "告诉"];
    let mark = if said.iter().any(|verb| what.starts_with(verb)) { PLEASE } else { DO_FOR_ME };
    Some(format!("{mark}{what}"))
}

/// Every other clause: the actor's plans become wishes.
fn wish(clause: &str) -> String {
    let turns = [
        ("你希望", "我想"),
        ("你想要", "我想"),
        ("你会选择下单", "我就下单"),
        ("你会选择", "我选"),
        ("你将", "我要"),
        ("你会", "我"),
        ("你需要提醒他", "要提醒一下"),
        ("你需要", "我要"),
        ("你计划", "我打算"),
        ("你苦于安装", "安装让我很头疼"),
        ("并希望", "我想"),
        ("希望", "希望"),
        ("计划", "我打算"),
        ("你确认", "我想确认"),
    ];
    let found = turns.iter().find_map(|(from, to)| Some((to, clause.strip_prefix(from)?)));
    let said = found.map_or_else(|| clause.to_owned(), |(to, rest)| format!("{to}{rest}"));
    said.replace("并让客服", &format!("，{DO_FOR_ME}"))
}

/// "你" is the customer, "客服" and what belongs to it is the shop.
fn first_person(clause: &str) -> String {
    let shop = SHOP.to_string();
    let turned = clause
        .replace("客服的方法", &format!("{shop}的方法"))
        .replace("你们", &shop)
        .replace("客服", &shop)
        .replace("你", "我")
        .replace("帮我帮我", "帮我")
        .replace("我希望我", "我希望")
        .replace("，，", "，");
    turned.replace(SHOP, "你们")
}
