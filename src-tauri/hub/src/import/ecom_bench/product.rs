//! Products with what the service team must know: gifts, materials, installation, faults.

use backstop_domain::product::{Fact, Product, Variant};

use super::{
    super::{
        harvest::{Found, Harvest},
        row::{Flaw, Row},
    },
    CURRENCY,
};

/// The status of a product that can be bought.
const ON_SALE: &str = "已上架";

/// Reads a product, filed under its number.
pub(super) fn read(harvest: &Harvest<'_>, found: &Found<'_>) -> Result<Product, Flaw> {
    let row = &found.row;
    Ok(Product {
        id: row.id_filed_as("商品ID", found.key())?.as_str().into(),
        source: harvest.source(),
        name: row.text("商品名称")?,
        status: row.words("商品状态")?,
        price: Some(row.money("商品价格")?),
        currency: CURRENCY.to_owned(),
        description: row.words("商品描述")?,
        variants: Vec::new(),
        exchanges: each(row, "可换货商品", exchange)?,
        gifts: each(row, "赠品信息", |gift| fact(gift, "", "赠品名称", "赠品描述"))?,
        materials: each(row, "辅材材料", material)?,
        installation: row.words("安装说明")?,
        repair: row.words("维修说明")?,
        faults: each(row, "常见故障", |fault| {
            fact(fault, "故障代码", "故障名称", "故障解决方案")
        })?,
    })
}

fn each<T>(
    row: &Row<'_>,
    name: &str,
    read: impl Fn(&Row<'_>) -> Result<T, Flaw>,
) -> Result<Vec<T>, Flaw> {
    row.objects(name)?.iter().map(read).collect()
}

fn exchange(row: &Row<'_>) -> Result<Variant, Flaw> {
    Ok(Variant {
        id: row.id("商品ID")?,
        text: row.words("商品描述")?,
        price: row.some_money("商品价格")?,
        available: row.words("商品状态")? == ON_SALE,
    })
}

/// Some materials of the shop are written in English keys; they mean the same.
fn material(row: &Row<'_>) -> Result<Fact, Flaw> {
    if row.value("辅材名称").is_none() && row.value("name").is_some() {
        return fact(row, "", "name", "description");
    }
    fact(row, "", "辅材名称", "辅材描述")
}

fn fact(row: &Row<'_>, code: &str, name: &str, text: &str) -> Result<Fact, Flaw> {
    let code = if code.is_empty() { String::new() } else { row.words(code)? };
    Ok(Fact { code, name: row.text(name)?, text: row.words(text)? })
}
