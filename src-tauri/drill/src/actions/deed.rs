//! The bare form of an action, in which two that mean the same are equal.

use std::collections::BTreeMap;

use backstop_domain::money::Fen;
use backstop_lens::normal::fold;
use serde_json::Value;

use super::DrillAction;

/// Arguments that say where and for whom, not what: the scenario has them, the trainee does not give them.
const SETTING: [&str; 3] = ["platform", "shop_id", "user_id"];

/// An action without its setting, its arguments as texts. Deeds are equal when their arguments mean the same: case, width
/// and spaces do not matter.
#[derive(Debug, Clone)]
pub(crate) struct Deed {
    /// The action's name without the `_tool` that look-ups carry in some data.
    pub(crate) name: String,
    /// Arguments by name; lists in a fixed sequence.
    pub(crate) arguments: BTreeMap<String, String>,
}

impl PartialEq for Deed {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.differences(other).is_empty()
    }
}

impl Deed {
    /// The bare form of `action`.
    pub(crate) fn of(action: &DrillAction) -> Self {
        let (name, mode) = match action.name.split_once('/') {
            Some((name, mode)) => (name, Some(mode)),
            None => (action.name.as_str(), None),
        };
        let name = name.strip_suffix("_tool").unwrap_or(name).to_owned();
        let mut arguments: BTreeMap<String, String> = action
            .arguments
            .iter()
            .filter(|(key, _)| !SETTING.contains(&key.as_str()))
            .map(|(key, value)| (key.clone(), canonical(key, value)))
            .filter(|(_, value)| !value.is_empty())
            .collect();
        if let Some(mode) = mode {
            arguments.entry("action".to_owned()).or_insert_with(|| mode.to_owned());
        }
        pair_items(action, &mut arguments);
        let mut deed = Self { name, arguments };
        deed.drop_what_does_not_matter();
        deed
    }

    /// The value of the `action` argument, with which some sources tell the modes of one action apart.
    pub(crate) fn mode(&self) -> &str {
        self.arguments.get("action").map_or("", String::as_str)
    }

    /// Whether both are the same kind of action, whatever their other arguments.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        self.name == other.name && self.mode() == other.mode()
    }

    /// The names of the arguments in which two deeds differ.
    pub(crate) fn differences<'a>(&'a self, other: &'a Self) -> Vec<&'a str> {
        let mut names: Vec<&str> =
            self.arguments.keys().chain(other.arguments.keys()).map(String::as_str).collect();
        names.sort_unstable();
        names.dedup();
        let bare =
            |deed: &Self, name: &str| deed.arguments.get(name).map(|v| fold(v).replace(' ', ""));
        names.retain(|name| bare(self, name) != bare(other, name));
        names
    }

    /// Words written for a colleague are not judged, and a refund is an amount whichever product it names.
    fn drop_what_does_not_matter(&mut self) {
        if self.name == "transfer_to_human_agents" {
            self.arguments.remove("summary");
        }
        if self.name == "manage_ecard" && self.mode() == "退款" {
            self.arguments.remove("product_id");
            self.arguments.remove("quantity");
        }
    }
}

/// New items belong to the old ones at the same place; the sequence of the pairs means nothing.
fn pair_items(action: &DrillAction, arguments: &mut BTreeMap<String, String>) {
    let list = |name: &str| -> Option<Vec<String>> {
        Some(action.arguments.get(name)?.as_array()?.iter().map(plain).collect())
    };
    let (Some(old), Some(new)) = (list("item_ids"), list("new_item_ids")) else { return };
    let mut pairs: Vec<String> = (0..old.len().max(new.len()))
        .map(|at| {
            let side = |list: &[String]| list.get(at).cloned().unwrap_or_default();
            format!("{}→{}", side(&old), side(&new))
        })
        .collect();
    pairs.sort();
    arguments.remove("item_ids");
    arguments.insert("new_item_ids".to_owned(), pairs.join(" "));
}

fn canonical(key: &str, value: &Value) -> String {
    match (key, value) {
        ("product_info_list", Value::Array(lines)) => cart(lines),
        (_, Value::Array(values)) => {
            let mut values: Vec<String> = values.iter().map(plain).collect();
            values.sort();
            values.join(" ")
        }
        ("amount", _) => amount(&plain(value)),
        ("quantity", _) => plain(value).trim_end_matches(".0").to_owned(),
        ("service_time", _) => day(&plain(value)),
        _ => plain(value),
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.trim().to_owned(),
        other => other.to_string(),
    }
}

/// `3999`, `3999.0` and `3,999.00元` are one amount.
fn amount(text: &str) -> String {
    let digits: String =
        text.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | '-')).collect();
    Fen::from_yuan(&digits).map_or_else(|| text.to_owned(), |fen| fen.to_string())
}

fn day(text: &str) -> String {
    text.replace("星期", "周").replace("礼拜", "周").replace("周天", "周日")
}

/// Products with their quantities, the same product counted together.
fn cart(lines: &[Value]) -> String {
    let mut counted: BTreeMap<String, i64> = BTreeMap::new();
    for line in lines {
        let product = line.get("product_id").map(plain).unwrap_or_default();
        let quantity = line.get("quantity").map(plain).and_then(|q| q.parse().ok()).unwrap_or(1);
        *counted.entry(product).or_default() += quantity;
    }
    let lines: Vec<_> =
        counted.iter().map(|(product, count)| format!("{product}×{count}")).collect();
    lines.join(" ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn deed(name: &str, arguments: Value) -> Deed {
        let arguments = serde_json::from_value(arguments).expect("arguments are an object");
        Deed::of(&DrillAction { name: name.to_owned(), arguments })
    }

    #[test]
    fn spellings_of_one_action_are_one_deed() {
        assert_eq!(
            deed("manage_ecard", json!({"action": "退款", "amount": 2009.0, "user_id": "u"})),
            deed("manage_ecard/退款", json!({"amount": "2009", "product_id": "100064645330"})),
        );
        assert_eq!(
            deed("get_gift_info_tool", json!({"product_id": "1", "shop_id": "s"})),
            deed("get_gift_info", json!({"product_id": "1"})),
        );
        assert_eq!(
            deed("exchange", json!({"item_ids": ["1", "2"], "new_item_ids": ["3", "4"]})),
            deed("exchange", json!({"item_ids": ["2", "1"], "new_item_ids": ["4", "3"]})),
        );
        assert_eq!(
            deed("schedule_service", json!({"service_time": "星期天"})),
            deed("schedule_service", json!({"service_time": "周日"})),
        );
    }

    #[test]
    fn what_matters_is_told_apart() {
        let one = deed("manage_ecard", json!({"action": "退款", "amount": 2009}));
        let other = deed("manage_ecard", json!({"action": "退款", "amount": 2009.01}));
        assert_eq!(one.differences(&other), ["amount"]);
        assert!(one.is_like(&other), "both are refunds");
        assert_ne!(
            deed("exchange", json!({"item_ids": ["1", "2"], "new_item_ids": ["3", "4"]})),
            deed("exchange", json!({"item_ids": ["1", "2"], "new_item_ids": ["4", "3"]})),
            "the wrong new item is another exchange"
        );
    }
}
