//! The rules of the English shop: what its policy allows in which state of an order.

use backstop_domain::{
    customer::Address,
    money::Fen,
    order::{Order, OrderLine},
    product::{Product, Variant},
};

use super::{
    Refused,
    shop::{Answer, Shop, refuse},
};
use crate::actions::Deed;

/// Does a change of this shop; `None` when it is not one.
pub(super) fn perform(deed: &Deed, shop: &mut Shop) -> Option<Answer> {
    Some(match deed.name.as_str() {
        "cancel_pending_order" => cancel(shop),
        "return_delivered_order_items" => give_back(shop),
        "exchange_delivered_order_items" => exchange(shop),
        "modify_pending_order_items" => modify_items(shop),
        "modify_pending_order_address" => modify_address(shop),
        "modify_pending_order_payment" => modify_payment(shop),
        "modify_user_address" => move_house(shop),
        "transfer_to_human_agents" => Ok("Transferred to a human agent.".to_owned()),
        _ => return None,
    })
}

fn order_in(shop: &Shop, allowed: fn(&str) -> bool, rule: &str) -> Result<Order, Refused> {
    let id = shop.text("order_id");
    let Some(order) = shop.order() else { return refuse(format!("There is no order {id}.")) };
    shop.demand(allowed(&order.status), || format!("Order {id} is {}; {rule}.", order.status))?;
    Ok(order)
}

fn is_pending(status: &str) -> bool {
    status == "pending"
}

/// Address and payment may still be changed after the items were.
fn is_still_pending(status: &str) -> bool {
    status.starts_with("pending")
}

fn is_delivered(status: &str) -> bool {
    status == "delivered"
}

fn cancel(shop: &mut Shop) -> Answer {
    let mut order = order_in(shop, is_pending, "only a pending order can be cancelled")?;
    let reason = shop.text("reason");
    shop.demand(matches!(reason.as_str(), "no longer needed" | "ordered by mistake"), || {
        "The reason must be 'no longer needed' or 'ordered by mistake'.".to_owned()
    })?;
    "cancelled".clone_into(&mut order.status);
    let (id, total, paid_by) = (order.id.clone(), order.total, order.payment.clone());
    shop.keep(order);
    if paid_by.contains("gift_card") {
        credit_gift_card(shop, total);
    }
    Ok(format!("Order {id} is cancelled; {total} will be refunded."))
}

/// A gift card is refunded at once; every other way to pay takes days and shows nowhere here.
fn credit_gift_card(shop: &mut Shop, amount: Fen) {
    let Some(mut customer) = shop.customer() else { return };
    let Some(balance) = customer.card_balance else { return };
    customer.card_balance = balance.checked_add(amount);
    shop.keep(customer);
}

/// Whether the customer has this way to pay; where the shop lists none, any will do.
fn payment_on_file(shop: &Shop, method: &str) -> Result<(), Refused> {
    let known = shop.customer().map(|customer| customer.payment_methods).unwrap_or_default();
    let on_file = known.is_empty() || known.iter().any(|known| known.contains(method));
    shop.demand(on_file && !method.is_empty(), || {
        format!("The customer has no payment method '{method}'.")
    })
}

fn held_items(shop: &Shop, order: &Order) -> Result<Vec<String>, Refused> {
    let items = shop.list("item_ids");
    let mut left: Vec<&str> = order.lines.iter().flat_map(copies).collect();
    for item in &items {
        let at = left.iter().position(|held| held == item);
        shop.demand(at.is_some(), || format!("Item {item} is not in order {}.", order.id))?;
        if let Some(at) = at {
            left.remove(at);
        }
    }
    shop.demand(!items.is_empty(), || "No item was chosen.".to_owned())?;
    Ok(items)
}

fn copies(line: &OrderLine) -> impl Iterator<Item = &str> {
    std::iter::repeat_n(line.item_id.as_str(), usize::try_from(line.quantity).unwrap_or(1))
}

fn give_back(shop: &mut Shop) -> Answer {
    let mut order = order_in(shop, is_delivered, "only a delivered order can be returned")?;
    let items = held_items(shop, &order)?;
    let method = shop.text("payment_method_id");
    payment_on_file(shop, &method)?;
    let original = order.payment.is_empty() || order.payment.contains(&method);
    shop.demand(original || method.starts_with("gift_card"), || {
        "The refund must go to the original payment method or to a gift card.".to_owned()
    })?;
    "return requested".clone_into(&mut order.status);
    let answer = format!("A return of {} from order {} is requested.", items.join(", "), order.id);
    shop.keep(order);
    Ok(answer)
}

/// A variant of the catalogue, with its product.
fn variant<'a>(shop: &'a Shop, item: &str) -> Option<(&'a Product, &'a Variant)> {
    let of = |product: &'a Product| {
        Some((product, product.variants.iter().find(|variant| variant.id == item)?))
    };
    shop.world.products.values().find_map(of)
}

/// The chosen items with what they become, after the rules for exchanging were asked.
fn swaps(shop: &Shop, order: &Order) -> Result<Vec<(String, String)>, Refused> {
    let (old, new) = (held_items(shop, order)?, shop.list("new_item_ids"));
    shop.demand(old.len() == new.len(), || "Each item needs one new item.".to_owned())?;
    for (old, new) in old.iter().zip(&new) {
        let found = variant(shop, new);
        shop.demand(found.is_some_and(|(_, variant)| variant.available), || {
            format!("Item {new} is not available.")
        })?;
        let kind =
            order.lines.iter().find(|line| line.item_id == *old).map(|line| &line.product_id);
        shop.demand(found.map(|(product, _)| &product.id) == kind, || {
            format!("Item {new} is another kind of product than item {old}.")
        })?;
    }
    payment_on_file(shop, &shop.text("payment_method_id"))?;
    Ok(old.into_iter().zip(new).collect())
}

fn exchange(shop: &mut Shop) -> Answer {
    let mut order = order_in(shop, is_delivered, "only a delivered order can be exchanged")?;
    let swaps = swaps(shop, &order)?;
    "exchange requested".clone_into(&mut order.status);
    let answer = format!("An exchange in order {} is requested: {}.", order.id, in_words(&swaps));
    shop.keep(order);
    Ok(answer)
}

fn in_words(swaps: &[(String, String)]) -> String {
    let words: Vec<_> = swaps.iter().map(|(old, new)| format!("{old} → {new}")).collect();
    words.join(", ")
}

fn modify_items(shop: &mut Shop) -> Answer {
    let rule = "items can be changed once, while the order is pending";
    let mut order = order_in(shop, is_pending, rule)?;
    let swaps = swaps(shop, &order)?;
    for (old, new) in &swaps {
        let Some((_, variant)) = variant(shop, new) else { continue };
        let Some(line) = order.lines.iter_mut().find(|line| line.item_id == *old) else { continue };
        line.item_id.clone_from(new);
        line.options.clone_from(&variant.text);
        line.price = variant.price.unwrap_or(line.price);
    }
    order.total = total(&order).unwrap_or(order.total);
    "pending (items modified)".clone_into(&mut order.status);
    let answer = format!("Order {} was changed: {}.", order.id, in_words(&swaps));
    shop.keep(order);
    Ok(answer)
}

fn total(order: &Order) -> Option<Fen> {
    let mut prices =
        order.lines.iter().map(|l| l.price.0.checked_mul(i64::from(l.quantity)).map(Fen));
    prices.try_fold(Fen::ZERO, |sum, price| sum.checked_add(price?))
}

fn address_of(shop: &Shop, before: &Address) -> Address {
    let detail = [shop.text("address1"), shop.text("address2")];
    let detail: Vec<String> = detail.into_iter().filter(|part| !part.is_empty()).collect();
    Address {
        receiver: before.receiver.clone(),
        phone: before.phone.clone(),
        country: shop.text("country"),
        province: shop.text("state"),
        city: shop.text("city"),
        district: String::new(),
        detail: detail.join(", "),
        postcode: shop.text("zip"),
    }
}

fn modify_address(shop: &mut Shop) -> Answer {
    let rule = "only a pending order can be sent elsewhere";
    let mut order = order_in(shop, is_still_pending, rule)?;
    order.address = address_of(shop, &order.address);
    let answer = format!("Order {} now goes to {}.", order.id, order.address.detail);
    shop.keep(order);
    Ok(answer)
}

fn modify_payment(shop: &mut Shop) -> Answer {
    let rule = "only a pending order can be paid differently";
    let mut order = order_in(shop, is_still_pending, rule)?;
    let method = shop.text("payment_method_id");
    payment_on_file(shop, &method)?;
    shop.demand(!order.payment.contains(&method), || {
        "The new payment method must differ from the present one.".to_owned()
    })?;
    order.payment = format!("payment {} by {method}", order.total);
    let answer = format!("Order {} is now paid by {method}.", order.id);
    shop.keep(order);
    Ok(answer)
}

fn move_house(shop: &mut Shop) -> Answer {
    let Some(mut customer) = shop.customer() else { return refuse("There is no such customer.") };
    customer.address = address_of(shop, &customer.address);
    let answer = format!("The default address is now {}.", customer.address.detail);
    shop.keep(customer);
    Ok(answer)
}
