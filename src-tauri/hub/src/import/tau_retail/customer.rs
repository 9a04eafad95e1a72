//! Customers with their ways to pay.

use backstop_domain::{
    customer::{Address, Customer, Handle},
    money::Fen,
};

use super::super::{
    harvest::{Found, Harvest},
    row::{Flaw, Row},
};

/// Reads a customer, filed under their identifier.
pub(super) fn read(harvest: &Harvest<'_>, found: &Found<'_>) -> Result<Customer, Flaw> {
    let row = &found.row;
    let id = row.id_filed_as("user_id", found.key())?;
    let name = row.object("name")?;
    let payments = row.members("payment_methods")?;
    Ok(Customer {
        source: harvest.source(),
        name: format!("{} {}", name.text("first_name")?, name.text("last_name")?),
        gender: String::new(),
        age: None,
        handles: handles(row, &id)?,
        address: address(&row.object("address")?)?,
        card_balance: gift_cards(&payments)?,
        payment_methods: payments
            .iter()
            .map(|(key, payment)| payment_words(key, payment))
            .collect::<Result<_, _>>()?,
        tags: Vec::new(),
        id: id.as_str().into(),
    })
}

/// Reads an address; streets and suites are one line.
pub(super) fn address(row: &Row<'_>) -> Result<Address, Flaw> {
    let parts = [row.words("address1")?, row.words("address2")?];
    let parts: Vec<_> =
        parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
    Ok(Address {
        country: row.words("country")?,
        province: row.words("state")?,
        city: row.words("city")?,
        detail: parts.join(", "),
        postcode: row.words("zip")?,
        ..Address::default()
    })
}

fn handles(row: &Row<'_>, id: &str) -> Result<Vec<Handle>, Flaw> {
    let ways = [
        ("phone", row.words("phone")?),
        ("email", row.words("email")?),
        ("account", id.to_owned()),
    ];
    let known = ways.into_iter().filter(|(_, value)| !value.trim().is_empty());
    Ok(known.map(|(channel, value)| Handle { channel: channel.to_owned(), value }).collect())
}

/// What is on the customer's gift cards together, if they have one.
fn gift_cards(payments: &[(&str, Row<'_>)]) -> Result<Option<Fen>, Flaw> {
    let mut sum = None;
    for (_, payment) in payments {
        if let Some(balance) = payment.some_money("balance")? {
            let so_far = sum.unwrap_or(Fen::ZERO);
            let total = so_far.checked_add(balance);
            sum = Some(total.ok_or_else(|| payment.flaw("balance", "it is too much"))?);
        }
    }
    Ok(sum)
}

fn payment_words(key: &str, row: &Row<'_>) -> Result<String, Flaw> {
    let id = row.id_filed_as("id", key)?;
    let mut words = row.text("source")?.replace('_', " ");
    let (brand, last_four) = (row.words("brand")?, row.words("last_four")?);
    if !brand.is_empty() {
        words = format!("{words} {brand}");
    }
    if !last_four.is_empty() {
        words = format!("{words} ending in {last_four}");
    }
    Ok(format!("{words} ({id})"))
}
