//! Generated goods, customers, and what they bought.

use backstop_domain::{
    customer::{Address, Customer, Handle},
    id::{CustomerId, OrderId, ProductId, ShipmentId},
    money::Fen,
    order::{Order, OrderLine},
    product::Product,
    shipment::{Shipment, TrackEvent},
};
use jiff::{SignedDuration, Timestamp};

use super::{
    Chance, Plan,
    words::{FAMILY, GIVEN, GOODS, PLACES},
};

/// The `source` of everything generated.
const SOURCE: &str = "generated";
/// What this file's chances are for.
const PURPOSE: u64 = 1;
/// How many orders a customer has at most.
const MOST_ORDERS: u64 = 3;

const MONTH_MINUTES: i64 = 30 * 24 * 60;

/// A customer with what they bought.
#[derive(Debug, Clone)]
pub(super) struct Basket {
    pub(super) customer: Customer,
    /// At least one.
    pub(super) orders: Vec<Order>,
    pub(super) shipments: Vec<Shipment>,
}

/// The goods, the same for every seed.
pub(super) fn products() -> Vec<Product> {
    let numbered = GOODS.iter().enumerate();
    numbered.map(|(index, (name, yuan))| product(index, name, *yuan)).collect()
}

fn product(index: usize, name: &str, yuan: i64) -> Product {
    Product {
        id: ProductId(format!("9000{index:05}")),
        source: SOURCE.to_owned(),
        name: name.to_owned(),
        status: "已上架".to_owned(),
        price: Some(Fen(yuan * 100)),
        currency: "CNY".to_owned(),
        description: String::new(),
        variants: Vec::new(),
        exchanges: Vec::new(),
        gifts: Vec::new(),
        materials: Vec::new(),
        installation: String::new(),
        repair: String::new(),
        faults: Vec::new(),
    }
}

/// The customer with that index, and their orders.
pub(super) fn basket(plan: &Plan, products: &[Product], index: usize) -> Basket {
    let mut chance = Chance::of(plan.seed, PURPOSE, index);
    let customer = customer(plan, &mut chance, index);
    let count = 1 + chance.below(MOST_ORDERS);
    let mut basket = Basket { customer, orders: Vec::new(), shipments: Vec::new() };
    for nth in 0..count {
        let number = format!("9{:03}{:07}{nth}", plan.seed % 1_000, index);
        let order = order(&mut chance, &basket.customer, products, number);
        if chance.percent(75) {
            basket.shipments.push(shipment(plan, &mut chance, &order));
        }
        basket.orders.push(order);
    }
    basket
}

fn customer(plan: &Plan, chance: &mut Chance, index: usize) -> Customer {
    let id = format!("gen{}_{index:06}", plan.seed);
    let name = format!("{}{}{}", chance.pick(&FAMILY), chance.pick(&GIVEN), chance.pick(&GIVEN));
    let phone = format!("1{}0000{:04}", chance.within(30, 100), chance.below(10_000));
    let [province, city, district, street] = *chance.pick(&PLACES);
    let detail = format!("{street}{}号{}室", 1 + chance.below(300), 101 + chance.below(2_800));
    let handle = |channel: &str, value: &str| Handle {
        channel: channel.to_owned(),
        value: value.to_owned(),
    };
    Customer {
        handles: vec![handle("phone", &phone), handle("account", &id)],
        id: CustomerId(id),
        source: SOURCE.to_owned(),
        gender: (*chance.pick(&["男", "女"])).to_owned(),
        age: u16::try_from(18 + chance.below(60)).ok(),
        address: Address {
            receiver: name.clone(),
            phone,
            country: "中国".to_owned(),
            province: province.to_owned(),
            city: city.to_owned(),
            district: district.to_owned(),
            detail,
            postcode: String::new(),
        },
        name,
        card_balance: Some(Fen(chance.within(0, 500_000))),
        payment_methods: Vec::new(),
        tags: Vec::new(),
    }
}

fn order(chance: &mut Chance, customer: &Customer, products: &[Product], id: String) -> Order {
    let product = chance.pick(products);
    let quantity = if chance.percent(90) { 1 } else { 2 };
    let price = product.price.unwrap_or_default();
    Order {
        id: OrderId(id),
        source: SOURCE.to_owned(),
        customer_id: customer.id.clone(),
        status: (*chance.pick(&["已付款", "处理中", "已发货", "已签收", "已签收"])).to_owned(),
        total: Fen(price.0 * i64::from(quantity)),
        currency: "CNY".to_owned(),
        urgent: chance.percent(5),
        lines: vec![OrderLine {
            product_id: product.id.clone(),
            item_id: String::new(),
            title: product.name.clone(),
            options: String::new(),
            quantity,
            price,
        }],
        address: customer.address.clone(),
        payment: (*chance.pick(&["微信", "支付宝", "银行卡", "京东E卡"])).to_owned(),
    }
}

fn shipment(plan: &Plan, chance: &mut Chance, order: &Order) -> Shipment {
    let sent = earlier(plan.until, chance.within(3 * 24 * 60, 6 * MONTH_MINUTES));
    let minutes = chance.within(12 * 60, 70 * 60);
    let delivered = later(sent, minutes);
    let city = order.address.city.as_str();
    let step = |at, status: &str, place: &str, text: &str| TrackEvent {
        at: Some(at),
        status: status.to_owned(),
        place: place.to_owned(),
        text: text.to_owned(),
        operator: String::new(),
    };
    let tracking_number = format!("JDG{}", order.id);
    Shipment {
        id: ShipmentId(format!("{}/{tracking_number}", order.id)),
        source: SOURCE.to_owned(),
        order_id: order.id.clone(),
        customer_id: order.customer_id.clone(),
        tracking_number,
        carrier: "京东快递".to_owned(),
        expected_at: Some(later(sent, 48 * 60)),
        delivered_at: (order.status == "已签收").then_some(delivered),
        receiver: order.address.receiver.clone(),
        receiver_phone: order.address.phone.clone(),
        track: vec![
            step(sent, "已揽收", "东莞仓库", "包裹已由快递员揽收"),
            step(later(sent, minutes / 2), "运输中", city, "包裹已到达目的地分拣中心"),
            step(delivered, "派送中", city, "配送员正在派送您的包裹"),
        ],
    }
}

/// So many minutes before.
pub(super) fn earlier(at: Timestamp, minutes: i64) -> Timestamp {
    at.saturating_sub(SignedDuration::from_mins(minutes)).unwrap_or(Timestamp::MIN)
}

/// So many minutes after.
pub(super) fn later(at: Timestamp, minutes: i64) -> Timestamp {
    at.saturating_add(SignedDuration::from_mins(minutes)).unwrap_or(Timestamp::MAX)
}
