//! Products and the variants they are sold in.

use backstop_domain::product::{Product, Variant};

use super::{
    super::{
        harvest::{Found, Harvest},
        row::{Flaw, Row},
        tree::Json,
    },
    CURRENCY,
};

/// Reads a product, filed under its number.
pub(super) fn read(harvest: &Harvest<'_>, found: &Found<'_>) -> Result<Product, Flaw> {
    let row = &found.row;
    let variants = row.members("variants")?;
    let variants: Vec<_> =
        variants.iter().map(|(key, row)| variant(key, row)).collect::<Result<_, _>>()?;
    let status = if variants.iter().any(|v| v.available) { "available" } else { "unavailable" };
    Ok(Product {
        id: row.id_filed_as("product_id", found.key())?.as_str().into(),
        source: harvest.source(),
        name: row.text("name")?,
        status: status.to_owned(),
        price: None,
        currency: CURRENCY.to_owned(),
        description: row.words("description")?,
        variants,
        exchanges: Vec::new(),
        gifts: Vec::new(),
        materials: Vec::new(),
        installation: String::new(),
        repair: String::new(),
        faults: Vec::new(),
    })
}

fn variant(key: &str, row: &Row<'_>) -> Result<Variant, Flaw> {
    Ok(Variant {
        id: row.id_filed_as("item_id", key)?,
        text: options(row)?,
        price: Some(row.money("price")?),
        available: row.flag("available")?,
    })
}

/// The options of a variant in words: `color: blue, size: M`.
pub(super) fn options(row: &Row<'_>) -> Result<String, Flaw> {
    let options = row.object("options")?;
    let words = options.fields().iter().map(|(name, value)| match value {
        Json::Text(text) => Ok(format!("{name}: {text}")),
        other => Err(options.flaw(name, format!("a text was expected, not {}", other.name()))),
    });
    Ok(words.collect::<Result<Vec<_>, _>>()?.join(", "))
}
