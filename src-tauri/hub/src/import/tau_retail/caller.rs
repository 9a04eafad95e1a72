//! Who calls in a tau2 task: the task names them only in passing.

use backstop_domain::{
    customer::Customer,
    document::{Document, DocumentKind},
    id::CustomerId,
    scenario::ExpectedAction,
};

use super::super::harvest::Harvest;

/// The customer whose data the expected actions touch, or whom the caller says they are.
pub(super) fn find(
    harvest: &Harvest<'_>,
    actions: &[ExpectedAction],
    known: &str,
) -> Option<CustomerId> {
    let by_action = actions.iter().find_map(|action| by_action(harvest, action));
    by_action.or_else(|| by_words(harvest, known))
}

fn by_action(harvest: &Harvest<'_>, action: &ExpectedAction) -> Option<CustomerId> {
    let text = |name: &str| action.arguments.get(name).and_then(|value| value.as_str());
    if let Some(user) = text("user_id") {
        return harvest.customer(user).ok();
    }
    if let Some(email) = text("email") {
        return customers(harvest).find(|c| has_email(c, email)).map(|c| c.id.clone());
    }
    if let (Some(first), Some(last), Some(zip)) =
        (text("first_name"), text("last_name"), text("zip"))
    {
        let name = format!("{first} {last}");
        let fits = |c: &&Customer| c.name == name && c.address.postcode == zip;
        return customers(harvest).find(fits).map(|c| c.id.clone());
    }
    match harvest.kept(DocumentKind::Order, text("order_id")?)? {
        Document::Order(order) => Some(order.customer_id.clone()),
        _ => None,
    }
}

/// "You are `mei_kovacs_8020` in zipcode 28236", or a name and a zip code, or an e-mail address.
fn by_words(harvest: &Harvest<'_>, known: &str) -> Option<CustomerId> {
    let words: Vec<&str> =
        known.split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | ';')).collect();
    let says = |value: &str| words.iter().any(|word| word.trim_end_matches('.') == value);
    let fits = |c: &&Customer| {
        says(c.id.as_str())
            || words.iter().any(|word| has_email(c, word.trim_end_matches('.')))
            || (known.contains(&c.name) && says(&c.address.postcode))
    };
    customers(harvest).find(fits).map(|c| c.id.clone())
}

fn customers<'h>(harvest: &'h Harvest<'_>) -> impl Iterator<Item = &'h Customer> {
    harvest.documents.iter().filter_map(|document| match document {
        Document::Customer(customer) => Some(customer),
        _ => None,
    })
}

fn has_email(customer: &Customer, email: &str) -> bool {
    customer.handles.iter().any(|h| h.channel == "email" && h.value == email)
}
