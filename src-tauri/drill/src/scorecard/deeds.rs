//! The world: every expected change was made as expected, and nothing else was changed.

use backstop_domain::{
    drill_run::{Check, Score},
    money::Fen,
    scenario::Scenario,
};

use super::{check, score};
use crate::{
    actions::{self, Deed},
    drill::Drill,
    script::Language,
};

/// Compares what was changed with what the scenario expects. The sequence does not matter.
pub(crate) fn world(drill: &Drill) -> Score {
    let book = Book { scenario: &drill.scenario, language: drill.language() };
    let expected = sum_refunds(actions::expected_changes(&drill.scenario));
    let done = drill.performed.iter().filter(|performed| performed.changes && performed.done);
    let mut done = sum_refunds(done.map(|performed| Deed::of(&performed.action)).collect());
    let mut missing = Vec::new();
    let mut checks = Vec::new();
    for deed in expected {
        match done.iter().position(|other| *other == deed) {
            Some(at) => {
                done.remove(at);
                checks.push(book.made(&deed));
            }
            None => missing.push(deed),
        }
    }
    checks.extend(missing.iter().map(|deed| book.missing(deed, &done)));
    checks.extend(done.iter().map(|deed| book.unexpected(deed, &missing)));
    if checks.is_empty() {
        checks.push(book.nothing_to_do());
    }
    score(checks)
}

/// Refunds to the e-card add up: two refunds that make the amount are the refund.
fn sum_refunds(deeds: Vec<Deed>) -> Vec<Deed> {
    let (refunds, mut others): (Vec<_>, Vec<_>) =
        deeds.into_iter().partition(|deed| deed.name == "manage_ecard" && deed.mode() == "退款");
    let mut amounts = refunds.iter().map(|deed| Fen::from_yuan(deed.arguments.get("amount")?));
    let sum = amounts.try_fold(Fen::ZERO, |sum, amount| sum.checked_add(amount?));
    match (refunds.first().cloned(), sum) {
        (Some(mut refund), Some(sum)) => {
            refund.arguments.insert("amount".to_owned(), sum.to_string());
            others.push(refund);
        }
        _ => others.extend(refunds),
    }
    others
}

/// Puts deeds into words.
struct Book<'a> {
    scenario: &'a Scenario,
    language: Language,
}

impl Book<'_> {
    fn title(&self, deed: &Deed) -> String {
        actions::title(actions::spec_of(self.scenario, deed).as_ref(), deed, self.language)
    }

    fn made(&self, deed: &Deed) -> Check {
        check(
            self.title(deed),
            true,
            self.language.choose("已按要求办理", "done as expected").to_owned(),
        )
    }

    fn missing(&self, deed: &Deed, done: &[Deed]) -> Check {
        let why = match done.iter().find(|other| other.is_like(deed)) {
            Some(other) => self.difference(deed, other),
            None => self.language.choose("没有办理", "it was not done").to_owned(),
        };
        check(self.title(deed), false, why)
    }

    fn unexpected(&self, deed: &Deed, missing: &[Deed]) -> Check {
        let head = self.language.choose("做了不该做的：", "Should not have been done: ");
        let why = match missing.iter().find(|expected| expected.is_like(deed)) {
            Some(expected) => self.difference(expected, deed),
            None => self
                .language
                .choose("剧本没有要求这样做", "the scenario does not call for it")
                .to_owned(),
        };
        check(format!("{head}{}", self.title(deed)), false, why)
    }

    fn nothing_to_do(&self) -> Check {
        let name = self.language.choose("不该改动任何东西", "Nothing is to be changed");
        let why = self.language.choose("没有改动", "nothing was changed");
        check(name.to_owned(), true, why.to_owned())
    }

    /// "金额应为3999.00，做成了399.00".
    fn difference(&self, expected: &Deed, done: &Deed) -> String {
        let spec = actions::spec_of(self.scenario, expected);
        let label = |name: &str| {
            let parameters = spec.iter().flat_map(|spec| &spec.parameters);
            let found = parameters.into_iter().find(|parameter| parameter.name == name);
            found.map_or(name, |p| self.language.choose(&p.title_zh, &p.title_en)).to_owned()
        };
        let nothing = self.language.choose("（无）", "nothing");
        let side = |deed: &Deed, name: &str| {
            deed.arguments.get(name).cloned().unwrap_or_else(|| nothing.to_owned())
        };
        let parts = expected.differences(done).into_iter().map(|name| {
            let (want, have) = (side(expected, name), side(done, name));
            match self.language {
                Language::Chinese => format!("{}应为{want}，做成了{have}", label(name)),
                Language::English => format!("{} should be {want}, but was {have}", label(name)),
            }
        });
        parts.collect::<Vec<_>>().join(self.language.choose("；", "; "))
    }
}
