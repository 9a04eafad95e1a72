//! Orders and their invoices.

use backstop_domain::{
    invoice::Invoice,
    order::{Order, OrderLine},
};

use super::{
    super::{
        harvest::{Found, Harvest},
        row::{Flaw, Row},
    },
    CURRENCY, customer,
};

/// Reads an order, filed under its customer and its number.
pub(super) fn read(harvest: &Harvest<'_>, found: &Found<'_>) -> Result<Order, Flaw> {
    let row = &found.row;
    let buyer = found.keys.iter().rev().nth(1).map_or("", String::as_str);
    Ok(Order {
        id: row.id_filed_as("订单ID", found.key())?.as_str().into(),
        source: harvest.source(),
        customer_id: harvest.customer(&row.id_filed_as("用户ID", buyer)?)?,
        status: row.text("订单状态")?,
        total: row.money("订单总金额")?,
        currency: CURRENCY.to_owned(),
        urgent: row.flag("是否加急")?,
        lines: lines(row)?,
        address: customer::address(&row.object("收货地址")?)?,
        payment: row.words("支付方式")?,
    })
}

fn lines(row: &Row<'_>) -> Result<Vec<OrderLine>, Flaw> {
    let name = "订单商品列表";
    let lines: Vec<_> = row.objects(name)?.iter().map(line).collect::<Result<_, _>>()?;
    if lines.is_empty() { Err(row.flaw(name, "nothing was ordered")) } else { Ok(lines) }
}

fn line(row: &Row<'_>) -> Result<OrderLine, Flaw> {
    Ok(OrderLine {
        product_id: row.id("商品ID")?.as_str().into(),
        item_id: String::new(),
        title: row.words("商品名称")?,
        options: String::new(),
        quantity: row.count("数量")?,
        price: row.money("单价")?,
    })
}

/// Reads an invoice, filed under the number of its order, which the export need not hold.
pub(super) fn invoice(harvest: &Harvest<'_>, found: &Found<'_>) -> Result<Invoice, Flaw> {
    let row = &found.row;
    Ok(Invoice {
        order_id: harvest.order(&row.id_filed_as("订单ID", found.key())?)?,
        source: harvest.source(),
        kind: row.words("发票类型")?,
        title: row.text("发票抬头")?,
        phone: row.words("电话号码")?,
    })
}
