//! The rules of the Chinese shop: what may be done in which state of an order, as its service rules say.

use backstop_domain::{
    id::{OrderId, ServiceOrderId},
    invoice::Invoice,
    money::Fen,
    order::{Order, OrderLine},
    product::Product,
    service_order::ServiceOrder,
};

use super::shop::{Answer, Shop, refuse};
use crate::actions::Deed;

const SOURCE: &str = "ecom-bench";
/// An order may be cancelled, modified or exchanged only before it is on its way.
const BEFORE_SHIPPING: [&str; 3] = ["待付款", "已付款", "处理中"];
/// The shop's test counter numbers the orders it takes from here, and its scenarios know that.
const FIRST_NEW_ORDER: u64 = 1_234_567_890;

/// Does a change of this shop; `None` when it is not one.
pub(super) fn perform(deed: &Deed, shop: &mut Shop) -> Option<Answer> {
    Some(match (deed.name.as_str(), deed.mode()) {
        ("manage_order", "取消") => cancel(shop),
        ("manage_order", "修改") => modify(shop),
        ("manage_order", "增加") => place(shop),
        ("manage_return", _) => give_back(shop),
        ("manage_exchange", "换货") => exchange(shop),
        ("manage_ecard", "退款") => refund(shop),
        ("manage_ecard", "余额使用") => pay(shop),
        ("manage_urgent", _) => hurry(shop),
        ("manage_invoice", _) => invoice(shop),
        ("schedule_service", _) => schedule(shop),
        ("register_cashback_by_review", "返现") => cashback(shop),
        _ => return None,
    })
}

fn order_of(shop: &Shop) -> Result<Order, super::Refused> {
    let id = shop.text("order_id");
    if id.is_empty() {
        return refuse("请先选择订单");
    }
    shop.order().map_or_else(|| refuse(format!("没有查到订单{id}")), Ok)
}

fn before_shipping(shop: &Shop, order: &Order, verb: &str) -> Result<(), super::Refused> {
    shop.demand(BEFORE_SHIPPING.contains(&order.status.as_str()), || {
        format!(
            "订单{}的状态是“{}”，只有“待付款”“已付款”“处理中”的订单可以{verb}",
            order.id, order.status
        )
    })
}

/// Records the state before and after, as the rules ask.
fn move_to(shop: &mut Shop, mut order: Order, status: &str, what: &str) -> String {
    let before = std::mem::replace(&mut order.status, status.to_owned());
    let answer = format!("{what}：订单{}的状态由“{before}”变为“{status}”", order.id);
    shop.keep(order);
    answer
}

fn cancel(shop: &mut Shop) -> Answer {
    let order = order_of(shop)?;
    before_shipping(shop, &order, "取消")?;
    Ok(move_to(shop, order, "已取消", "已取消"))
}

fn modify(shop: &mut Shop) -> Answer {
    let mut order = order_of(shop)?;
    before_shipping(shop, &order, "修改")?;
    let (address, phone) = (shop.text("address"), shop.text("phone_number"));
    shop.demand(!(address.is_empty() && phone.is_empty()), || "请填写新的地址或电话".to_owned())?;
    if !address.is_empty() {
        order.address.detail = address;
    }
    if !phone.is_empty() {
        order.address.phone = phone;
    }
    let answer = format!("订单{}的收货信息已修改", order.id);
    shop.keep(order);
    Ok(answer)
}

fn on_sale(shop: &Shop, product: &Product) -> Result<(), super::Refused> {
    shop.demand(product.status == "已上架", || {
        format!("商品{}的状态是“{}”，只有“已上架”的商品可以购买", product.id, product.status)
    })
}

fn place(shop: &mut Shop) -> Answer {
    let cart = shop.cart();
    if cart.is_empty() {
        return refuse("请先选择商品和数量");
    }
    let mut lines = Vec::new();
    for (id, quantity) in cart {
        let Some(product) = shop.world.products.get(&id).cloned() else {
            return refuse(format!("没有查到商品{id}"));
        };
        on_sale(shop, &product)?;
        let quantity = u32::try_from(quantity).unwrap_or(0);
        shop.demand(quantity > 0, || format!("商品{id}的数量不对"))?;
        lines.push(line(&product, quantity));
    }
    let order = new_order(shop, lines)?;
    if order.payment == "京东E卡" {
        enough_on_card(shop, order.total)?;
    }
    let answer =
        format!("下单成功：订单{}，金额{}元，支付方式{}", order.id, order.total, order.payment);
    shop.keep(order);
    Ok(answer)
}

fn line(product: &Product, quantity: u32) -> OrderLine {
    OrderLine {
        product_id: product.id.clone(),
        item_id: String::new(),
        title: product.name.clone(),
        options: String::new(),
        quantity,
        price: product.price.unwrap_or_default(),
    }
}

fn times(price: Fen, quantity: i64) -> Option<Fen> {
    price.0.checked_mul(quantity).map(Fen)
}

fn new_order(shop: &Shop, lines: Vec<OrderLine>) -> Result<Order, super::Refused> {
    let Some(customer) = shop.customer() else { return refuse("没有查到用户") };
    let mut sums = lines.iter().map(|line| times(line.price, i64::from(line.quantity)));
    let total = sums.try_fold(Fen::ZERO, |sum, price| sum.checked_add(price?));
    let Some(total) = total else { return refuse("金额过大") };
    let free = (FIRST_NEW_ORDER..).map(|n| OrderId::new(n.to_string()));
    let id = free.into_iter().find(|id| !shop.world.orders.contains_key(id));
    let mut address = customer.address.clone();
    if address.receiver.is_empty() {
        address.receiver.clone_from(&customer.name);
    }
    if address.phone.is_empty() {
        customer.phone().unwrap_or_default().clone_into(&mut address.phone);
    }
    Ok(Order {
        id: id.unwrap_or_else(|| OrderId::new(FIRST_NEW_ORDER.to_string())),
        source: SOURCE.to_owned(),
        customer_id: customer.id,
        status: "已付款".to_owned(),
        total,
        currency: "CNY".to_owned(),
        urgent: false,
        lines,
        address,
        payment: shop.text("payment"),
    })
}

fn give_back(shop: &mut Shop) -> Answer {
    let order = order_of(shop)?;
    shop.demand(order.status == "已签收", || {
        format!("订单{}的状态是“{}”，只有“已签收”的订单可以申请退货", order.id, order.status)
    })?;
    Ok(move_to(shop, order, "退货申请中", "退货申请已提交"))
}

fn exchange(shop: &mut Shop) -> Answer {
    let mut order = order_of(shop)?;
    before_shipping(shop, &order, "换货")?;
    let (old, new) = (shop.text("original_product_id"), shop.text("exchange_product_id"));
    let allowed = shop.product("original_product_id").is_some_and(|product| {
        product.exchanges.iter().any(|other| other.id == new && other.available)
    });
    shop.demand(allowed, || format!("商品{new}不在商品{old}的可换列表中，或者没有上架"))?;
    let held = order.lines.iter().any(|line| line.product_id.as_str() == old);
    shop.demand(held, || format!("订单{}里没有商品{old}", order.id))?;
    for line in order.lines.iter_mut().filter(|line| line.product_id.as_str() == old) {
        line.product_id = new.as_str().into();
        line.title.clear();
    }
    let answer = format!("订单{}已换货：商品{old}换成商品{new}", order.id);
    shop.keep(order);
    Ok(answer)
}

fn enough_on_card(shop: &Shop, amount: Fen) -> Result<(), super::Refused> {
    let balance = shop.customer().and_then(|customer| customer.card_balance);
    shop.demand(balance.is_some_and(|balance| amount <= balance), || {
        format!("京东E卡余额{}元，不够支付{amount}元", balance.unwrap_or_default())
    })
}

fn move_balance(shop: &mut Shop, by: Fen, what: &str) -> Answer {
    let Some(mut customer) = shop.customer() else { return refuse("没有查到用户") };
    let before = customer.card_balance.unwrap_or_default();
    let Some(after) = before.checked_add(by) else { return refuse("金额过大") };
    customer.card_balance = Some(after);
    shop.keep(customer);
    Ok(format!("{what}：京东E卡余额由{before}元变为{after}元"))
}

fn refund(shop: &mut Shop) -> Answer {
    let Some(amount) = shop.money("amount").filter(|amount| amount.is_payable()) else {
        return refuse("退款金额不对");
    };
    move_balance(shop, amount, &format!("已退款{amount}元"))
}

fn pay(shop: &mut Shop) -> Answer {
    let id = shop.text("product_id");
    let Some(product) = shop.product("product_id") else {
        return refuse(format!("没有查到商品{id}"));
    };
    on_sale(shop, &product)?;
    let quantity = shop.count("quantity");
    let price = times(product.price.unwrap_or_default(), quantity).filter(|_| quantity > 0);
    let Some(price) = price else { return refuse("数量不对") };
    enough_on_card(shop, price)?;
    move_balance(shop, Fen(-price.0), &format!("已用京东E卡支付{price}元"))
}

fn hurry(shop: &mut Shop) -> Answer {
    let mut order = order_of(shop)?;
    order.urgent = true;
    let answer = format!("订单{}已加急", order.id);
    shop.keep(order);
    Ok(answer)
}

fn invoice(shop: &mut Shop) -> Answer {
    let order = order_of(shop)?;
    let invoice = Invoice {
        order_id: order.id,
        source: SOURCE.to_owned(),
        kind: shop.text("invoice_type"),
        title: shop.text("title"),
        phone: shop.text("phone_number"),
    };
    shop.demand(!invoice.title.is_empty(), || "请填写发票抬头".to_owned())?;
    let answer =
        format!("订单{}的{}已开具，抬头“{}”", invoice.order_id, invoice.kind, invoice.title);
    shop.keep(invoice);
    Ok(answer)
}

fn schedule(shop: &mut Shop) -> Answer {
    let order = order_of(shop)?;
    let kind = shop.text("service_type");
    let known = shop.world.service_orders.values();
    let earlier = known.into_iter().find(|visit| visit.order_id == order.id && visit.kind == kind);
    let id = earlier.map_or_else(
        || ServiceOrderId::new(format!("{}/{kind}", order.id)),
        |visit| visit.id.clone(),
    );
    let visit = ServiceOrder {
        id,
        source: SOURCE.to_owned(),
        customer_id: order.customer_id,
        order_id: order.id,
        kind,
        appointment: shop.text("service_time"),
        contact: shop.text("user_name"),
        phone: shop.text("phone_number"),
    };
    let answer = format!("订单{}的{}已预约：{}", visit.order_id, visit.kind, visit.appointment);
    shop.keep(visit);
    Ok(answer)
}

fn cashback(shop: &mut Shop) -> Answer {
    let order = order_of(shop)?;
    let first = !shop.world.cashbacks.contains(&order.id);
    shop.demand(first, || format!("订单{}已经登记过晒单返现", order.id))?;
    let answer = format!("订单{}已登记晒单返现", order.id);
    shop.register(order.id);
    Ok(answer)
}
