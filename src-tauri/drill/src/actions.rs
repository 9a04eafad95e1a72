//! What a trainee can do in the sandbox shop: every action of the scenario's source, with the form that asks for its
//! arguments, and the comparison of one action with another.
//!
//! The catalogue is data, so that a screen can draw a form for an action it has never heard of.

use std::collections::BTreeMap;

use backstop_domain::scenario::{ExpectedAction, Scenario};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use crate::script::Language;

mod deed;
mod ecom_bench;
mod tau_retail;

pub(crate) use deed::Deed;

/// What a form field holds, so that a screen can offer the right thing to pick from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ParameterKind {
    /// Free text.
    Text,
    /// One of [`ParameterSpec::choices`].
    Choice,
    /// An order number of the customer, as text.
    Order,
    /// A product number, as text.
    Product,
    /// Several product numbers: `["1", "2"]`.
    Products,
    /// Products to order: `[{"product_id": "1", "quantity": 2}]`.
    Cart,
    /// Item numbers out of the chosen order: `["1", "2"]`.
    Items,
    /// One new item number for each of the chosen items, in the same sequence: `["3", "4"]`.
    NewItems,
    /// A whole number.
    Number,
    /// An amount in yuan (or dollars) as a decimal number: `12.5`.
    Money,
    /// One of the customer's payment methods, as the shop numbers them.
    Payment,
}

/// One field of an action's form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ParameterSpec {
    /// The argument's name in the source.
    pub name: String,
    /// Its label in Chinese.
    pub title_zh: String,
    /// Its label in English.
    pub title_en: String,
    /// What it holds.
    pub kind: ParameterKind,
    /// The values to choose from, for [`ParameterKind::Choice`].
    pub choices: Vec<String>,
    /// Whether the action makes no sense without it.
    pub required: bool,
}

/// Something a trainee can do: one form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ActionSpec {
    /// Unique in a catalogue; may be given as [`DrillAction::name`].
    pub id: String,
    /// The action's name in the source. Several forms share one where the source has one action with many modes.
    pub name: String,
    /// Its title in Chinese.
    pub title_zh: String,
    /// Its title in English.
    pub title_en: String,
    /// Whether it changes the shop; otherwise it only looks something up.
    pub changes: bool,
    /// Arguments that this form always has; the trainee is not asked for them.
    pub fixed: BTreeMap<String, String>,
    /// The arguments that the trainee gives.
    pub parameters: Vec<ParameterSpec>,
}

/// Something a trainee did, or wants to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DrillAction {
    /// [`ActionSpec::id`] or [`ActionSpec::name`].
    pub name: String,
    /// The arguments. The shop, the platform and the customer are the scenario's and need not be given.
    #[ts(type = "Record<string, unknown>")]
    pub arguments: BTreeMap<String, Value>,
}

impl From<&ExpectedAction> for DrillAction {
    fn from(expected: &ExpectedAction) -> Self {
        Self { name: expected.name.clone(), arguments: expected.arguments.clone() }
    }
}

/// Everything a trainee can do in this scenario.
///
/// For a source without a table of its own the scenario's expected actions make the catalogue, each argument a text.
pub fn catalogue(scenario: &Scenario) -> Vec<ActionSpec> {
    match scenario.source.as_str() {
        "ecom-bench" => ecom_bench::CATALOGUE.iter().map(Row::spec).collect(),
        "tau-retail" => tau_retail::CATALOGUE.iter().map(Row::spec).collect(),
        _ => improvised(scenario),
    }
}

/// The form that an action fills, if the scenario's catalogue has one.
pub(crate) fn spec_of(scenario: &Scenario, deed: &Deed) -> Option<ActionSpec> {
    let mode = |spec: &ActionSpec| spec.fixed.get("action").cloned().unwrap_or_default();
    catalogue(scenario).into_iter().find(|spec| spec.name == deed.name && mode(spec) == deed.mode())
}

/// The deeds that a scenario expects to change the shop, in its sequence.
pub(crate) fn expected_changes(scenario: &Scenario) -> Vec<Deed> {
    expected(scenario, true)
}

/// What a scenario expects to be looked up. Mere arithmetic is nobody's business.
pub(crate) fn expected_lookups(scenario: &Scenario) -> Vec<Deed> {
    let mut lookups = expected(scenario, false);
    lookups.retain(|deed| deed.name != "calculate");
    lookups.dedup();
    lookups
}

/// Sources differ in whether they list look-ups apart, so both lists are read and told apart by the catalogue.
fn expected(scenario: &Scenario, changes: bool) -> Vec<Deed> {
    let in_lists = scenario.actions.iter().map(|a| (a, true));
    let in_lists = in_lists.chain(scenario.lookups.iter().map(|a| (a, false)));
    let deeds = in_lists.map(|(action, listed)| (Deed::of(&action.into()), listed));
    deeds
        .filter(|(deed, listed)| {
            spec_of(scenario, deed).map_or(*listed, |spec| spec.changes) == changes
        })
        .map(|(deed, _)| deed)
        .collect()
}

/// One line of a catalogue, as it is written down.
struct Row {
    name: &'static str,
    mode: &'static str,
    zh: &'static str,
    en: &'static str,
    changes: bool,
    parameters: &'static [Field],
}

/// One form field, as it is written down.
struct Field {
    name: &'static str,
    zh: &'static str,
    en: &'static str,
    kind: ParameterKind,
    choices: &'static [&'static str],
    required: bool,
}

impl Field {
    const fn new(
        name: &'static str,
        zh: &'static str,
        en: &'static str,
        kind: ParameterKind,
    ) -> Self {
        Self { name, zh, en, kind, choices: &[], required: true }
    }

    const fn optional(self) -> Self {
        Self { required: false, ..self }
    }

    const fn of(self, choices: &'static [&'static str]) -> Self {
        Self { choices, ..self }
    }

    fn spec(&self) -> ParameterSpec {
        ParameterSpec {
            name: self.name.to_owned(),
            title_zh: self.zh.to_owned(),
            title_en: self.en.to_owned(),
            kind: self.kind,
            choices: self.choices.iter().map(ToString::to_string).collect(),
            required: self.required,
        }
    }
}

impl Row {
    fn spec(&self) -> ActionSpec {
        let fixed: BTreeMap<_, _> = (!self.mode.is_empty())
            .then(|| ("action".to_owned(), self.mode.to_owned()))
            .into_iter()
            .collect();
        let id = if fixed.is_empty() {
            self.name.to_owned()
        } else {
            format!("{}/{}", self.name, self.mode)
        };
        ActionSpec {
            id,
            name: self.name.to_owned(),
            title_zh: self.zh.to_owned(),
            title_en: self.en.to_owned(),
            changes: self.changes,
            fixed,
            parameters: self.parameters.iter().map(Field::spec).collect(),
        }
    }
}

fn improvised(scenario: &Scenario) -> Vec<ActionSpec> {
    let changes = scenario.actions.iter().map(|action| (action, true));
    let lookups = scenario.lookups.iter().map(|action| (action, false));
    let mut specs = BTreeMap::new();
    for (action, changes) in changes.chain(lookups) {
        specs.entry(action.name.clone()).or_insert_with(|| ActionSpec {
            id: action.name.clone(),
            name: action.name.clone(),
            title_zh: action.name.clone(),
            title_en: action.name.clone(),
            changes,
            fixed: BTreeMap::new(),
            parameters: action.arguments.keys().map(|name| text_field(name)).collect(),
        });
    }
    specs.into_values().collect()
}

fn text_field(name: &str) -> ParameterSpec {
    ParameterSpec {
        name: name.to_owned(),
        title_zh: name.to_owned(),
        title_en: name.to_owned(),
        kind: ParameterKind::Text,
        choices: Vec::new(),
        required: true,
    }
}

/// What was done, in words: the form's title with the arguments that tell it apart.
pub(crate) fn title(spec: Option<&ActionSpec>, deed: &Deed, language: Language) -> String {
    let name =
        spec.map_or(deed.name.as_str(), |spec| language.choose(&spec.title_zh, &spec.title_en));
    let arguments: Vec<String> = deed
        .arguments
        .iter()
        .filter(|(key, _)| key.as_str() != "action")
        .map(|(_, value)| value.clone())
        .collect();
    if arguments.is_empty() {
        return name.to_owned();
    }
    match language {
        Language::Chinese => format!("{name}（{}）", arguments.join("，")),
        Language::English => format!("{name} ({})", arguments.join(", ")),
    }
}
