//! What the customer knows and may be asked for. What is not here they do not know.

use backstop_domain::scenario::Scenario;
use backstop_lens::normal::fold;
use serde::{Deserialize, Serialize};

use super::Goal;

/// A number that the customer mentions, and in which goal (counted from 0).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Mention {
    pub(crate) goal: usize,
    pub(crate) number: String,
}

/// The facts of a scenario, sorted by what an agent may ask for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Known {
    pub(crate) orders: Vec<Mention>,
    pub(crate) products: Vec<Mention>,
    pub(crate) phone: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) zip: Option<String>,
    /// The account name that a scenario gives to its customer.
    pub(crate) account: Option<String>,
    pub(crate) address: Option<String>,
    pub(crate) links: Vec<Mention>,
    /// How they want to pay or be paid back: the words of the scenario's actions.
    pub(crate) payment: Option<String>,
    /// Why they cancel, where the shop wants to know.
    pub(crate) reason: Option<String>,
}

impl Known {
    pub(super) fn of(scenario: &Scenario, goals: &[Goal]) -> Self {
        let mut known = Self::default();
        for (at, goal) in goals.iter().enumerate() {
            for line in &goal.lines {
                known.read_numbers(at, line);
            }
        }
        let about = [&scenario.persona.kind, &scenario.persona.style];
        for intent in about.into_iter().chain(&scenario.intents) {
            known.read_person(intent);
            known.read_answers(intent);
        }
        known.read_actions(scenario);
        known
    }

    fn read_numbers(&mut self, goal: usize, line: &str) {
        for (_, link) in links(line) {
            if !link.contains("item.") {
                self.links.push(Mention { goal, number: link.to_owned() });
            }
        }
        for (start, number) in numbers(line) {
            let mention = Mention { goal, number: number.to_owned() };
            match kind_of(&line[..start]) {
                Some(Kind::Order) => self.orders.push(mention),
                Some(Kind::Product) => self.products.push(mention),
                Some(Kind::Phone) => self.phone = self.phone.take().or(Some(mention.number)),
                None => {}
            }
        }
    }

    fn read_person(&mut self, intent: &str) {
        let first = |had: &mut Option<String>, found: Option<String>| {
            if had.is_none() {
                *had = found;
            }
        };
        first(&mut self.email, email(intent));
        first(&mut self.zip, english_zip(intent));
        first(&mut self.account, account(intent));
        first(&mut self.name, english_name(intent).or_else(|| after(intent, &["名字是", "名字"])));
        first(&mut self.address, after_quoted(intent, &["地址改为", "地址为", "修改为"]));
    }

    /// "When asked for order ID, provide 9502127 first."
    fn read_answers(&mut self, intent: &str) {
        let told = super::english::sentences(intent);
        for sentence in told.iter().filter(|s| s.starts_with("When asked for order")) {
            for (_, number) in numbers(sentence) {
                self.orders.push(Mention { goal: 0, number: number.to_owned() });
            }
        }
    }

    fn read_actions(&mut self, scenario: &Scenario) {
        let text = |name: &str| {
            scenario.actions.iter().find_map(|a| a.arguments.get(name)?.as_str()).map(str::to_owned)
        };
        self.reason = text("reason");
        self.payment = text("payment").or_else(|| {
            let method = text("payment_method_id")?;
            let kinds =
                [("paypal", "PayPal"), ("credit", "my credit card"), ("gift", "my gift card")];
            let kind = kinds.iter().find(|(code, _)| method.starts_with(code))?;
            Some(kind.1.to_owned())
        });
    }

    /// The order the customer means while at `goal`: named there, or the last one named before.
    pub(crate) fn order_at(&self, goal: usize) -> Option<&str> {
        latest(&self.orders, goal)
    }

    /// The product the customer means while at `goal`.
    pub(crate) fn product_at(&self, goal: usize) -> Option<&str> {
        latest(&self.products, goal)
    }

    /// The picture the customer has for `goal`.
    pub(crate) fn link_at(&self, goal: usize) -> Option<&str> {
        latest(&self.links, goal)
    }

    /// Every order number that may come up: those the customer names.
    pub(crate) fn names_order(&self, number: &str) -> bool {
        self.orders.iter().any(|mention| mention.number == number)
    }
}

fn latest(mentions: &[Mention], goal: usize) -> Option<&str> {
    let before = mentions.iter().filter(|mention| mention.goal <= goal);
    before.max_by_key(|mention| mention.goal).map(|mention| mention.number.as_str())
}

enum Kind {
    Order,
    Product,
    Phone,
}

/// What a number is, from the nearest word before it that says so.
fn kind_of(before: &str) -> Option<Kind> {
    let before = fold(before);
    let words = [
        ("订单", Kind::Order),
        ("order", Kind::Order),
        ("#w", Kind::Order),
        ("商品", Kind::Product),
        ("item.", Kind::Product),
        ("看上", Kind::Product),
        ("改购", Kind::Product),
        ("型号", Kind::Product),
        ("product", Kind::Product),
        ("电话", Kind::Phone),
        ("手机", Kind::Phone),
        ("item", Kind::Product),
    ];
    let placed = words.into_iter().filter_map(|(word, kind)| Some((before.rfind(word)?, kind)));
    placed.max_by_key(|(at, _)| *at).map(|(_, kind)| kind)
}

/// Runs of at least six digits outside pictures' links and names (`paypal_123456`), with where they start; with their `#W` where they have one.
pub(crate) fn numbers(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(|c: char| c.is_ascii_digit()).map(|i| i + at) {
        let length = text[start..].find(|c: char| !c.is_ascii_digit());
        let end = length.map_or(text.len(), |length| start + length);
        at = end;
        let inside_link = links(text).into_iter().any(|(from, link)| {
            !link.contains("item.") && (from..from + link.len()).contains(&start)
        });
        let of_a_name = text[..start].ends_with('_');
        if end - start >= 6 && !inside_link && !of_a_name {
            let start = if ["#W", "#w"].iter().any(|mark| text[..start].ends_with(mark)) {
                start - 2
            } else {
                start
            };
            found.push((start, &text[start..end]));
        }
    }
    found
}

/// Links in the text, with where they start: from `http` to the first character that no link has.
pub(crate) fn links(text: &str) -> Vec<(usize, &str)> {
    let starts = text.match_indices("http").map(|(at, _)| at);
    let cut = |start: usize| {
        let rest = &text[start..];
        let end = rest.find(|c: char| !c.is_ascii_graphic() || matches!(c, ',' | ';' | ')'));
        (start, rest[..end.unwrap_or(rest.len())].trim_end_matches('.'))
    };
    starts.map(cut).filter(|(_, link)| link.contains("://")).collect()
}

fn email(text: &str) -> Option<String> {
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | ';'));
    let mut words = words.map(|word| word.trim_end_matches('.'));
    words.find(|word| word.contains('@') && word.is_ascii()).map(str::to_owned)
}

fn digits_words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit()))
}

/// A zip code: five digits in a sentence about the person.
fn english_zip(text: &str) -> Option<String> {
    let about = super::english::sentences(text);
    let about = about.iter().filter(|sentence| super::english::is_identity(sentence));
    let mut zips = about.flat_map(|sentence| digits_words(sentence));
    zips.find(|word| word.len() == 5).map(str::to_owned)
}

fn account(text: &str) -> Option<String> {
    let rest = &text[text.find("You are ")? + 8..];
    let word = rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next()?;
    word.contains('_').then(|| word.to_owned())
}

/// One to three capitalised words after "name is", "called" or "You are".
fn english_name(text: &str) -> Option<String> {
    let starts = ["name is ", "called ", "You are "];
    starts.iter().find_map(|start| {
        let rest = &text[text.find(start)? + start.len()..];
        let words =
            rest.split(' ').take_while(|word| word.starts_with(|c: char| c.is_ascii_uppercase()));
        let mut name = Vec::new();
        for word in words.take(3) {
            name.push(word.trim_end_matches([',', '.']));
            if word.ends_with([',', '.']) {
                break;
            }
        }
        (name.len() >= 2).then(|| name.join(" "))
    })
}

fn after(text: &str, marks: &[&str]) -> Option<String> {
    marks.iter().find_map(|mark| {
        let rest = &text[text.find(mark)? + mark.len()..];
        let rest = rest.trim_start_matches(['：', ':', '为']);
        let end = rest.find(['，', '。', '、', ',', '）', ')']).unwrap_or(rest.len());
        let value = rest[..end].trim();
        let count = value.chars().count();
        (2..=4).contains(&count).then(|| value.to_owned()).filter(|v| !v.contains("信息"))
    })
}

fn after_quoted(text: &str, marks: &[&str]) -> Option<String> {
    marks.iter().find_map(|mark| {
        let rest = text[text.find(mark)? + mark.len()..].trim_start();
        let mut quoted = rest.split(['“', '”', '"', '\'']).skip(1);
        quoted.next().filter(|_| rest.starts_with(['“', '"', '\''])).map(str::to_owned)
    })
}
