//! Orders, and inside them the parcels.

use backstop_domain::{
    id::{CustomerId, OrderId, ShipmentId},
    money::{Fen, LARGEST},
    order::{Order, OrderLine},
    shipment::Shipment,
};

use super::{
    super::{
        harvest::{Found, Harvest},
        row::{Flaw, Row},
    },
    CURRENCY, customer, product,
};

/// Reads an order, filed under its number, with its parcels: all of it, or nothing.
pub(super) fn read(harvest: &mut Harvest<'_>, found: &Found<'_>) -> Result<(), Flaw> {
    let order = order(harvest, found)?;
    let parcels = parcels(harvest, &found.row, &order.id, &order.customer_id)?;
    harvest.keep(order.into())?;
    parcels.into_iter().try_for_each(|parcel| harvest.keep(parcel.into()))
}

fn order(harvest: &Harvest<'_>, found: &Found<'_>) -> Result<Order, Flaw> {
    let row = &found.row;
    let lines: Vec<_> = row.objects("items")?.iter().map(line).collect::<Result<_, _>>()?;
    if lines.is_empty() {
        return Err(row.flaw("items", "nothing was ordered"));
    }
    let payments = row.objects("payment_history")?;
    Ok(Order {
        id: row.id_filed_as("order_id", found.key())?.as_str().into(),
        source: harvest.source(),
        customer_id: harvest.customer(&row.id("user_id")?)?,
        status: row.text("status")?,
        total: total(row, &payments, &lines)?,
        currency: CURRENCY.to_owned(),
        urgent: false,
        lines,
        address: customer::address(&row.object("address")?)?,
        payment: payment(&payments)?,
    })
}

fn line(row: &Row<'_>) -> Result<OrderLine, Flaw> {
    Ok(OrderLine {
        product_id: row.id("product_id")?.as_str().into(),
        item_id: row.id("item_id")?,
        title: row.text("name")?,
        options: product::options(row)?,
        quantity: 1,
        price: row.money("price")?,
    })
}

/// What was paid first; before a payment, what the lines cost together.
fn total(row: &Row<'_>, payments: &[Row<'_>], lines: &[OrderLine]) -> Result<Fen, Flaw> {
    for payment in payments {
        if payment.text("transaction_type")? == "payment" {
            return payment.money("amount");
        }
    }
    let sum = lines.iter().try_fold(Fen::ZERO, |sum, line| sum.checked_add(line.price));
    sum.filter(|sum| *sum <= LARGEST)
        .ok_or_else(|| row.flaw("items", "they cost too much together"))
}

/// The history of payment in words: `payment 536.65 by gift_card_1725971`.
fn payment(payments: &[Row<'_>]) -> Result<String, Flaw> {
    let steps = payments.iter().map(|step| {
        let (what, amount) = (step.text("transaction_type")?, step.money("amount")?);
        Ok(format!("{what} {amount} by {}", step.id("payment_method_id")?))
    });
    Ok(steps.collect::<Result<Vec<_>, _>>()?.join("; "))
}

fn parcels(
    harvest: &Harvest<'_>,
    row: &Row<'_>,
    order: &OrderId,
    customer: &CustomerId,
) -> Result<Vec<Shipment>, Flaw> {
    let mut parcels = Vec::new();
    for fulfilment in row.objects("fulfillments")? {
        for number in fulfilment.texts("tracking_id")? {
            if number.trim().is_empty() {
                return Err(fulfilment.flaw("tracking_id", "it is missing"));
            }
            parcels.push(Shipment {
                id: ShipmentId(format!("{order}/{number}")),
                source: harvest.source(),
                order_id: order.clone(),
                customer_id: customer.clone(),
                tracking_number: number,
                carrier: String::new(),
                expected_at: None,
                delivered_at: None,
                receiver: String::new(),
                receiver_phone: String::new(),
                track: Vec::new(),
            });
        }
    }
    Ok(parcels)
}
