//! What the customer answers when asked: what they know, what they do not, and yes only to what they want.

use backstop_lens::normal::fold;

use super::{Confirmed, Drill};
use crate::{
    ear::{Act, Heard},
    script::known::{Mention, numbers},
    topics::{Topic, topics},
    view::Utterance,
    voice::Reply,
};

/// At most so many facts in one answer; more would not be read.
const MOST_FACTS: usize = 4;

/// What the customer can say to a question.
enum Fact {
    Known(String),
    LooksUp,
    DoesNotKnow,
}

impl Drill {
    /// Answers every question of the turn.
    pub(super) fn answers(&mut self, heard: &Heard) -> Vec<Utterance> {
        if heard.does(Act::AsksConfirm) {
            return self.confirms(heard);
        }
        let asked: Vec<Act> =
            heard.signs.iter().map(|sign| sign.act).filter(|act| act.asks()).collect();
        let facts: Vec<Fact> = asked.iter().filter_map(|act| self.fact(*act)).collect();
        let known: Vec<&str> = facts
            .iter()
            .filter_map(|fact| match fact {
                Fact::Known(words) => Some(words.as_str()),
                _ => None,
            })
            .take(MOST_FACTS)
            .collect();
        let joined = known.join(self.language().choose("，", ", "));
        let given = (!joined.is_empty()).then(|| self.reply(Reply::Gives, &joined)).flatten();
        let mut said: Vec<Utterance> = given.into_iter().collect();
        if facts.iter().any(|fact| matches!(fact, Fact::DoesNotKnow)) {
            said.extend(self.reply(Reply::DoesNotKnow, ""));
        } else if facts.iter().any(|fact| matches!(fact, Fact::LooksUp)) {
            said.extend(self.reply(Reply::LooksUp, ""));
        }
        if said.is_empty() {
            said.extend(self.reply(Reply::AlreadySaid, ""));
        }
        said
    }

    /// Whether the turn asks for an order number that the customer has already given.
    pub(super) fn asks_again(&self, heard: &Heard) -> bool {
        let order = self.script.known.order_at(self.at);
        heard.does(Act::AsksOrder) && order.is_some_and(|order| self.voice.has_said(order))
    }

    fn fact(&self, asked: Act) -> Option<Fact> {
        let known = &self.script.known;
        let goal = self.script.goals.get(self.at)?;
        let personal = |fact: &Option<String>, zh: &str, en: &str| match fact {
            Some(fact) if !goal.withholds => Fact::Known(self.labelled(zh, en, fact)),
            _ => Fact::LooksUp,
        };
        Some(match asked {
            Act::AsksOrder | Act::AsksProduct if goal.knows_nothing => Fact::DoesNotKnow,
            Act::AsksOrder => self.numbered(known.order_at(self.at), "订单号", "order "),
            Act::AsksProduct => self.numbered(known.product_at(self.at), "商品ID", "product "),
            Act::AsksName => personal(&known.name, "我叫", "my name is "),
            Act::AsksPhone => personal(&known.phone, "电话", "my phone number is "),
            Act::AsksAddress => personal(&known.address, "地址是", "the address is "),
            Act::AsksMail => personal(&known.email, "邮箱", "my email is "),
            Act::AsksZip => personal(&known.zip, "邮编", "my zip code is "),
            Act::AsksAccount => personal(&known.account, "账号", "my user id is "),
            Act::AsksPayment => personal(&known.payment, "用", ""),
            Act::AsksReason => personal(&known.reason, "", "it's "),
            Act::AsksPicture => match known.link_at(self.at) {
                Some(link) => Fact::Known(link.to_owned()),
                None => return None,
            },
            _ => return None,
        })
    }

    fn numbered(&self, number: Option<&str>, zh: &str, en: &str) -> Fact {
        number.map_or(Fact::LooksUp, |number| Fact::Known(self.labelled(zh, en, number)))
    }

    fn labelled(&self, zh: &str, en: &str, fact: &str) -> String {
        format!("{}{fact}", self.language().choose(zh, en))
    }

    /// Yes to what they want; otherwise what is wrong with it, or what they have thought of meanwhile.
    fn confirms(&mut self, heard: &Heard) -> Vec<Utterance> {
        if !self.thoughts.is_empty() {
            let thought = self.thoughts.remove(0);
            self.thought_of.extend(topics(&fold(&thought)));
            let tone = self.mood.tone();
            return self.voice.quote(&thought, tone).into_iter().collect();
        }
        if self.names_foreign_order(heard) {
            let mine = self.script.known.order_at(self.at).map(str::to_owned);
            let reply = match mine {
                Some(order) => self.reply(Reply::WrongOrder, &order),
                None => self.reply(Reply::NotThat, ""),
            };
            return reply.into_iter().collect();
        }
        if !self.is_wanted(heard) {
            return self.reply(Reply::NotThat, "").into_iter().collect();
        }
        let turn = self.transcript.len().saturating_sub(1);
        self.confirmed.push(Confirmed { turn, folded: heard.folded.clone() });
        self.reply(Reply::Confirms, "").into_iter().collect()
    }

    /// An order number that belongs to nothing in the scenario. Customers who name no order of their own cannot tell.
    fn names_foreign_order(&self, heard: &Heard) -> bool {
        let known = &self.script.known;
        let expected = |number: &str| {
            let actions = self.scenario.actions.iter().chain(&self.scenario.lookups);
            let mut values = actions.flat_map(|action| action.arguments.values());
            values.any(|value| value.to_string().to_lowercase().contains(number))
        };
        let told = |mentions: &[Mention]| !mentions.is_empty();
        let foreign = |number: &str| {
            let upper = number.to_uppercase();
            !known.names_order(number) && !known.names_order(&upper) && !expected(number)
        };
        let orders = numbers(&heard.folded).into_iter().filter(|(at, number)| {
            number.starts_with("#w")
                || heard.folded[..*at]
                    .trim_end_matches([':', ' ', '是', '号', '"'])
                    .ends_with("订单")
        });
        told(&known.orders) && orders.into_iter().any(|(_, number)| foreign(number))
    }

    /// Whether the question to confirm is about any intent said so far. To be handed on to a person is always welcome.
    fn is_wanted(&self, heard: &Heard) -> bool {
        let asked = topics(&heard.folded);
        let said = self.script.goals.iter().take(self.at + 1);
        let handed_on = asked.contains(&Topic::Person) || !asked.is_disjoint(&self.thought_of);
        asked.is_empty()
            || handed_on
            || said
                .into_iter()
                .any(|goal| goal.topics.is_empty() || !goal.topics.is_disjoint(&asked))
    }
}
