//! Customers, and the mark of those who were paid for a review.

use backstop_domain::{
    customer::{Address, Customer, Handle},
    document::{Document, DocumentKind},
};

use super::super::{
    harvest::{Found, Harvest},
    row::{Flaw, Row},
};

/// Reads a customer, filed under their account name.
pub(super) fn read(harvest: &Harvest<'_>, found: &Found<'_>) -> Result<Customer, Flaw> {
    let row = &found.row;
    let id = row.id_filed_as("用户ID", found.key())?;
    let mut handles = vec![handle("account", &id)];
    let phone = row.words("电话号码")?;
    if !phone.trim().is_empty() {
        handles.insert(0, handle("phone", &phone));
    }
    Ok(Customer {
        id: id.as_str().into(),
        source: harvest.source(),
        name: row.text("用户姓名")?,
        gender: row.words("性别")?,
        age: row.age("年龄")?,
        handles,
        address: address(&row.object("地址信息")?)?,
        card_balance: row.some_money("电子卡余额")?,
        payment_methods: Vec::new(),
        tags: Vec::new(),
    })
}

/// Reads an address; orders add a receiver to it.
pub(super) fn address(row: &Row<'_>) -> Result<Address, Flaw> {
    Ok(Address {
        receiver: row.words("收件人姓名")?,
        phone: row.words("电话号码")?,
        country: row.words("国家")?,
        province: row.words("省份")?,
        city: row.words("城市")?,
        district: row.words("区县")?,
        detail: row.words("详细地址")?,
        postcode: row.words("邮编")?,
    })
}

/// Marks the customer of a cashback record: it is filed by customer and order, and must not be
/// paid twice.
pub(super) fn mark_cashback(harvest: &mut Harvest<'_>, found: &Found<'_>) -> Result<(), Flaw> {
    let [_, _, customer, order] = found.keys else {
        return Err(Flaw::of_row("it is not filed by customer and order"));
    };
    match harvest.kept_mut(DocumentKind::Customer, customer) {
        Some(Document::Customer(customer)) => {
            customer.tags.push(format!("晒单返现 {order}"));
            Ok(())
        }
        _ => Err(Flaw::of_row(format!("its customer {customer} is not in this folder"))),
    }
}

fn handle(channel: &str, value: &str) -> Handle {
    Handle { channel: channel.to_owned(), value: value.to_owned() }
}
