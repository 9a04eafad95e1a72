//! The words: greeted, every intent dealt with, looked up and confirmed before acting, nothing that must not be said,
//! a polite end.

use backstop_domain::{
    document::DocumentKind,
    drill_run::{Check, Score},
};

use super::{check, score};
use crate::{
    actions::{self, Deed},
    drill::{Drill, Settled, TRAINEE},
    ear::{Act, Heard},
    topics::{topics, topics_of},
    view::Performed,
};

/// How much of a turn or an intent is quoted.
const QUOTED: usize = 40;

/// Judges the talk.
pub(crate) fn words(drill: &Drill) -> Score {
    let talk = Talk::of(drill);
    let mut checks = vec![talk.greeted()];
    checks.extend((0..drill.settled.len()).map(|at| talk.dealt_with(at)));
    checks.extend(talk.looked_up());
    checks.extend(talk.looked_first());
    checks.extend(talk.confirmed());
    checks.push(talk.clean(Act::Exaggerates, "没有使用极限词", "No extreme claims"));
    checks.push(talk.clean(Act::Blames, "没有指责用户", "The customer was not blamed"));
    checks.push(talk.closed());
    score(checks)
}

/// The trainee's turns, understood.
struct Talk<'a> {
    drill: &'a Drill,
    turns: Vec<(&'a str, Heard)>,
}

impl<'a> Talk<'a> {
    fn of(drill: &'a Drill) -> Self {
        let turns = drill.transcript.iter().filter(|turn| turn.who == TRAINEE);
        Self {
            drill,
            turns: turns.map(|turn| (turn.text.as_str(), Heard::listen(&turn.text))).collect(),
        }
    }

    fn say(&self, zh: &str, en: &str) -> String {
        self.drill.language().choose(zh, en).to_owned()
    }

    fn quote(&self, text: &str) -> String {
        let short: String = text.chars().take(QUOTED).collect();
        let cut = if short.len() < text.len() { "…" } else { "" };
        match self.drill.language() {
            crate::script::Language::Chinese => format!("“{short}{cut}”"),
            crate::script::Language::English => format!("\"{short}{cut}\""),
        }
    }

    fn silence(&self) -> String {
        self.say("没有说话", "nothing was said")
    }

    fn greeted(&self) -> Check {
        let name = self.say("先问候用户", "Greeted the customer first");
        let Some((text, heard)) = self.turns.first() else {
            return check(name, false, self.silence());
        };
        check(name, heard.does(Act::Greets), self.quote(text))
    }

    fn closed(&self) -> Check {
        let name = self.say("礼貌地结束对话", "Closed politely");
        let Some((text, heard)) = self.turns.last() else {
            return check(name, false, self.silence());
        };
        check(name, heard.does(Act::Closes), self.quote(text))
    }

    fn dealt_with(&self, at: usize) -> Check {
        let intent = self.drill.script.goals.get(at).map_or("", |goal| goal.intent.as_str());
        let name = format!("{}{}", self.say("回应诉求：", "Dealt with: "), self.quote(intent));
        match self.drill.settled.get(at) {
            Some(Settled::At(turn)) => {
                let text = self.drill.transcript.get(*turn).map_or("", |turn| turn.text.as_str());
                check(name, true, self.quote(text))
            }
            Some(Settled::GivenUp) => check(
                name,
                false,
                self.say("用户等不到答复，放弃了", "the customer gave up waiting for an answer"),
            ),
            _ => check(name, false, self.say("没有谈到", "the talk never got there")),
        }
    }

    /// Every fact that the scenario wants known was looked up or viewed.
    fn looked_up(&self) -> Option<Check> {
        let wanted = actions::expected_lookups(&self.drill.scenario);
        if wanted.is_empty() {
            return None;
        }
        let missing: Vec<String> = wanted
            .iter()
            .filter(|deed| !self.knows(deed))
            .map(|deed| {
                actions::title(
                    actions::spec_of(&self.drill.scenario, deed).as_ref(),
                    deed,
                    self.drill.language(),
                )
            })
            .collect();
        let name = self.say("查询了需要的信息", "Looked up what had to be known");
        let why = if missing.is_empty() {
            self.say("都查过，或在屏幕上看过", "all of it was looked up or on the screen")
        } else {
            format!(
                "{}{}",
                self.say("没有查：", "not looked up: "),
                missing.join(self.drill.language().choose("、", "; "))
            )
        };
        Some(check(name, missing.is_empty(), why))
    }

    fn knows(&self, wanted: &Deed) -> bool {
        let same = |performed: &Performed| performed.done && Deed::of(&performed.action) == *wanted;
        self.drill.performed.iter().any(same) || self.has_seen(wanted)
    }

    /// Whether a document that holds the answer was on the trainee's screen.
    fn has_seen(&self, wanted: &Deed) -> bool {
        let seen = |kind: DocumentKind, id: &str| {
            self.drill.seen.contains(&(kind.code().to_owned(), id.to_owned()))
        };
        let any = |kind: DocumentKind| self.drill.seen.iter().any(|(code, _)| code == kind.code());
        let argument = |name: &str| wanted.arguments.get(name).map(String::as_str);
        let product = argument("product_id").or_else(|| argument("original_product_id"));
        match wanted.name.as_str() {
            "get_discount_info" => any(DocumentKind::Article),
            "manage_ecard" if wanted.mode() == "信息查询" => any(DocumentKind::Article),
            "manage_ecard"
            | "get_user_info"
            | "get_user_details"
            | "find_user_id_by_email"
            | "find_user_id_by_name_zip" => any(DocumentKind::Customer),
            "compare_products_info" => {
                let ids = argument("product_ids").unwrap_or_default();
                ids.split(' ').all(|id| seen(DocumentKind::Product, id))
            }
            _ => match (product, argument("order_id")) {
                (Some(product), _) => seen(DocumentKind::Product, product),
                (None, Some(order)) => seen(DocumentKind::Order, order),
                (None, None) => false,
            },
        }
    }

    /// No order was changed unseen.
    fn looked_first(&self) -> Option<Check> {
        let mut blind = Vec::new();
        let mut changed_any = false;
        for performed in self.changes() {
            let deed = Deed::of(&performed.action);
            let Some(order) = deed.arguments.get("order_id") else { continue };
            changed_any = true;
            let looked = |other: &Performed| {
                let other_deed = Deed::of(&other.action);
                let same_order = other_deed.arguments.get("order_id") == Some(order);
                let own = other.answer.contains(order.as_str()) && other.done;
                other.at_turn <= performed.at_turn
                    && other != performed
                    && (own || (!other.changes && same_order))
            };
            let seen = self.has_seen_order(order);
            if !seen && !self.drill.performed.iter().any(looked) {
                blind.push(performed.title.clone());
            }
        }
        let name = self.say("先查订单再办理", "Looked at the order before changing it");
        let why = if blind.is_empty() {
            self.say("办理前都查看过", "each order was looked at first")
        } else {
            format!("{}{}", self.say("没有先查看：", "not looked at first: "), blind.join("; "))
        };
        changed_any.then(|| check(name, blind.is_empty(), why))
    }

    fn has_seen_order(&self, order: &str) -> bool {
        let kind = DocumentKind::Order.code();
        self.drill.seen.iter().any(|(code, id)| code == kind && id.eq_ignore_ascii_case(order))
    }

    /// Every change was put to the customer first, and the customer said yes.
    fn confirmed(&self) -> Vec<Check> {
        let language = self.drill.language();
        let one = |performed: &Performed| {
            let deed = Deed::of(&performed.action);
            let about = topics_of(&deed);
            let asked = self.drill.confirmed.iter().find(|confirmed| {
                let shared = topics(&confirmed.folded).iter().any(|topic| about.contains(topic));
                let order = deed.arguments.get("order_id");
                let named =
                    order.is_some_and(|order| confirmed.folded.contains(&order.to_lowercase()));
                confirmed.turn < performed.at_turn && (shared || named || about.is_empty())
            });
            let name = format!(
                "{}{}",
                language.choose("办理前请用户确认：", "Confirmed before acting: "),
                performed.title
            );
            let why = match asked.and_then(|confirmed| self.drill.transcript.get(confirmed.turn)) {
                Some(turn) => self.quote(&turn.text),
                None => {
                    self.say("用户没有确认过就办理了", "it was done without the customer's yes")
                }
            };
            check(name, asked.is_some(), why)
        };
        self.changes().map(one).collect()
    }

    fn changes(&self) -> impl Iterator<Item = &Performed> {
        self.drill.performed.iter().filter(|performed| performed.changes && performed.done)
    }

    /// Nothing of a kind was said.
    fn clean(&self, act: Act, zh: &str, en: &str) -> Check {
        let name = self.say(zh, en);
        if self.turns.is_empty() {
            return check(name, false, self.silence());
        }
        let found = self.turns.iter().find_map(|(text, heard)| Some((text, heard.sign(act)?)));
        match found {
            Some((text, sign)) => {
                let quoted = self.quote(text);
                let why = self
                    .drill
                    .language()
                    .choose(format!("说了“{sign}”：{quoted}"), format!("\"{sign}\" in {quoted}"));
                check(name, false, why)
            }
            None => check(name, true, self.say("没有发现", "none found")),
        }
    }
}
